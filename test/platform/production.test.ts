import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCodecServerSettings } from '../../platform/codec-server-settings.js';
import { readApiSettings, readWorkerSettings, SettingsError } from '../../platform/settings.js';
import { readTemporalSettings } from '../../platform/temporal-settings.js';
import { providers } from '../../providers/registry.js';

type Process = 'worker' | 'api' | 'codec server';
type Env = Readonly<Record<string, string>>;

/** Every process reads its own settings and, where it reaches Temporal, that address. */
const READERS: Readonly<Record<Process, (env: Env) => unknown>> = {
  worker: (env) => [readWorkerSettings(env, providers), readTemporalSettings(env)],
  api: (env) => [readApiSettings(env, providers), readTemporalSettings(env)],
  'codec server': readCodecServerSettings,
};
const ALL: readonly Process[] = ['worker', 'api', 'codec server'];
const SERVERS: readonly Process[] = ['worker', 'api'];

const SECRET = 'a-secret-of-thirty-two-characters';
const KEYS = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
const EVENTS_SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;

/** A whole deployment on a network. */
const COMPLETE: Env = {
  APP_ENV: 'production',
  PUBLIC_URL: 'https://pay.shop.example',
  API_HOST: '0.0.0.0',
  API_TOKENS: `orders:${SECRET}:*:*`,
  CODEC_HOST: '0.0.0.0',
  CODEC_TOKENS: `ana:${SECRET}`,
  CODEC_ORIGINS: 'https://temporal.shop.example',
  SECRET_KEYS: KEYS,
  RETURN_URL_ORIGINS: 'https://shop.example',
  EVENTS_URL: 'https://orders.shop.example/events',
  EVENTS_SECRET,
  POWENS_BASE_URL: 'https://acme.biapi.pro/2.0',
  POWENS_CLIENT_ID: '12345678',
  POWENS_CLIENT_SECRET: SECRET,
  POWENS_WEBHOOK_SECRET: SECRET,
  SWEDBANKPAY_BASE_URL: 'https://api.payex.com',
  SWEDBANKPAY_TOKEN: SECRET,
  SWEDBANKPAY_PAYEE_REFERENCE: 'alphanumeric',
  SWEDBANKPAY_CALLBACK_SECRET: SECRET,
  TEMPORAL_ADDRESS: 'temporal.internal:7233',
  TEMPORAL_API_KEY: SECRET,
  // No profile of the machine the tests run on.
  TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml',
};

function problemsOf(process: Process, env: Env): readonly string[] {
  try {
    READERS[process](env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

function without(name: string): Env {
  return Object.fromEntries(Object.entries(COMPLETE).filter(([given]) => given !== name));
}

describe('in production', () => {
  it.each(ALL)('the %s starts with a whole configuration', (process) => {
    expect(problemsOf(process, COMPLETE)).toEqual([]);
  });

  const refusals: readonly { readonly variable: string; readonly when: string; readonly env: Env; readonly by: readonly Process[] }[] = [
    { variable: 'SECRET_KEYS', when: 'missing', env: without('SECRET_KEYS'), by: ALL },
    { variable: 'SECRET_KEYS', when: 'too short', env: { ...COMPLETE, SECRET_KEYS: 'k1:c2hvcnQ=' }, by: ALL },
    { variable: 'API_TOKENS', when: 'missing', env: without('API_TOKENS'), by: ['api'] },
    { variable: 'API_TOKENS', when: 'easy to guess', env: { ...COMPLETE, API_TOKENS: 'orders:short:*:*' }, by: ['api'] },
    { variable: 'CODEC_TOKENS', when: 'missing', env: without('CODEC_TOKENS'), by: ['codec server'] },
    { variable: 'CODEC_TOKENS', when: 'missing on loopback', env: { ...without('CODEC_TOKENS'), CODEC_HOST: '127.0.0.1' }, by: ['codec server'] },
    { variable: 'CODEC_TOKENS', when: 'easy to guess', env: { ...COMPLETE, CODEC_TOKENS: 'ana:short' }, by: ['codec server'] },
    { variable: 'CODEC_ORIGINS', when: 'not https', env: { ...COMPLETE, CODEC_ORIGINS: 'http://127.0.0.1:8233' }, by: ['codec server'] },
    { variable: 'PUBLIC_URL', when: 'missing', env: without('PUBLIC_URL'), by: SERVERS },
    { variable: 'PUBLIC_URL', when: 'not https', env: { ...COMPLETE, PUBLIC_URL: 'http://pay.shop.example' }, by: SERVERS },
    { variable: 'RETURN_URL_ORIGINS', when: 'not https', env: { ...COMPLETE, RETURN_URL_ORIGINS: 'http://127.0.0.1:4010' }, by: ['api'] },
    { variable: 'EVENTS_URL', when: 'not https', env: { ...COMPLETE, EVENTS_URL: 'http://127.0.0.1:4010/events' }, by: ['worker'] },
    { variable: 'EVENTS_SECRET', when: 'missing', env: without('EVENTS_SECRET'), by: ['worker'] },
    { variable: 'PAYLOAD_ENCRYPTION', when: 'off', env: { ...COMPLETE, PAYLOAD_ENCRYPTION: 'off' }, by: SERVERS },
    { variable: 'TEMPORAL_TLS or TEMPORAL_API_KEY', when: 'missing towards another machine', env: without('TEMPORAL_API_KEY'), by: SERVERS },
    { variable: 'TEMPORAL_TLS', when: 'off under an API key', env: { ...COMPLETE, TEMPORAL_TLS: 'false' }, by: SERVERS },
    { variable: 'POWENS_BASE_URL', when: 'not https', env: { ...COMPLETE, POWENS_BASE_URL: 'http://127.0.0.1:4010/powens/2.0' }, by: SERVERS },
    { variable: 'POWENS_WEBVIEW_URL', when: 'not https', env: { ...COMPLETE, POWENS_WEBVIEW_URL: 'http://127.0.0.1:4010/webview' }, by: ['worker'] },
    { variable: 'POWENS_CLIENT_SECRET', when: 'missing', env: without('POWENS_CLIENT_SECRET'), by: ['worker'] },
    { variable: 'SWEDBANKPAY_BASE_URL', when: 'not https', env: { ...COMPLETE, SWEDBANKPAY_BASE_URL: 'http://127.0.0.1:4010/swedbankpay' }, by: SERVERS },
    { variable: 'SWEDBANKPAY_ALLOWED_ORIGINS', when: 'not https', env: { ...COMPLETE, SWEDBANKPAY_ALLOWED_ORIGINS: 'http://127.0.0.1:4010' }, by: SERVERS },
    { variable: 'SWEDBANKPAY_TOKEN', when: 'missing', env: without('SWEDBANKPAY_TOKEN'), by: ['worker'] },
  ];

  it.each(refusals.flatMap(({ by, ...row }) => ALL.map((process) => ({ ...row, process, refuses: by.includes(process) }))))(
    'with $variable $when: the $process refuses: $refuses',
    ({ variable, env, process, refuses }) => {
      const problems = problemsOf(process, env);
      expect(problems).toHaveLength(refuses ? 1 : 0);
      if (refuses) expect(problems[0]).toMatch(new RegExp(`^${variable}\\b`));
    },
  );

  it('Temporal on this machine needs neither TLS nor a key', () => {
    const env = { ...without('TEMPORAL_API_KEY'), TEMPORAL_ADDRESS: '127.0.0.1:7233' };
    for (const process of SERVERS) expect(problemsOf(process, env)).toEqual([]);
  });
});

describe('outside of production', () => {
  it('nothing leaves this machine unless APP_ENV is said', () => {
    const { APP_ENV: _said, ...rest } = COMPLETE;
    for (const process of ALL) expect(problemsOf(process, rest)[0]).toMatch(/^APP_ENV is missing/);
  });

  it('the codec server needs tokens as soon as it listens beyond this machine', () => {
    const env = { APP_ENV: 'development', SECRET_KEYS: KEYS, CODEC_HOST: '0.0.0.0' };
    expect(problemsOf('codec server', env)).toEqual([expect.stringMatching(/^CODEC_TOKENS is missing/)]);
  });
});

/** Every variable that holds a secret, who reads it, and how to see what was read. */
const SECRETS: readonly { readonly variable: string; readonly value: string; readonly by: Process }[] = [
  { variable: 'SECRET_KEYS', value: KEYS, by: 'worker' },
  { variable: 'SECRET_KEYS', value: KEYS, by: 'api' },
  { variable: 'SECRET_KEYS', value: KEYS, by: 'codec server' },
  { variable: 'API_TOKENS', value: `orders:${SECRET}:*:*`, by: 'api' },
  { variable: 'CODEC_TOKENS', value: `ana:${SECRET}`, by: 'codec server' },
  { variable: 'EVENTS_SECRET', value: EVENTS_SECRET, by: 'worker' },
  { variable: 'POWENS_CLIENT_SECRET', value: SECRET, by: 'worker' },
  { variable: 'POWENS_WEBHOOK_SECRET', value: SECRET, by: 'api' },
  { variable: 'SWEDBANKPAY_TOKEN', value: SECRET, by: 'worker' },
  { variable: 'SWEDBANKPAY_CALLBACK_SECRET', value: SECRET, by: 'api' },
  { variable: 'TEMPORAL_API_KEY', value: SECRET, by: 'worker' },
  { variable: 'TEMPORAL_API_KEY', value: SECRET, by: 'api' },
];

function fileWith(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'countermand-secrets-')), 'secret');
  writeFileSync(path, content);
  return path;
}

/** What was read, with every byte and every account in it. */
function read(process: Process, env: Env): string {
  const settings = READERS[process](env);
  return JSON.stringify(settings, (_key, value: unknown) => {
    if (value instanceof Set) return [...value];
    if (isAccounts(value)) return value.entries().map(({ provider, account }) => [provider, account, value.values(provider, account)]);
    if (isKeys(value)) return value.key('codec').toString('hex');
    return value;
  });
}

function isAccounts(value: unknown): value is { entries(): readonly { provider: string; account: string }[]; values(provider: string, account: string): unknown } {
  return typeof value === 'object' && value !== null && 'has' in value && 'entries' in value && 'values' in value;
}

function isKeys(value: unknown): value is { key(purpose: string): Buffer } {
  return typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'function';
}

describe('a secret', () => {
  describe.each(SECRETS)('$variable of the $by', ({ variable, value, by }) => {
    const fileVariable = `${variable}_FILE`;
    const direct = { ...COMPLETE, [variable]: value };

    it.each([
      ['as it is', value],
      ['with a line end', `${value}\n`],
      ['with a line end of another system', `${value}\r\n`],
    ])('comes from a file, %s', (_how, content) => {
      expect(read(by, { ...without(variable), [fileVariable]: fileWith(content) })).toBe(read(by, direct));
    });

    it.each([
      ['both ways', { ...direct, [fileVariable]: fileWith(value) }, new RegExp(`^${variable} and ${fileVariable} are both set`)],
      ['from a file that is not there', { ...without(variable), [fileVariable]: '/nonexistent/secret' }, new RegExp(`^${fileVariable} names /nonexistent/secret, which cannot be read`)],
      ['from an empty file', { ...without(variable), [fileVariable]: fileWith('\n') }, new RegExp(`^${fileVariable} names .*, which is empty`)],
    ])('does not come %s, and is not said to be missing besides', (_how, env, problem) => {
      const problems = problemsOf(by, env);
      expect(problems).toEqual([expect.stringMatching(problem)]);
      expect(problems.join('\n')).not.toContain(value);
    });
  });

  const fields = providers.flatMap(({ id, configuration }) =>
    configuration.settings.filter(({ secret }) => secret).map(({ key, readBy }) => ({ id, key, by: readBy === 'api' ? ('api' as const) : ('worker' as const) })),
  );

  describe.each(fields)('$id.$key of ACCOUNTS_FILE', ({ id, key, by }) => {
    const account: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      powens: { baseUrl: 'https://two.biapi.pro/2.0', clientId: '2', clientSecret: 'x2', webhookSecret: 'y2' },
      swedbankpay: { baseUrl: 'https://api.payex.com', token: 'x2', payeeReference: 'digits', callbackSecret: 'a-callback-secret-of-thirty-two-c' },
    };
    const envWith = (secret: Env): Env => {
      const section = Object.fromEntries(Object.entries(account[id] ?? {}).filter(([name]) => name !== key));
      return { ...COMPLETE, ACCOUNTS_FILE: fileWith(JSON.stringify({ 'shop-2': { [id]: { ...section, ...secret } } })) };
    };
    const name = `ACCOUNTS_FILE shop-2.${id}.${key}`;

    it.each(['', '\n', '\r\n'])('comes from a file that ends with %j', (end) => {
      expect(read(by, envWith({ [`${key}File`]: fileWith(`${SECRET}${end}`) }))).toBe(read(by, envWith({ [key]: SECRET })));
    });

    it.each([
      ['both ways', { [key]: SECRET, [`${key}File`]: fileWith(SECRET) }, `${name} and ${name}File are both set`],
      ['from a file that is not there', { [`${key}File`]: '/nonexistent/secret' }, `${name}File names /nonexistent/secret, which cannot be read`],
      ['from an empty file', { [`${key}File`]: fileWith(' \n') }, 'which is empty'],
    ])('does not come %s', (_how, secret, problem) => {
      const problems = problemsOf(by, envWith(secret));
      expect(problems.filter((text) => text.includes(problem))).toHaveLength(1);
      expect(problems.join('\n')).not.toContain(SECRET);
    });
  });
});
