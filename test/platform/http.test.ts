import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProviderFault } from '../../contracts/fault.js';
import type { HttpCall } from '../../contracts/provider.js';
import { createHttpClient, retryAfterSeconds } from '../../platform/http.js';
import { startTimeBudget } from '../../platform/time-budget.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let origin: string;
let answer: Answer;
let requests: IncomingMessage[];
let sockets: Set<Socket>;

beforeEach(async () => {
  requests = [];
  sockets = new Set();
  answer = (_request, response) => response.end('{}');
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  server.on('connection', (socket) => sockets.add(socket));
  origin = await listen(server);
});

afterEach(async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
});

/** Starts a server on a free port and gives its origin. */
async function listen(starting: Server): Promise<string> {
  await new Promise<void>((listening) => starting.listen(0, '127.0.0.1', listening));
  const address = starting.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

function call(changes: Partial<HttpCall> & { readonly totalMs?: number; readonly signal?: AbortSignal } = {}): HttpCall {
  const { totalMs = 10_000, signal = new AbortController().signal, ...rest } = changes;
  return {
    method: 'GET',
    url: `${origin}/payments/1?token=query-secret`,
    allowedOrigins: [origin],
    headers: { authorization: 'Bearer header-secret' },
    body: null,
    budget: startTimeBudget({ totalMs, signal }),
    ...rest,
  };
}

async function faultOf(changes: Parameters<typeof call>[0] = {}): Promise<ProviderFault> {
  const fault = await createHttpClient()
    .exchange(call(changes))
    .then(() => null, (error: unknown) => error);
  if (!(fault instanceof ProviderFault)) throw new Error(`expected a ProviderFault, got ${String(fault)}`);
  return fault;
}

describe('an answer', () => {
  it('comes back with status, lower-case headers, text, digest of its bytes and time', async () => {
    answer = (_request, response) => {
      response.writeHead(207, { 'X-Request-Id': 'r1', 'content-type': 'application/json' }).end('{"a":"é"}');
    };
    const got = await createHttpClient().exchange(call());
    expect(got).toMatchObject({ status: 207, text: '{"a":"é"}', headers: { 'x-request-id': 'r1' } });
    expect(got.digest).toBe(`sha256:${createHash('sha256').update('{"a":"é"}').digest('hex')}`);
    expect(Date.parse(got.receivedAt)).not.toBeNaN();
  });

  it('is read as UTF-8 whatever its headers say, without a byte order mark', async () => {
    answer = (_request, response) => {
      response.setHeader('content-type', 'text/plain; charset=iso-8859-1');
      response.end(Buffer.from('\uFEFF{"name":"Zoë"}', 'utf8'));
    };
    expect((await createHttpClient().exchange(call())).text).toBe('{"name":"Zoë"}');
  });

  it('is inflated when it comes compressed, and its digest is that of the inflated bytes', async () => {
    answer = (_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync('{"state":"pending"}'));
    };
    const got = await createHttpClient().exchange(call());
    expect(got.text).toBe('{"state":"pending"}');
    expect(got.digest).toBe(`sha256:${createHash('sha256').update('{"state":"pending"}').digest('hex')}`);
  });

  it.each([400, 401, 404, 429, 500, 503])('with status %i is an answer and not a fault', async (status) => {
    answer = (_request, response) => response.writeHead(status).end('{}');
    expect((await createHttpClient().exchange(call())).status).toBe(status);
  });

  it('leaves the connection open for the next call', async () => {
    const client = createHttpClient();
    for (let index = 0; index < 5; index += 1) await client.exchange(call());
    expect(sockets.size).toBe(1);
  });
});

describe('a request', () => {
  it('carries method, headers and body as given, once', async () => {
    let body = '';
    answer = (request, response) => {
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end('{}'));
    };
    await createHttpClient().exchange(call({ method: 'POST', body: '{"cancel":true}' }));
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /payments/1?token=query-secret']);
    expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer header-secret', 'user-agent': 'countermand' });
    expect(body).toBe('{"cancel":true}');
  });

  it.each([
    ['another host', 'http://127.0.0.2:1/payments/1'],
    ['another port', 'http://127.0.0.1:1/payments/1'],
    ['another scheme', 'https://127.0.0.1/payments/1'],
    ['a host that only begins alike', 'http://127.0.0.1.example/payments/1'],
    ['no web address', 'file:///etc/passwd'],
    ['no address at all', 'payments/1'],
  ])('to %s is refused before anything is sent', async (_what, url) => {
    expect(await faultOf({ url })).toMatchObject({ code: 'http.forbidden_origin', retryable: false, neverProcessed: true });
    expect(requests).toEqual([]);
  });

  it('with a user name in its address is refused although the origin is allowed', async () => {
    const url = origin.replace('http://', 'http://user:password-secret@');
    const fault = await faultOf({ url });
    expect(fault.code).toBe('http.forbidden_origin');
    expect(fault.message).not.toContain('password-secret');
    expect(requests).toEqual([]);
  });

  it('with a header that HTTP forbids is refused without telling the header', async () => {
    const fault = await faultOf({ headers: { authorization: 'Bearer header-secret\nx: y' } });
    expect(fault).toMatchObject({ code: 'http.invalid_call', retryable: false, neverProcessed: true });
    expect(fault.message).not.toContain('header-secret');
    expect(requests).toEqual([]);
  });
});

describe('a fault', () => {
  it.each([301, 302, 303, 304, 307, 308])('is a redirect %i, whose target is never asked', async (status) => {
    answer = (request, response) => {
      if (request.url === '/elsewhere') response.end('{"followed":true}');
      else response.writeHead(status, { location: `${origin}/elsewhere` }).end();
    };
    expect(await faultOf()).toMatchObject({ code: 'http.redirected', httpStatus: status, neverProcessed: false });
    expect(requests).toHaveLength(1);
  });

  it('is an answer that never begins', async () => {
    answer = () => undefined;
    expect(await faultOf({ totalMs: 80 })).toMatchObject({ code: 'http.timeout', retryable: true, neverProcessed: false });
  });

  it('is an answer that drips past the deadline', async () => {
    let drip: NodeJS.Timeout | undefined;
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      drip = setInterval(() => response.write(' '), 10);
    };
    expect(await faultOf({ totalMs: 120 })).toMatchObject({ code: 'http.timeout' });
    clearInterval(drip);
  });

  it('is a compressed answer that drips past the deadline', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'deflate' });
      response.flushHeaders();
    };
    expect(await faultOf({ totalMs: 80 })).toMatchObject({ code: 'http.timeout' });
  });

  it('is a giant answer', async () => {
    answer = (_request, response) => response.end('x'.repeat(256 * 1024 + 1));
    expect(await faultOf()).toMatchObject({ code: 'http.too_large', retryable: true, neverProcessed: false });
  });

  it('is a small answer that is giant once inflated', async () => {
    answer = (_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync('x'.repeat(20 * 1024 * 1024)));
    };
    expect((await faultOf()).code).toBe('http.too_large');
  });

  it('is not an answer exactly as large as allowed', async () => {
    answer = (_request, response) => response.end('x'.repeat(256 * 1024));
    expect((await createHttpClient().exchange(call())).text).toHaveLength(256 * 1024);
  });

  it('is an answer shorter than it promised', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"state":');
      setImmediate(() => response.destroy());
    };
    expect(await faultOf()).toMatchObject({ code: 'http.connection_lost', retryable: true, neverProcessed: false });
  });

  it('is an answer in pieces whose last piece never came', async () => {
    answer = (_request, response) => {
      response.write('{"state":"rejected"}');
      setImmediate(() => response.destroy());
    };
    expect((await faultOf()).code).toBe('http.connection_lost');
  });

  it('is a connection reset before any answer', async () => {
    answer = (request) => request.socket.resetAndDestroy();
    expect(await faultOf()).toMatchObject({ code: 'http.connection_lost', neverProcessed: false });
  });

  it('is an answer that says gzip and is none', async () => {
    answer = (_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end('<html>maintenance</html>');
    };
    expect((await faultOf()).code).toBe('http.connection_lost');
  });

  it('is a provider that refuses connections: the call was never processed', async () => {
    const closed = createServer();
    const gone = await listen(closed);
    await new Promise((resolve) => closed.close(resolve));
    const fault = await faultOf({ url: `${gone}/payments/1`, allowedOrigins: [gone] });
    expect(fault).toMatchObject({ code: 'http.unreachable', retryable: true, neverProcessed: true });
  });

  it('is a host name that does not exist: the call was never processed', async () => {
    const gone = 'http://provider.invalid';
    const fault = await faultOf({ url: `${gone}/payments/1`, allowedOrigins: [gone] });
    expect(fault).toMatchObject({ code: 'http.unreachable', neverProcessed: true });
  });

  it('never tells an address, a header or a body', async () => {
    const behaviours: Answer[] = [
      (request) => request.socket.resetAndDestroy(),
      (_request, response) => response.writeHead(302, { location: `${origin}/?code=location-secret` }).end(),
      (_request, response) => response.end(`body-secret${'x'.repeat(300 * 1024)}`),
      (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('body-secret'),
    ];
    for (const behaviour of behaviours) {
      answer = behaviour;
      const fault = await faultOf();
      expect(`${fault.message}${fault.stack ?? ''}${JSON.stringify(fault)}${String(fault.cause)}`).not.toMatch(/secret|127\.0\.0\.1/);
    }
  });
});

describe('the budget', () => {
  it('that is used up keeps a read from being sent', async () => {
    expect(await faultOf({ totalMs: 0 })).toMatchObject({ code: 'http.no_time_left', retryable: true, neverProcessed: true });
    expect(requests).toEqual([]);
  });

  it.each(['POST', 'PATCH'] as const)('with less than five seconds left keeps a %s from being sent', async (method) => {
    expect(await faultOf({ method, body: '{}', totalMs: 4_999 })).toMatchObject({
      code: 'http.no_time_left',
      neverProcessed: true,
    });
    expect(requests).toEqual([]);
  });

  it('with five seconds left lets a POST through', async () => {
    let now = 0;
    const budget = startTimeBudget({ totalMs: 20_000, signal: new AbortController().signal, now: () => now });
    now = 15_000;
    expect((await createHttpClient().exchange(call({ method: 'POST', body: '{}', budget }))).status).toBe(200);
  });

  it('aborts a running call', async () => {
    const controller = new AbortController();
    answer = () => controller.abort();
    expect(await faultOf({ signal: controller.signal })).toMatchObject({ code: 'http.aborted', neverProcessed: false });
  });

  it('that is aborted already keeps anything from being sent', async () => {
    expect((await faultOf({ signal: AbortSignal.abort() })).code).toBe('http.no_time_left');
    expect(requests).toEqual([]);
  });

  it('counts down from its start and never below zero', () => {
    let now = 1_000;
    const budget = startTimeBudget({ totalMs: 20_000, signal: new AbortController().signal, now: () => now });
    expect(budget.remainingMs()).toBe(20_000);
    now += 15_500;
    expect(budget.remainingMs()).toBe(4_500);
    now += 60_000;
    expect(budget.remainingMs()).toBe(0);
  });
});

describe('Retry-After', () => {
  const receivedAt = '2026-11-21T10:00:00.000Z';
  const wait = (value: string | undefined): number | null =>
    retryAfterSeconds({ headers: value === undefined ? {} : { 'retry-after': value }, receivedAt });

  it.each([
    ['30', 30],
    ['0', 0],
    ['Sat, 21 Nov 2026 10:01:30 GMT', 90],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['999999', 86_400],
  ])('%s is %i seconds', (value, seconds) => {
    expect(wait(value)).toBe(seconds);
  });

  it.each([undefined, '', 'soon', '-5', '1.5', '2026-11-21'])('%s says nothing', (value) => {
    expect(wait(value)).toBeNull();
  });
});
