import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProviderSetting, RegisteredProvider } from '../../contracts/provider.js';
import { findToken } from '../../platform/named-tokens.js';
import { readApiSettings, readClientSettings, readWorkerSettings, SettingsError } from '../../platform/settings.js';

const KEYS = `k1:${Buffer.alloc(32, 1).toString('base64')}`;

function setting(given: Partial<ProviderSetting> & Pick<ProviderSetting, 'key' | 'variable'>): ProviderSetting {
  return {
    secret: false,
    required: true,
    readBy: 'both',
    problem: (value, { insecureLoopbackAllowed }) =>
      value.startsWith('http:') && !insecureLoopbackAllowed ? 'must be https' : null,
    ...given,
  };
}

const acme: RegisteredProvider = {
  id: 'acme',
  displayName: 'Acme Pay',
  capabilities: { payerValidation: false, abort: false, remainderRelease: false, notifications: true },
  configuration: {
    enabledBy: 'baseUrl',
    settings: [
      setting({ key: 'baseUrl', variable: 'ACME_BASE_URL' }),
      setting({ key: 'token', variable: 'ACME_TOKEN', secret: true, readBy: 'worker' }),
      setting({ key: 'webhookSecret', variable: 'ACME_WEBHOOK_SECRET', secret: true, readBy: 'api', required: false }),
      setting({ key: 'allowedOrigins', variable: 'ACME_ALLOWED_ORIGINS', required: false }),
    ],
  },
  paymentId: { expected: 'any', nobodys: '0', canonical: (given) => ({ ok: true, paymentId: String(given) }), origins: () => [] },
  payeeReference: null,
  notifications: null,
  connect: () => {
    throw new Error('not here');
  },
};

/** No profile of the machine the tests run on. */
const base = { SECRET_KEYS: KEYS, TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml' };
const local = { ...base, APP_ENV: 'development' };
const enabled = { ...local, ACME_BASE_URL: 'https://acme.example', ACME_TOKEN: 't' };
const production = {
  ...base,
  APP_ENV: 'production',
  PUBLIC_URL: 'https://pay.shop.example',
  API_TOKENS: 'orders:0123456789abcdef:*:*',
};

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

function fileWith(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'countermand-settings-')), 'content');
  writeFileSync(path, content);
  return path;
}

const worker = (env: NodeJS.ProcessEnv): ReturnType<typeof readWorkerSettings> => readWorkerSettings(env, [acme]);
const api = (env: NodeJS.ProcessEnv): ReturnType<typeof readApiSettings> => readApiSettings(env, [acme]);

describe('the settings of a process', () => {
  it('have the documented defaults', () => {
    expect(worker(base)).toMatchObject({
      appEnv: 'development',
      logLevel: 'info',
      publicUrl: 'http://127.0.0.1:3000',
      workerPort: 9464,
      runbookUrl: null,
      timing: {
        payerDeadlineSeconds: 604_800,
        maxRounds: 5,
        recheckScheduleMs: [2_000, 10_000, 30_000],
        pollScheduleMs: [60_000, 300_000, 900_000, 3_600_000],
        providerWaitSeconds: 86_400,
        unresolvedAfterSeconds: 2_592_000,
      },
    });
    expect(api(base)).toMatchObject({ apiHost: '127.0.0.1', apiPort: 3000, tokens: null, returnUrlOrigins: null });
  });

  it.each([
    ['https://runbooks.example', 'https://runbooks.example'],
    ['https://wiki.example/countermand/', 'https://wiki.example/countermand'],
  ])('take RUNBOOK_URL=%s as the place that pages are named behind', (given, place) => {
    expect(worker({ ...base, RUNBOOK_URL: given }).runbookUrl).toBe(place);
  });

  it('name every bad variable at once, each with its remedy', () => {
    const env = {
      ...local,
      LOG_LEVEL: 'loud',
      API_PORT: '70000',
      WORKER_PORT: 'x',
      PAYER_DEADLINE: 'soon',
      MAX_PAYER_ROUNDS: '21',
      RECHECK_SCHEDULE: '2s,never',
      PUBLIC_URL: 'ftp://x',
      ACME_BASE_URL: 'https://acme.example',
      RUNBOOK_URL: 'nowhere',
    };
    const problems = problemsOf(() => worker(env));
    const names = ['LOG_LEVEL', 'API_PORT', 'WORKER_PORT', 'PAYER_DEADLINE', 'MAX_PAYER_ROUNDS', 'RECHECK_SCHEDULE'];
    for (const name of [...names, 'PUBLIC_URL', 'ACME_TOKEN', 'RUNBOOK_URL']) {
      expect(problems.filter((problem) => problem.startsWith(name))).toHaveLength(1);
    }
    expect(problems).toHaveLength(9);
    expect(() => worker(env)).toThrow(/LOG_LEVEL[\s\S]*RUNBOOK_URL|RUNBOOK_URL[\s\S]*LOG_LEVEL/);
  });

  it('take durations in every documented spelling', () => {
    const { timing } = worker({ ...local, PAYER_DEADLINE: 'P2D', RECHECK_SCHEDULE: '50ms, 0.5s,PT1M' });
    expect(timing).toMatchObject({ payerDeadlineSeconds: 172_800, recheckScheduleMs: [50, 500, 60_000] });
  });

  it('drop the trailing slash of the public address and keep its path', () => {
    expect(worker({ ...local, PUBLIC_URL: 'https://shop.example/pay/' }).publicUrl).toBe('https://shop.example/pay');
    expect(worker({ ...local, API_HOST: '::1', API_PORT: '3001' }).publicUrl).toBe('http://[::1]:3001');
  });
});

describe('APP_ENV', () => {
  it.each([
    ['API_HOST', { API_HOST: '0.0.0.0', API_TOKENS: 'a:b:*:*' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://pay.shop.example' }],
    ['TEMPORAL_ADDRESS', { TEMPORAL_ADDRESS: 'temporal.internal:7233' }],
  ])('must be said when %s leaves this machine', (name, env) => {
    for (const read of [worker, api]) {
      const problems = problemsOf(() => read({ ...base, ...env }));
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(new RegExp(`^APP_ENV is missing.*${name}`));
      expect(problemsOf(() => read({ ...local, ...env }))).toEqual([]);
    }
  });

  it.each(['localhost:7233', '127.0.0.1:7233', '[::1]:7233'])('may be left out with Temporal on %s', (address) => {
    expect(worker({ ...base, TEMPORAL_ADDRESS: address }).appEnv).toBe('development');
  });

  it('is one of two words', () => {
    expect(problemsOf(() => worker({ ...base, APP_ENV: 'prod' }))[0]).toMatch(/^APP_ENV is "prod"/);
  });
});

describe('in production', () => {
  it('a complete configuration starts', () => {
    expect(api(production).appEnv).toBe('production');
    expect(worker(production).appEnv).toBe('production');
  });

  it.each([{ TEMPORAL_API_KEY: 'key' }, { TEMPORAL_TLS: 'true' }])('Temporal elsewhere is fine with %j', (env) => {
    expect(problemsOf(() => worker({ ...production, TEMPORAL_ADDRESS: 'temporal.internal:7233', ...env }))).toEqual([]);
  });

  it('no return address is allowed unless one is named', () => {
    expect(api(production).returnUrlOrigins).toEqual([]);
    expect(api({ ...production, RETURN_URL_ORIGINS: 'https://shop.example' }).returnUrlOrigins).toEqual([
      'https://shop.example',
    ]);
  });
});

describe('a secret', () => {
  it('may come from a file', () => {
    const settings = worker({ ...local, SECRET_KEYS: '', SECRET_KEYS_FILE: fileWith(`${KEYS}\n`) });
    expect(settings.keyRing.signing.id).toBe('k1');
    const { accounts } = worker({ ...enabled, ACME_TOKEN: '', ACME_TOKEN_FILE: fileWith('from-file\n') });
    expect(accounts.values('acme', 'default')).toMatchObject({ token: 'from-file' });
  });

  it('is a problem in both places, or in a file that is not there or empty', () => {
    const both = { ...enabled, ACME_TOKEN_FILE: fileWith('x') };
    expect(problemsOf(() => worker(both))[0]).toMatch(/^ACME_TOKEN and ACME_TOKEN_FILE/);
    for (const path of ['/nonexistent/secret', fileWith('\n')]) {
      expect(problemsOf(() => worker({ ...local, SECRET_KEYS: '', SECRET_KEYS_FILE: path }))[0]).toMatch(
        /^SECRET_KEYS_FILE/,
      );
    }
  });

  it('never stands in a problem', () => {
    const env = {
      ...local,
      SECRET_KEYS: 'canary',
      API_TOKENS: 'canary,a:canary!:*:*,b:ok:canary:*,c:canary:*:*,d:canary:*:*',
      API_HOST: '127.0.0.1',
    };
    expect(problemsOf(() => api(env)).length).toBeGreaterThan(3);
    expect(problemsOf(() => api(env)).join()).not.toContain('canary');
  });
});

describe('an account', () => {
  it('is enabled by its base URL, and then everything it requires must be there', () => {
    expect(worker(local).accounts.entries()).toEqual([]);
    expect(worker({ ...local, ACME_TOKEN: 't' }).accounts.has('acme', 'default')).toBe(false);
    expect(worker(enabled).accounts.entries()).toEqual([{ provider: 'acme', account: 'default' }]);
    expect(problemsOf(() => worker({ ...enabled, ACME_TOKEN: '' }))[0]).toMatch(/^ACME_TOKEN is missing/);
  });

  it('shows each process only what it may read', () => {
    const env = { ...enabled, ACME_WEBHOOK_SECRET: 's' };
    expect(worker(env).accounts.values('acme', 'default')).toEqual({ baseUrl: 'https://acme.example', token: 't' });
    expect(api(env).accounts.values('acme', 'default')).toEqual({ baseUrl: 'https://acme.example', webhookSecret: 's' });
    expect(api({ ...env, ACME_TOKEN: '', ACME_TOKEN_FILE: '/not/mine' }).accounts.has('acme', 'default')).toBe(true);
  });

  it('may stand in ACCOUNTS_FILE, its secrets in files beside it', () => {
    const secret = fileWith('beside');
    const path = fileWith(
      JSON.stringify({
        'shop-2': { acme: { baseUrl: 'https://two.example', tokenFile: secret, allowedOrigins: ['https://a', 'https://b'] } },
      }),
    );
    const { accounts } = worker({ ...enabled, ACCOUNTS_FILE: path });
    expect(accounts.entries()).toHaveLength(2);
    expect(accounts.values('acme', 'shop-2')).toEqual({
      baseUrl: 'https://two.example',
      token: 'beside',
      allowedOrigins: 'https://a,https://b',
    });
    expect(accounts.values('acme', 'shop-3')).toBeNull();
  });

  it.each([
    ['something that is not JSON', '{', /ACCOUNTS_FILE is wrong as a whole/],
    ['a provider nobody knows', '{"shop":{"other":{"baseUrl":"https://x"}}}', /shop\.other is no provider: use acme/],
    ['a bad account name', '{"Shop":{"acme":{"baseUrl":"https://x","token":"t"}}}', /Shop\.acme is no account/],
    ['an unknown setting', '{"shop":{"acme":{"baseUrl":"https://x","token":"t","tokn":"t"}}}', /acme\.tokn is not a/],
    ['a missing setting', '{"shop":{"acme":{"baseUrl":"https://x"}}}', /acme\.token is missing/],
    ['a value of another shape', '{"shop":{"acme":{"baseUrl":{}}}}', /wrong at shop\.acme\.baseUrl/],
    ['a secret twice', '{"shop":{"acme":{"baseUrl":"https://x","token":"t","tokenFile":"t"}}}', /both set/],
    ['an account the environment sets too', '{"default":{"acme":{"baseUrl":"https://x","token":"t"}}}', /keep one/],
  ])('in ACCOUNTS_FILE is a problem with %s', (_what, content, problem) => {
    expect(problemsOf(() => worker({ ...enabled, ACCOUNTS_FILE: fileWith(content) })).join('\n')).toMatch(problem);
  });

  it('of ACCOUNTS_FILE is none of the business of a client', () => {
    const path = fileWith('{ "shop": { "powens": { "baseUrl": "https://x.example" } } }');
    expect(readClientSettings({ ...local, ACCOUNTS_FILE: path }, []).publicUrl).toBe('http://127.0.0.1:3000');
  });

  it('in an ACCOUNTS_FILE that cannot be read is a problem', () => {
    const path = fileWith('{}');
    chmodSync(path, 0o000);
    const unreadable = process.getuid?.() === 0 ? '/nonexistent/accounts.json' : path;
    expect(problemsOf(() => worker({ ...local, ACCOUNTS_FILE: unreadable }))[0]).toMatch(/^ACCOUNTS_FILE names/);
  });
});

describe('limits of calls', () => {
  it('hold for an API with tokens, and for an open one only where they are set', () => {
    expect(api({ ...local, API_TOKENS: 'ops:two:*:*' }).rates).toEqual({ perToken: 6_000, perAccount: 6_000 });
    expect(api(local).rates).toEqual({ perToken: null, perAccount: null });
    expect(api({ ...local, API_RATE_PER_MINUTE: '7' }).rates).toEqual({ perToken: 7, perAccount: null });
  });

  it('can be lifted, and are numbers otherwise', () => {
    const tokens = { ...local, API_TOKENS: 'ops:two:*:*' };
    expect(api({ ...tokens, API_RATE_PER_MINUTE: 'off', ACCOUNT_RATE_PER_MINUTE: '9' }).rates).toEqual({ perToken: null, perAccount: 9 });
    expect(problemsOf(() => api({ ...tokens, API_RATE_PER_MINUTE: '0', ACCOUNT_RATE_PER_MINUTE: 'many' }))).toEqual([
      'API_RATE_PER_MINUTE is "0": use a whole number from 1 to 1000000, or off',
      'ACCOUNT_RATE_PER_MINUTE is "many": use a whole number from 1 to 1000000, or off',
    ]);
  });
});

describe('API_TOKENS', () => {
  it('grant scopes and accounts to whoever presents them', () => {
    const { tokens } = api({ ...local, API_TOKENS: 'orders:one:cancel+read:shop-1+shop-2, ops:two:*:*' });
    const orders = findToken(tokens ?? [], 'one');
    expect(orders).toMatchObject({ name: 'orders', scopes: new Set(['cancel', 'read']) });
    expect(orders?.accounts).toEqual(new Set(['shop-1', 'shop-2']));
    expect(findToken(tokens ?? [], 'two')).toMatchObject({ name: 'ops', accounts: 'all' });
    for (const stranger of ['', 'on', 'one ', 'three', 'orders']) expect(findToken(tokens ?? [], stranger)).toBeNull();
  });

  it.each(['a:b:*', 'a:b:*:*:x', 'a b:c:*:*', 'a:b c:*:*', 'a:b:admin:*', 'a:b::*', 'a:b:*:', 'a:b:*:Shop', 'a:b:c+:*'])(
    'do not take "%s"',
    (entry) => {
      expect(problemsOf(() => api({ ...local, API_TOKENS: entry }))[0]).toMatch(/^API_TOKENS entry 1/);
    },
  );

  it('do not take the same name or the same token twice', () => {
    expect(problemsOf(() => api({ ...local, API_TOKENS: 'a:b:*:*,a:c:*:*' }))[0]).toMatch(/same name/);
    expect(problemsOf(() => api({ ...local, API_TOKENS: 'a:b:*:*,c:b:*:*' }))[0]).toMatch(/token twice/);
  });

  it('are needed as soon as the API listens beyond this machine', () => {
    expect(problemsOf(() => api({ ...local, API_HOST: '0.0.0.0' }))[0]).toMatch(/^API_TOKENS is missing/);
  });
});

describe('RETURN_URL_ORIGINS', () => {
  it.each(['shop.example', 'https://shop.example/path', 'http://shop.example', '*'])('do not take "%s"', (origin) => {
    expect(problemsOf(() => api({ ...local, RETURN_URL_ORIGINS: origin }))[0]).toMatch(/^RETURN_URL_ORIGINS/);
  });

  it('may name this machine over http in development only', () => {
    const env = { RETURN_URL_ORIGINS: 'http://127.0.0.1:4010' };
    expect(api({ ...local, ...env }).returnUrlOrigins).toEqual(['http://127.0.0.1:4010']);
    expect(problemsOf(() => api({ ...production, ...env }))[0]).toMatch(/^RETURN_URL_ORIGINS/);
  });
});
