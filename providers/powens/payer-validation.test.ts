import { describe, expect, it } from 'vitest';
import type { LinkRequest, PayerRoute } from '../../contracts/provider.js';
import { startTimeBudget } from '../../platform/time-budget.js';
import { json, type Scripted, scriptedHttp } from '../../test/providers/scripted-http.js';
import { createPowensClient } from './client.js';
import { createPayerValidation } from './payer-validation.js';

const credentials = {
  baseUrl: 'https://acme.biapi.pro/2.0',
  clientId: '1',
  clientSecret: 's',
  webviewUrl: 'https://acme.biapi.pro/2.0/auth/webview/payment',
  ratePerMinute: null,
};

function request(route: PayerRoute = { kind: 'webview' }): LinkRequest {
  return {
    payment: { provider: 'powens', account: 'default', paymentId: '9007199254740993' },
    route,
    payerReturn: { url: 'https://pay.shop.example/callbacks/powens', state: 'state-token' },
    locale: null,
    budget: startTimeBudget({ totalMs: 20_000, signal: new AbortController().signal }),
  };
}

function portAnswering(answer: Scripted): { port: ReturnType<typeof createPayerValidation>; http: ReturnType<typeof scriptedHttp> } {
  const http = scriptedHttp(({ url }) => (url.endsWith('/auth/token') ? json(200, { token: 't' }) : answer));
  return { http, port: createPayerValidation(credentials, createPowensClient(credentials, http)) };
}

const scoped = (text: string): Scripted => ({ status: 200, text });

describe("the payer's link", () => {
  it('leads to the webview with a token for this payment alone', async () => {
    const { port, http } = portAnswering(scoped('{"token":"scoped-secret","expires_in":3600,"id_payment":9007199254740993}'));
    const link = await port.issueLink(request());
    expect(new URL(link.url).searchParams.get('code')).toBe('scoped-secret');
    expect(link.expiresInSeconds).toBe(3600);
    expect(http.calls[1]).toMatchObject({ method: 'POST', url: 'https://acme.biapi.pro/2.0/payments/9007199254740993/scopedtoken' });
    expect(JSON.parse(http.calls[1]?.body ?? '')).toEqual({ scope: ['payments:validate'] });
  });

  it.each(['{"token":"t"}', '{"token":"t","expires_in":null}', '{"token":"t","expires_in":0}', '{"token":"t","expires_in":"soon","id_payment":null}'])(
    'lives the documented week where the answer does not say how long (%s)',
    async (text) => {
      expect((await portAnswering(scoped(text)).port.issueLink(request())).expiresInSeconds).toBe(604_800);
    },
  );

  it.each(['9007199254740992', '"9007199254740992"', '1'])('is never made from a token for another payment (%s)', async (id) => {
    const { port } = portAnswering(scoped(`{"token":"scoped-secret","id_payment":${id}}`));
    const fault = await port.issueLink(request()).then(() => null, (error: unknown) => error);
    expect(fault).toMatchObject({ code: 'powens.foreign_token', retryable: true });
    expect(String(fault)).not.toContain('scoped-secret');
  });

  it('at the bank is the address the payment came with, and costs no call', async () => {
    const { port, http } = portAnswering(json(500, {}));
    const url = 'https://bank.example/validate?request=1';
    expect(await port.issueLink(request({ kind: 'bank', url }))).toMatchObject({ url });
    expect(http.calls).toEqual([]);
  });

  it.each([
    [401, 'unauthorized', 'powens.forbidden', false],
    [403, 'forbidden', 'powens.forbidden', false],
    [400, 'config', 'powens.forbidden', false],
    [400, 'invalidValue', 'powens.link_refused', true],
    [404, 'notFound', 'powens.link_refused', true],
    [429, 'tooMany', 'powens.rate_limited', true],
    [503, 'bug', 'powens.unavailable', true],
    [200, 'bug', 'powens.unreadable', true],
  ] as const)('that Powens does not give (%i %s) is the fault %s', async (status, errorCode, code, retryable) => {
    const { port } = portAnswering(json(status, { code: errorCode, description: 'secret text' }));
    const fault = await port.issueLink(request()).then(() => null, (error: unknown) => error);
    expect(fault).toMatchObject({ code, retryable, httpStatus: status });
    expect(String(fault)).not.toContain('secret text');
  });
});
