import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { startSimulator, type RunningSimulator } from '../../simulator/server.js';
import type { SimulatorSettings } from '../../simulator/settings.js';

/** Nobody listens there. */
export const CALLBACK_URL = 'http://127.0.0.1:9/callbacks/powens';
export const CLIENT_ID = '10000001';
export const CLIENT_SECRET = 'simulator-client-secret';

const toClose: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

/** A simulator on a free port with a ledger of its own, closed after the test. Webhooks go nowhere unless asked for. */
export async function openSimulator(options: Partial<SimulatorSettings> = {}): Promise<RunningSimulator> {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  toClose.push(() => rm(folder, { recursive: true, force: true }));
  return openSimulatorOn(join(folder, 'ledger.jsonl'), options);
}

/** The same on a given ledger file. */
export async function openSimulatorOn(
  ledgerFile: string,
  options: Partial<SimulatorSettings> = {},
): Promise<RunningSimulator> {
  const powens = {
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUrls: [CALLBACK_URL],
    webhookUrl: null,
    webhookSecret: null,
  };
  const simulator = await startSimulator({ port: 0, ledgerFile, powens, ...options });
  toClose.push(() => simulator.close());
  return simulator;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or null. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** One request, redirects not followed. */
export async function send(method: string, url: string, init: { body?: unknown; token?: string } = {}): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(init.token === undefined ? {} : { authorization: `Bearer ${init.token}` }),
    },
    body: init.body === undefined ? null : JSON.stringify(init.body),
    redirect: 'manual',
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

/** Posts a form as a browser does. */
export async function submit(url: string, fields: Readonly<Record<string, string>>): Promise<Reply> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

/** A service token of the default client. */
export async function serviceToken(
  simulator: RunningSimulator,
  scope: readonly string[] = ALL_SCOPES,
): Promise<string> {
  const reply = await send('POST', `${simulator.url}/powens/2.0/auth/token`, {
    body: { grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET, scope },
  });
  return String(reply.json['token']);
}

export const ALL_SCOPES = ['payments:read-only', 'payments:cancel', 'payments:validate'];

/** A payment made by the admin API; gives its id. */
export async function createPayment(simulator: RunningSimulator, order: object = {}): Promise<string> {
  const reply = await send('POST', `${simulator.url}/admin/powens/payments`, { body: order });
  if (reply.status !== 201) throw new Error(reply.text);
  return String(reply.json['id']);
}

/** The documented cancel request. */
export function cancel(simulator: RunningSimulator, id: string, token: string, state = 'state-1'): Promise<Reply> {
  return send('POST', `${simulator.url}/powens/2.0/payments/${id}`, {
    token,
    body: { cancel: true, client_redirect_uri: CALLBACK_URL, client_state: state },
  });
}

export function read(simulator: RunningSimulator, id: string, token: string): Promise<Reply> {
  return send('GET', `${simulator.url}/powens/2.0/payments/${id}`, { token });
}

/** A scoped token for the payment. */
export async function scopedToken(simulator: RunningSimulator, id: string, token: string): Promise<string> {
  const reply = await send('POST', `${simulator.url}/powens/2.0/payments/${id}/scopedtoken`, {
    token,
    body: { scope: ['payments:validate'] },
  });
  return String(reply.json['token']);
}

/** The address of the webview, in the form of the guides. */
export function webviewUrl(simulator: RunningSimulator, id: string, code: string, state = 'state-1'): string {
  const query = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: CALLBACK_URL,
    state,
    code,
    payment_id: id,
  });
  return `${simulator.url}/powens/2.0/auth/webview/payment?${query.toString()}`;
}

export interface Received {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Resolves when so many requests have come in. */
  arrived(count: number): Promise<void>;
}

/** A server that keeps what it is sent; `answer` says the status of each request, null = never answer. */
export async function openReceiver(answer: (count: number) => number | null = () => 204): Promise<Receiver> {
  const received: Received[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      received.push({ method, target: url, headers, body: Buffer.concat(chunks) });
      const status = answer(received.length);
      if (status !== null) response.writeHead(status).end();
      waiting.filter((one) => received.length >= one.count).forEach((one) => one.resolve());
    });
  });
  const port = await listen(server);
  toClose.push(() => stop(server));
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    arrived: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
}

/** Starts a server on a free loopback port. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

/** Closes a server and its connections after the test. */
export function closeAfterTest(server: Server): void {
  toClose.push(() => stop(server));
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
