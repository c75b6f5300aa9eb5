import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionLimits } from '../../api/connection-limits.js';
import { countingClient, openApi } from './rig.js';
import type { CountingClient, TestApi } from './rig.js';

const SHORT: Partial<ConnectionLimits> = { requestWithinMs: 400, checkedEveryMs: 50, idleMs: 200 };

/** What a client of another kind than ours does: bytes on a socket, and what comes back until the other side closes it. */
interface RawClient {
  readonly socket: Socket;
  readonly received: () => string;
  /** Everything received, once the connection is closed. */
  readonly closed: Promise<string>;
}

async function rawClient(api: TestApi, bytes = ''): Promise<RawClient> {
  const { port } = api.app.server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1' });
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
  // The other side may close while we are still sending.
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(received)));
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(bytes);
  return { socket, received: () => received, closed };
}

function request(line: string, headers: readonly string[] = [], body = ''): string {
  return [`${line} HTTP/1.1`, 'Host: 127.0.0.1:3000', ...headers, '', body].join('\r\n');
}

const JSON_BODY = 'Content-Type: application/json';
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const codeOf = (answer: string): string => /"code":"(\w+)"/.exec(answer)?.[1] ?? '';

async function listening(limits: Partial<ConnectionLimits>, counting: CountingClient): Promise<TestApi> {
  const api = await openApi({ client: counting.client, limits });
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  return api;
}

let counting: CountingClient;
let api: TestApi;
beforeAll(async () => {
  counting = countingClient();
  api = await listening(SHORT, counting);
});
afterAll(async () => {
  await api.close();
});

describe('a request that is too large', () => {
  it.each<[string, () => string]>([
    ['by its own word, before its body is sent', () => request('POST /v1/cancellations', [JSON_BODY, 'Content-Length: 16385'])],
    [
      'though it does not say so',
      () => request('POST /v1/cancellations', [JSON_BODY, 'Transfer-Encoding: chunked'], `${(16_385).toString(16)}\r\n${'x'.repeat(16_385)}\r\n0\r\n\r\n`),
    ],
    ['for a webhook', () => request('POST /webhooks/powens/default', [JSON_BODY, `Content-Length: ${256 * 1_024 + 1}`])],
  ])('%s is refused with 413', async (_how, bytes) => {
    const answer = await (await rawClient(api, bytes())).closed;
    expect([statusOf(answer), codeOf(answer)]).toEqual([413, 'payload_too_large']);
    expect(counting.calls()).toBe(0);
  });

  it.each<[string, readonly string[]]>([
    ['in one header', [`X-Long: ${'x'.repeat(17_000)}`]],
    ['in many headers', Array.from({ length: 100 }, (_, index) => `X-${index}: ${'x'.repeat(200)}`)],
    ['in the number of headers', Array.from({ length: 100 }, (_, index) => `X-${index}: x`)],
  ])('%s is refused with 431', async (_how, headers) => {
    const answer = await (await rawClient(api, request('GET /v1/cancellations', [...headers, 'Connection: close']))).closed;
    expect([statusOf(answer), codeOf(answer)]).toEqual([431, 'headers_too_large']);
    expect(counting.calls()).toBe(0);
  });

  it('in no way is answered: as many headers as there may be', async () => {
    const headers = Array.from({ length: 98 }, (_, index) => `X-${index}: x`);
    const answer = await (await rawClient(api, request('GET /healthz', [...headers, 'Connection: close']))).closed;
    expect(statusOf(answer)).toBe(200);
  });
});

describe('a client that is too slow', () => {
  it('and never ends its headers is told so and put out', async () => {
    const client = await rawClient(api, 'POST /v1/cancellations HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    const dripping = drip(client, 'X-Again: x\r\n');
    const answer = await client.closed;
    dripping.stop();
    expect([statusOf(answer), codeOf(answer)]).toEqual([408, 'request_timeout']);
  });

  it('and never ends its body is told so and put out', async () => {
    const client = await rawClient(api, request('POST /v1/cancellations', [JSON_BODY, 'Content-Length: 10000'], '{'));
    const dripping = drip(client, ' ');
    const answer = await client.closed;
    dripping.stop();
    expect([statusOf(answer), codeOf(answer)]).toEqual([408, 'request_timeout']);
    expect(counting.calls()).toBe(0);
  });

  it('and says nothing at all is put out', async () => {
    expect(await (await rawClient(api)).closed).toContain(' 408 ');
  });

  it('and asks for nothing more is put out', async () => {
    const client = await rawClient(api, request('GET /healthz', ['Connection: keep-alive']));
    expect(statusOf(await client.closed)).toBe(200);
  });

  it('and falls silent half-way is put out before its time is over', async () => {
    const impatient = await listening({ silenceMs: 200, requestWithinMs: 60_000 }, counting);
    const client = await rawClient(impatient, 'GET /healthz HTTP/1.1\r\n');
    expect(await client.closed).toBe('');
    await impatient.close();
  });

  it('holds up nobody else', async () => {
    const slow = await Promise.all(Array.from({ length: 200 }, () => rawClient(api, 'GET /healthz HTTP/1.1\r\n')));
    const answer = await (await rawClient(api, request('GET /healthz', ['Connection: close']))).closed;
    expect(statusOf(answer)).toBe(200);
    const answers = await Promise.all(slow.map(({ closed }) => closed));
    expect(answers.map(statusOf)).toEqual(answers.map(() => 408));
  });
});

describe('bytes that two readers could understand in two ways', () => {
  it.each<[string, string]>([
    ['two lengths', request('POST /v1/cancellations', ['Content-Length: 2', 'Content-Length: 3'], '{}x')],
    ['a length and chunks', request('POST /v1/cancellations', ['Content-Length: 2', 'Transfer-Encoding: chunked'], '0\r\n\r\n')],
    ['a header over two lines', request('GET /healthz', ['X-A: b', ' c'])],
    ['a name with a space', request('GET /healthz', ['X A: b'])],
    ['line ends that are none', 'GET /healthz HTTP/1.1\nHost: x\n\n'],
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ...['Host: other', 'Authorization: Bearer a\r\nAuthorization: Bearer b', 'Idempotency-Key: a\r\nIdempotency-Key: b'].map(
      (header): [string, string] => [`two of ${header.split(':')[0]}`, request('GET /healthz', [header, 'Connection: close'])],
    ),
  ])('%s are refused and the connection ends', async (_what, bytes) => {
    const answer = await (await rawClient(api, bytes)).closed;
    expect([statusOf(answer), codeOf(answer)]).toEqual([400, 'malformed_request']);
  });

  it('expect what nobody knows, and are answered all the same', async () => {
    const answer = await (await rawClient(api, request('GET /healthz', ['Expect: wonders', 'Connection: close']))).closed;
    expect(statusOf(answer)).toBe(200);
  });
});

describe('a server that is closed', () => {
  it('answers what is under way, closes connections on which nothing was asked, and then ends', async () => {
    const closing = await listening({ requestWithinMs: 60_000, servingOnMs: 100 }, counting);
    const silent = await rawClient(closing);
    const half = await rawClient(closing, 'GET /healthz HTTP/1.1\r\n');
    const body = JSON.stringify({ provider: 'acme' });
    const sending = await rawClient(closing, request('POST /v1/cancellations', [JSON_BODY, `Content-Length: ${body.length}`], body.slice(0, 5)));
    await pause(50);
    const ended = closing.close();
    const late = await rawClient(closing, request('GET /readyz'));
    expect(await late.closed).toMatch(/^HTTP\/1\.1 503 [^]*connection: close[^]*draining/i);
    await pause(600);
    sending.socket.write(body.slice(5));
    expect(await sending.closed).toMatch(/^HTTP\/1\.1 400 [^]*connection: close/i);
    expect(await silent.closed).toBe('');
    expect(await half.closed).toBe('');
    await ended;
  });

  it('waits for nobody for ever', async () => {
    const closing = await listening({ requestWithinMs: 60_000, drainedWithinMs: 200 }, counting);
    const client = await rawClient(closing, request('POST /v1/cancellations', [JSON_BODY, 'Content-Length: 100'], '{'));
    await pause(50);
    const dripping = drip(client, ' ');
    await closing.close();
    expect(await client.closed).toBe('');
    dripping.stop();
  });
});

/** Sends these bytes again and again, a few at a time. */
function drip({ socket }: RawClient, bytes: string): { stop(): void } {
  const timer = setInterval(() => {
    if (socket.writable) socket.write(bytes);
  }, 20);
  return { stop: () => clearInterval(timer) };
}
