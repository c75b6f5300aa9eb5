import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bearer, countingClient, LOCAL, openApi } from './rig.js';
import type { CountingClient, TestApi } from './rig.js';

const TOKENS = [
  'orders:orders-token:cancel+read:default',
  'reader:reader-token:read:*',
  'ops:ops-token:*:*',
  'other:other-token:*:shop-2',
].join(',');

const Problem = z.object({
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});
type Problem = z.infer<typeof Problem>;

let counting: CountingClient;
let api: TestApi;
let guarded: TestApi;
let callsBefore = 0;
beforeAll(async () => {
  counting = countingClient();
  api = await openApi({ client: counting.client });
  guarded = await openApi({ client: counting.client, env: { API_TOKENS: TOKENS, PUBLIC_URL: 'https://pay.shop.example' } });
});
beforeEach(() => {
  callsBefore = counting.calls();
});
afterAll(async () => {
  await api.close();
  await guarded.close();
});

async function problem(to: TestApi, request: InjectOptions): Promise<Problem & { headers: Record<string, unknown> }> {
  const answer = await to.app.inject({ ...request, headers: { ...LOCAL, ...request.headers } });
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json\b/);
  const body = Problem.parse(answer.json());
  expect(body.status).toBe(answer.statusCode);
  expect(answer.headers['x-request-id']).toBe(body.requestId);
  return { ...body, headers: answer.headers };
}

function start(body: unknown, headers: Record<string, string> = {}): InjectOptions {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', url: '/v1/cancellations', payload, headers: { 'content-type': 'application/json', ...headers } };
}

const good = { provider: 'powens', paymentId: '12345' };

/** Nothing was asked of Temporal since the test began. */
function expectNoCalls(): void {
  expect(counting.calls()).toBe(callsBefore);
}

describe('a start that is not right', () => {
  it.each<[string, string, unknown]>([
    ['/provider', 'missing', { paymentId: '1' }],
    ['/provider', 'unknown', { ...good, provider: 'acme' }],
    ['/paymentId', 'missing', { provider: 'powens' }],
    ['/paymentId', 'not canonical', { ...good, paymentId: '0123' }],
    ['/paymentId', 'another type', { ...good, paymentId: true }],
    ['/paymentId', 'a number past 2^53', '{"provider":"powens","paymentId":12345678901234567890}'],
    ['/orderRef', 'too long', { ...good, orderRef: 'x'.repeat(65) }],
    ['/orderRef', 'another type', { ...good, orderRef: 5 }],
    ['/deadline', 'too long', { ...good, deadline: 'P31D' }],
    ['/maxRounds', 'too many', { ...good, maxRounds: 21 }],
    ['/maxRounds', 'text', { ...good, maxRounds: '5' }],
    ['/description', 'too long', { ...good, description: 'x'.repeat(256) }],
    ['/payer', 'another type', { ...good, payer: 'me' }],
    ['/payer/returnUrl', 'http elsewhere', { ...good, payer: { returnUrl: 'http://shop.example/' } }],
    ['/payer/locale', 'no language', { ...good, payer: { locale: '!' } }],
    ['/foo', 'an unknown field', { ...good, foo: 1 }],
    ['/payer/foo', 'an unknown field inside', { ...good, payer: { foo: 1 } }],
    ['/a~1b', 'an unknown field with a slash', { ...good, 'a/b': 1 }],
    ['', 'no object', [1]],
    ['', 'null', 'null'],
  ])('names %s when it is %s, and begins nothing', async (pointer, _what, body) => {
    const { status, code, errors } = await problem(api, start(body));
    expect([status, code]).toEqual([400, 'invalid_request']);
    expect(errors?.map((error) => error.pointer)).toContain(pointer);
    expectNoCalls();
  });

  it('says how to send a number that is too large', async () => {
    const { detail } = await problem(api, start('{"provider":"powens","paymentId":1e19}'));
    expect(detail).toMatch(/string/);
  });

  it.each(['{"provider":"powens","paymentId":"1","paymentId":"2"}', '{"provider":"powens","paymentId":"1","payer":{"locale":"fr","locale":"de"}}'])(
    'is refused where a key has two values: %s',
    async (payload) => {
      const { code, detail } = await problem(api, start(payload));
      expect(code).toBe('invalid_json');
      expect(detail).toMatch(/paymentId|locale/);
      expectNoCalls();
    },
  );

  it.each(['', '{', '{"a":1}}', '[', 'nonsense', '{"provider":"powens","__proto__":{}}', '\ufeff{}', Buffer.from([0xff]).toString('latin1')])(
    'is refused as the body %j',
    async (payload) => {
      const { status } = await problem(api, start(payload));
      expect(status).toBe(400);
      expectNoCalls();
    },
  );

  it('is refused with bytes that are not UTF-8', async () => {
    const request = { ...start(''), payload: Buffer.from([0x7b, 0xff, 0x7d]) };
    expect((await problem(api, request)).code).toBe('invalid_json');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', 'application/json; charset=latin1', ''])(
    'is refused as %s',
    async (type) => {
      const { status, code } = await problem(api, start(good, { 'content-type': type }));
      expect([status, code]).toEqual([415, 'unsupported_media_type']);
      expectNoCalls();
    },
  );

  it('is refused when it is larger than 16 KiB', async () => {
    const { status, code } = await problem(api, start({ ...good, description: 'x'.repeat(17_000) }));
    expect([status, code]).toEqual([413, 'payload_too_large']);
    expectNoCalls();
  });

  it.each(['""', '', 'é', 'x'.repeat(256), `"${'x'.repeat(256)}"`])('is refused with the key %j', async (key) => {
    const { status, errors } = await problem(api, start(good, { 'idempotency-key': key }));
    expect(status).toBe(400);
    expect(errors?.[0]?.pointer).toBe('/headers/Idempotency-Key');
    expectNoCalls();
  });

  it('for an account that is not configured is a 404', async () => {
    for (const account of ['shop-9', 'default-']) {
      expect((await problem(api, start({ ...good, account }))).code).toBe('not_found');
    }
    expectNoCalls();
  });
});

describe('RETURN_URL_ORIGINS', () => {
  it('names the only shops a payer may be sent to', async () => {
    const strict = await openApi({ client: counting.client, env: { RETURN_URL_ORIGINS: 'https://shop.example' } });
    const refused = ['https://evil.example/', 'https://shop.example.evil.example/', 'https://shop.example:8443/', 'http://127.0.0.1/'];
    for (const returnUrl of refused) {
      const { errors } = await problem(strict, start({ ...good, payer: { returnUrl } }));
      expect(errors?.map(({ pointer }) => pointer)).toEqual(['/payer/returnUrl']);
    }
    expectNoCalls();
    expect((await problem(strict, start({ ...good, payer: { returnUrl: 'https://shop.example/o/1?x=1' } }))).status).toBe(503);
    await strict.close();
  });
});

describe('a query that is not right', () => {
  it.each([
    ['/query/wait', '/v1/cancellations/x?wait=abc'],
    ['/query/wait', '/v1/cancellations/x?wait=26'],
    ['/query/wait', '/v1/cancellations/x?wait=-1'],
    ['/query/wait', '/v1/cancellations/x?wait=1&wait=2'],
    ['/query/limit', '/v1/cancellations?limit=0'],
    ['/query/limit', '/v1/cancellations?limit=101'],
    ['/query/status', '/v1/cancellations?status=open'],
    ['/query/status', '/v1/cancellations?status=cancelled&status=requested'],
    ['/query/orderRef', `/v1/cancellations?orderRef=${encodeURIComponent(`' OR 1=1`)}`],
    ['/query/account', '/v1/cancellations?account=Shop'],
    ['/query/provider', '/v1/cancellations?provider=acme'],
    ['/query/paymentId', '/v1/cancellations?provider=powens&paymentId=abc'],
    ['/query/paymentID', '/v1/cancellations?paymentID=1'],
  ])('names %s in %s', async (pointer, url) => {
    const { status, errors } = await problem(api, { method: 'GET', url });
    expect(status).toBe(400);
    expect(errors?.map((error) => error.pointer)).toContain(pointer);
    expectNoCalls();
  });

  it('with a cursor of ours to nowhere is a problem of its own', async () => {
    expect(await problem(api, { method: 'GET', url: '/v1/cancellations?cursor=AAAA' })).toMatchObject({
      status: 400,
      code: 'invalid_cursor',
    });
  });
});

describe('a path that is not right', () => {
  it.each([
    ['PUT', '/v1/cancellations', 'GET, HEAD, POST'],
    ['DELETE', '/v1/cancellations/x', 'GET, HEAD'],
    ['GET', '/v1/cancellations/x/stop', 'POST'],
    ['POST', '/v1/providers', 'GET, HEAD'],
    ['GET', '/webhooks/powens/default', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
  ] as const)('%s %s is a 405 that says what is allowed', async (method, url, allow) => {
    const { status, headers } = await problem(api, { method, url });
    expect(status).toBe(405);
    expect(headers['allow']).toBe(allow);
    expectNoCalls();
  });

  it.each(['/', '/v1', '/v2/cancellations', '/v1/cancellations/', '/webhooks/acme/default', '/v1/%zz'])(
    '%s is no page',
    async (url) => {
      const method = url.startsWith('/webhooks') ? 'POST' : 'GET';
      expect([400, 404]).toContain((await problem(api, { method, url })).status);
      expectNoCalls();
    },
  );

  it.each(['x', '..%2f..', '%00', 'a'.repeat(600), 'Y2FuY2Vs'])('the id %s is nobody’s', async (id) => {
    for (const [method, tail] of [['GET', ''], ['POST', '/stop'], ['POST', '/recheck'], ['POST', '/payer-link']] as const) {
      expect((await problem(api, { method, url: `/v1/cancellations/${id}${tail}` })).status).toBe(404);
    }
    expectNoCalls();
  });
});

describe('a command that is not right', () => {
  const url = '/v1/cancellations/x/resolve';
  it.each<[string, unknown]>([
    ['/kind', { reason: 'why' }],
    ['/kind', { kind: 'cancelled', reason: 'why' }],
    ['/reason', { kind: 'refused' }],
    ['/reason', { kind: 'refused', reason: '' }],
    ['/reason', { kind: 'refused', reason: 'x'.repeat(256) }],
    ['/actor', { kind: 'refused', reason: 'why', actor: 'me' }],
  ])('names %s', async (pointer, body) => {
    const { status, errors } = await problem(api, { ...start(body), url });
    expect(status).toBe(400);
    expect(errors?.map((error) => error.pointer)).toEqual([pointer]);
    expectNoCalls();
  });

  it('with a body where none belongs says so', async () => {
    for (const command of ['recheck', 'payer-link']) {
      const { errors } = await problem(api, { ...start({ foo: 1 }), url: `/v1/cancellations/x/${command}` });
      expect(errors?.[0]?.pointer).toBe('/foo');
    }
  });
});

describe('an API with tokens', () => {
  it.each<[string, Record<string, string>]>([
    ['no token', {}],
    ['an unknown token', { authorization: 'Bearer nope' }],
    ['another scheme', { authorization: 'Basic b3JkZXJzLXRva2Vu' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['a token with a prefix', { authorization: 'Bearer xorders-token' }],
  ])('answers 401 to %s', async (_what, headers) => {
    const requests: InjectOptions[] = [start(good), { url: '/v1/cancellations' }, { url: '/v1/providers' }];
    for (const request of requests) {
      const answer = await problem(guarded, { ...request, headers: { ...request.headers, ...headers } });
      expect([answer.status, answer.code]).toEqual([401, 'unauthorized']);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
    }
    expectNoCalls();
  });

  it.each([
    ['reader-token', 'POST', '/v1/cancellations'],
    ['reader-token', 'POST', '/v1/cancellations/x/stop'],
    ['reader-token', 'POST', '/v1/cancellations/x/payer-link'],
    ['reader-token', 'POST', '/v1/cancellations/x/recheck'],
    ['orders-token', 'POST', '/v1/cancellations/x/resolve'],
  ] as const)('answers 403 to %s for %s %s', async (token, method, url) => {
    const answer = await problem(guarded, { method, url, headers: bearer(token) });
    expect([answer.status, answer.code]).toEqual([403, 'insufficient_scope']);
    expectNoCalls();
  });

  it('lets a token through to what it may do', async () => {
    const allowed = [
      { ...start(good), headers: { 'content-type': 'application/json', ...bearer('orders-token') } },
      { method: 'GET', url: '/v1/cancellations', headers: bearer('reader-token') },
    ] as const;
    for (const request of allowed) expect((await problem(guarded, request)).status).toBe(503);
  });

  it('hides other accounts from start, list and providers', async () => {
    const headers = { 'content-type': 'application/json', ...bearer('other-token') };
    expect((await problem(guarded, { ...start(good), headers })).code).toBe('not_found');
    const list = await guarded.app.inject({ method: 'GET', url: '/v1/cancellations?account=default', headers });
    expect(list.json()).toEqual({ items: [], nextCursor: null });
    const listed = await guarded.app.inject({ method: 'GET', url: '/v1/providers', headers });
    expect(listed.json()).toEqual({ items: [] });
    expectNoCalls();
  });

  it('names no token in its log', () => {
    expect(guarded.log()).not.toMatch(/orders-token|reader-token|other-token/);
  });
});

describe('an API without tokens', () => {
  it.each([
    ['another host', { host: 'pay.shop.example' }],
    ['a host that looks local', { host: '127.0.0.1.evil.example' }],
    ['a page from elsewhere', { ...LOCAL, origin: 'https://evil.example' }],
    ['a sandboxed page', { ...LOCAL, origin: 'null' }],
  ])('answers 403 to %s', async (_what, headers) => {
    const answer = await problem(api, { ...start(good), headers: { 'content-type': 'application/json', ...headers } });
    expect([answer.status, answer.code]).toEqual([403, 'host_not_allowed']);
    expectNoCalls();
  });

  it.each(['127.0.0.1:3000', 'localhost', '[::1]:3000'])('answers to %s', async (host) => {
    expect((await problem(api, { method: 'GET', url: '/v1/cancellations', headers: { host } })).status).toBe(503);
  });
});

describe('while Temporal is away', () => {
  it('every call that needs it is a 503 that says when to come back', async () => {
    const { id } = { id: 'Y1234567890' };
    for (const request of [start(good), { method: 'GET', url: '/v1/cancellations' }] as const) {
      const answer = await problem(api, request);
      expect([answer.status, answer.code]).toEqual([503, 'temporal_unavailable']);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(id).toBeDefined();
  });

  it('readiness says so and liveness does not', async () => {
    const away = await openApi({ client: counting.client, reachable: false });
    expect((await away.app.inject('/readyz')).statusCode).toBe(503);
    expect((await away.app.inject('/healthz')).statusCode).toBe(200);
    await away.close();
    const unprepared = await openApi({ client: counting.client, prepared: false });
    expect((await unprepared.app.inject('/readyz')).json()).toEqual({ status: 'not_ready', waitsFor: 'namespace' });
    await unprepared.close();
    expect((await api.app.inject('/readyz')).json()).toEqual({ status: 'ready' });
  });
});

describe('GET /v1/providers', () => {
  it('says what each account can do, and that it has not changed', async () => {
    const answer = await api.app.inject({ method: 'GET', url: '/v1/providers', headers: LOCAL });
    expect(answer.json()).toMatchObject({
      items: [{ provider: 'powens', account: 'default', capabilities: { payerValidation: true } }],
    });
    const headers = { ...LOCAL, 'if-none-match': String(answer.headers.etag) };
    expect((await api.app.inject({ method: 'GET', url: '/v1/providers', headers })).statusCode).toBe(304);
  });
});

describe('every answer', () => {
  it('carries the headers that keep it private', async () => {
    for (const url of ['/healthz', '/v1/cancellations', '/r/x', '/callbacks/powens', '/nowhere']) {
      const { headers } = await guarded.app.inject({ method: 'GET', url, headers: bearer('ops-token') });
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'strict-transport-security': expect.any(String),
      });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it('names the request, by the caller’s own id where it is a sensible one', async () => {
    const named = await api.app.inject({ url: '/healthz', headers: { 'x-request-id': 'abc-1' } });
    expect(named.headers['x-request-id']).toBe('abc-1');
    const injected = await api.app.inject({ url: '/healthz', headers: { 'x-request-id': 'a b"c' } });
    expect(injected.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});
