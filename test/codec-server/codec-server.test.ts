import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { readPayloads, writePayloads } from '../../codec-server/payloads.js';
import { createCodecServer } from '../../codec-server/server.js';
import { type CodecServerSettings, readCodecServerSettings } from '../../platform/codec-server-settings.js';
import { createLogger } from '../../platform/logging.js';
import { createPayloadCodec } from '../../platform/payload-codec.js';
import { seal, unseal } from '../../platform/seal.js';
import { keyRingOf } from '../platform/key-ring.js';

const KEYS = keyRingOf('k1');
const UI = 'http://127.0.0.1:8233';
const READER = 'reader-token-0123456789';
const WRITER = 'writer-token-0123456789';
const TOKENS = `ana:${READER},ben:${WRITER}:decode+encode`;

let app: FastifyInstance | null = null;
let written: string[] = [];
afterEach(async () => {
  await app?.close();
});

function server(more: Partial<CodecServerSettings> = {}, tokens = TOKENS): FastifyInstance {
  written = [];
  const settings = readCodecServerSettings({ APP_ENV: 'development', SECRET_KEYS: `x:${Buffer.alloc(32, 1).toString('base64')}`, CODEC_TOKENS: tokens });
  const logger = createLogger({ name: 'codec-server', level: 'debug', destination: { write: (line) => void written.push(line) } });
  app = createCodecServer({ ...settings, keyRing: KEYS, ...more }, logger);
  return app;
}

function payloadOf(value: unknown): Payload {
  const payload = defaultPayloadConverter.toPayload(value);
  if (payload === undefined) throw new Error('no payload');
  return payload;
}

async function encrypted(values: readonly unknown[], keys = KEYS): Promise<string> {
  return writePayloads(await createPayloadCodec(keys).encode(values.map(payloadOf)));
}

async function post(path: string, body: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await (app ?? server()).inject({
    method: 'POST', url: path, payload: body,
    headers: { 'content-type': 'application/json', 'x-namespace': 'default', host: '127.0.0.1:8888', ...headers },
  });
  return { ...answer, status: answer.statusCode, values: () => (readPayloads(answer.json()) ?? []).map((payload) => defaultPayloadConverter.fromPayload(payload)) };
}

const as = (token: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${token}` });

describe('the codec server', () => {
  it('decodes for whoever has a token, what is not encrypted included, and logs who it was', async () => {
    server();
    const { payloads } = JSON.parse(await encrypted([{ description: 'canary-1' }])) as { payloads: unknown[] };
    const body = JSON.stringify({ payloads: [...payloads, JSON.parse(writePayloads([payloadOf('plain')])).payloads[0]] });
    const answer = await post('/decode', body, as(READER));
    expect([answer.status, answer.values()]).toEqual([200, [{ description: 'canary-1' }, 'plain']]);
    expect(written.map((line) => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({ msg: 'decode', caller: 'ana', namespace: 'default', payloads: 2 }),
    );
    expect(written.join('')).not.toMatch(new RegExp(`canary|${READER}`));
  });

  it('leaves sealed what is sealed besides', async () => {
    server();
    const link = seal('https://bank.example/?code=canary-2', 'a-run', KEYS);
    const answer = await post('/decode', await encrypted([{ sealed: link }]), as(READER));
    expect(answer.payload).not.toContain('canary-2');
    expect(answer.values()).toEqual([{ sealed: link }]);
    expect(unseal(link, 'a-run', KEYS)).toContain('canary-2');
  });

  it('passes what it has no key for as it came, decodes the rest, and logs the key', async () => {
    server();
    const strange = JSON.parse(await encrypted(['hidden'], keyRingOf('k9'))) as { payloads: unknown[] };
    const own = JSON.parse(await encrypted(['own'])) as { payloads: unknown[] };
    const answer = await post('/decode', JSON.stringify({ payloads: [...strange.payloads, ...own.payloads] }), as(READER));
    const { payloads } = JSON.parse(answer.payload) as { payloads: unknown[] };
    expect(payloads[0]).toEqual(strange.payloads[0]);
    expect(readPayloads({ payloads: [payloads[1]] })?.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual(['own']);
    expect(written.join('')).toContain('SECRET_KEYS lacks k9');
  });

  it('encodes only for a token that may', async () => {
    server();
    const plain = writePayloads([payloadOf({ actor: 'ana' })]);
    expect((await post('/encode', plain, as(READER))).status).toBe(403);
    const answer = await post('/encode', plain, as(WRITER));
    expect(answer.payload).not.toContain(Buffer.from('"actor"').toString('base64').slice(0, 6));
    expect((await post('/decode', answer.payload, as(WRITER))).values()).toEqual([{ actor: 'ana' }]);
  });

  it.each([
    ['no token', {}],
    ['another token', as('reader-token-012345678')],
    ['a token without its scheme', { authorization: READER }],
    ['a forged session', { cookie: 'countermand_codec=YW5h.9999999999.AAAA', origin: UI }],
  ])('answers 401 to %s, and shows nothing', async (_what, headers) => {
    server();
    const answer = await post('/decode', await encrypted(['canary-3']), headers);
    expect(answer.status).toBe(401);
    expect(answer.payload).not.toContain('canary');
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it.each([
    ['something that is not JSON', '{', 400],
    ['payloads of another form', '{"payloads":[{"metadata":{"encoding":"json/plain"}}]}', 400],
    ['more than a history page', `{"payloads":["${'x'.repeat(9 * 1024 * 1024)}"]}`, 413],
  ])('refuses %s', async (_what, body, status) => {
    server();
    expect((await post('/decode', body, as(READER))).status).toBe(status);
  });

  it('refuses a body that is no JSON by its type', async () => {
    server();
    expect((await post('/decode', '{}', { ...as(READER), 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('a browser', () => {
  it('is let in from the origins of the UI and from no other, credentials included', async () => {
    server();
    const ask = (origin: string) => app?.inject({ method: 'OPTIONS', url: '/decode', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-namespace' } });
    const allowed = await ask(UI);
    expect(allowed?.headers).toMatchObject({ 'access-control-allow-origin': UI, 'access-control-allow-credentials': 'true', vary: 'origin' });
    expect(allowed?.headers['access-control-allow-headers']).toContain('x-namespace');
    expect((await ask('https://evil.example'))?.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('that has shown a token once decodes by its session, from the UI alone and for twelve hours', async () => {
    server();
    const form = { method: 'POST', url: '/', headers: { 'content-type': 'application/x-www-form-urlencoded' } } as const;
    expect((await app?.inject({ ...form, payload: 'token=wrong' }))?.statusCode).toBe(401);
    const signedIn = await app?.inject({ ...form, payload: `token=${READER}` });
    const set = String(signedIn?.headers['set-cookie']);
    expect(set).toMatch(/HttpOnly; SameSite=Strict$/);
    expect(set).not.toContain(READER);
    const cookie = set.split(';')[0] ?? '';
    const body = await encrypted(['canary-4']);
    expect((await post('/decode', body, { cookie, origin: UI })).values()).toEqual(['canary-4']);
    expect((await post('/encode', writePayloads([payloadOf(1)]), { cookie, origin: UI })).status).toBe(403);
    expect((await post('/decode', body, { cookie, origin: 'https://evil.example' })).status).toBe(401);
    expect((await post('/decode', body, { cookie })).status).toBe(401);
    const expired = cookie.replace(/\.\d+\./, '.1000000000.');
    expect((await post('/decode', body, { cookie: expired, origin: UI })).status).toBe(401);
    await app?.close();
    server({}, `ben:${WRITER}`);
    expect((await post('/decode', body, { cookie, origin: UI })).status).toBe(401);
  });

  it('keeps the session of production off plain http', async () => {
    server({ production: true });
    const signedIn = await app?.inject({ method: 'POST', url: '/', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: `token=${READER}` });
    expect(signedIn?.headers['set-cookie']).toMatch(/; Secure$/);
  });
});

describe('without tokens', () => {
  it('this machine decodes, nobody else does, and nobody encodes', async () => {
    server({ tokens: null });
    const body = await encrypted(['mine']);
    expect((await post('/decode', body)).values()).toEqual(['mine']);
    expect((await post('/decode', body, { origin: UI })).values()).toEqual(['mine']);
    expect((await post('/decode', body, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post('/decode', body, { host: 'evil.example' })).status).toBe(403);
    expect((await post('/encode', body)).status).toBe(403);
  });
});
