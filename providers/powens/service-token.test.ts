import { describe, expect, it } from 'vitest';
import { ProviderFault } from '../../contracts/fault.js';
import type { TimeBudget } from '../../contracts/provider.js';
import { startTimeBudget } from '../../platform/time-budget.js';
import { FAULTS, json, type Scripted, scriptedHttp } from '../../test/providers/scripted-http.js';
import { createPowensClient, type PowensClient } from './client.js';
import { createServiceTokens } from './service-token.js';

const credentials = {
  baseUrl: 'https://acme.biapi.pro/2.0',
  clientId: '1',
  clientSecret: 'client-secret',
  webviewUrl: 'https://acme.biapi.pro/2.0/auth/webview/payment',
  ratePerMinute: null,
};
const unlimited = { turn: async () => undefined };
const budget = (totalMs = 20_000): TimeBudget => startTimeBudget({ totalMs, signal: new AbortController().signal });

/** Answers one after the other; each is held back until the test lets it go. */
function gate(answers: readonly Scripted[]): { readonly script: () => Promise<Scripted>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let index = 0;
  return {
    open,
    script: async () => {
      const answer = answers[Math.min(index, answers.length - 1)];
      index += 1;
      await opened;
      if (answer === undefined) throw new Error('the script is empty');
      return answer;
    },
  };
}

describe('the service token', () => {
  it('is asked for once, however many calls need it at the same time', async () => {
    const { script, open } = gate([json(200, { token: 't1' })]);
    const http = scriptedHttp(script);
    const tokens = createServiceTokens({ credentials, http, rateLimit: unlimited });
    const wanted = Array.from({ length: 20 }, () => tokens.current(budget()));
    open();
    expect(new Set(await Promise.all(wanted))).toEqual(new Set(['t1']));
    expect(http.calls).toHaveLength(1);
  });

  it('is kept for less than 25 minutes', async () => {
    let minutes = 0;
    let count = 0;
    const http = scriptedHttp(() => json(200, { token: `t${(count += 1)}` }));
    const tokens = createServiceTokens({ credentials, http, rateLimit: unlimited, nowMs: () => minutes * 60_000 });
    expect(await tokens.current(budget())).toBe('t1');
    minutes = 23;
    expect(await tokens.current(budget())).toBe('t1');
    minutes = 25;
    expect(await tokens.current(budget())).toBe('t2');
  });

  it('that was refused is renewed once for all who were refused', async () => {
    let count = 0;
    const http = scriptedHttp(() => json(200, { token: `t${(count += 1)}` }));
    const tokens = createServiceTokens({ credentials, http, rateLimit: unlimited });
    const refused = await tokens.current(budget());
    expect(await Promise.all([1, 2, 3].map(() => tokens.renewed(refused, budget())))).toEqual(['t2', 't2', 't2']);
    expect(await tokens.renewed(refused, budget())).toBe('t2');
    expect(http.calls).toHaveLength(2);
  });

  it('that cannot be had fails those who wait for it too, but only after they tried once themselves', async () => {
    const { script, open } = gate([FAULTS.timeout, json(200, { token: 't2' })]);
    const http = scriptedHttp(script);
    const tokens = createServiceTokens({ credentials, http, rateLimit: unlimited });
    const [first, second, third] = [tokens.current(budget()), tokens.current(budget()), tokens.current(budget())];
    open();
    await expect(first).rejects.toMatchObject({ code: 'http.timeout', neverProcessed: true });
    expect(await Promise.all([second, third])).toEqual(['t2', 't2']);
    expect(http.calls).toHaveLength(2);
  });

  it('is awaited no longer than the own time allows', async () => {
    const { script, open } = gate([json(200, { token: 't1' })]);
    const tokens = createServiceTokens({ credentials, http: scriptedHttp(script), rateLimit: unlimited });
    const patient = tokens.current(budget());
    await expect(tokens.current(budget(20))).rejects.toMatchObject({ code: 'http.no_time_left', neverProcessed: true });
    open();
    expect(await patient).toBe('t1');
  });

  it.each([400, 401, 403, 404])('refused with %i means that our credentials are wrong', async (status) => {
    const http = scriptedHttp(() => json(status, { code: 'invalidValue', description: 'client-secret is wrong' }));
    const tokens = createServiceTokens({ credentials, http, rateLimit: unlimited });
    const fault = await tokens.current(budget()).then(() => null, (error: unknown) => error);
    expect(fault).toMatchObject({ code: 'powens.credentials_refused', retryable: false, httpStatus: status, neverProcessed: true });
    expect(String(fault)).not.toContain('client-secret');
    expect(http.calls).toHaveLength(1);
  });

  it.each([
    ['429', json(429, {}, { 'retry-after': '9' })],
    ['503', json(503, {})],
    ['HTML', { status: 200, text: '<html></html>' }],
    ['no token', json(200, { scope: 'x' })],
    ['an empty token', json(200, { token: '' })],
  ])('answered with %s is asked for again later', async (_what, answer) => {
    const tokens = createServiceTokens({ credentials, http: scriptedHttp(() => answer), rateLimit: unlimited });
    const fault = await tokens.current(budget()).then(() => null, (error: unknown) => error);
    expect(fault).toBeInstanceOf(ProviderFault);
    expect(fault).toMatchObject({ retryable: true, neverProcessed: true });
  });
});

describe('a call whose token is refused', () => {
  function clientRefusing(tokensRefused: readonly string[]): { client: PowensClient; calls: () => string[] } {
    let count = 0;
    const http = scriptedHttp(({ url, headers }) => {
      if (url.endsWith('/auth/token')) return json(200, { token: `t${(count += 1)}` });
      const token = headers['authorization']?.replace('Bearer ', '') ?? '';
      return tokensRefused.includes(token) ? json(401, { code: 'unauthorized' }) : json(200, { id: 42 });
    });
    const path = (url: string): string => url.replace(credentials.baseUrl, '');
    return { client: createPowensClient(credentials, http), calls: () => http.calls.map(({ method, url }) => `${method} ${path(url)}`) };
  }

  it('is made again once with a new one', async () => {
    const { client, calls } = clientRefusing(['t1']);
    expect((await client.readPayment('42', budget())).status).toBe(200);
    expect(calls()).toEqual(['POST /auth/token', 'GET /payments/42', 'POST /auth/token', 'GET /payments/42']);
  });

  it('is not made a third time', async () => {
    const { client, calls } = clientRefusing(['t1', 't2', 't3']);
    expect((await client.readPayment('42', budget())).status).toBe(401);
    expect(calls()).toHaveLength(4);
  });
});
