import { describe, expect, it } from 'vitest';
import type { NotificationVerdict } from '../../contracts/provider.js';
import { BASE, ORDER } from '../../test/support/swedbankpay.js';
import { payeeReferencePort } from './payee-reference.js';
import { paymentIdPort } from './payment-id.js';
import { configuration } from './settings.js';
import { notificationPort } from './webhook.js';

describe('the payment id', () => {
  const canonical = (given: string | number, origins: readonly string[] = [BASE]): unknown => paymentIdPort.canonical(given, origins);
  const accepted = { ok: true, paymentId: ORDER };

  it('is the path of the payment order', () => expect(canonical(ORDER)).toEqual(accepted));

  it.each([
    [`${BASE}${ORDER}`],
    [`${BASE.toUpperCase()}${ORDER}`],
    [`${BASE}:443${ORDER}`],
    [`${BASE}/psp/other/..${ORDER.slice(4)}`],
  ])('%s on an allowed origin is reduced to it', (given) => expect(canonical(given)).toEqual(accepted));

  it('a URL under a base URL that has a path is reduced to it', () =>
    expect(canonical(`http://127.0.0.1:4010/swedbankpay${ORDER}`, ['http://127.0.0.1:4010/swedbankpay'])).toEqual(accepted));

  it.each([
    [`${ORDER}?x=1`, 'leave it out'],
    [`${ORDER}#x`, 'leave it out'],
    [`${ORDER}/`, 'leave it out'],
    [`${BASE}${ORDER}?$expand=paid`, 'leave it out'],
    [`${BASE}${ORDER}/`, 'not that of a payment order'],
    [`${BASE}${ORDER}/paid`, 'not that of a payment order'],
    [`https://user@${BASE.slice(8)}${ORDER}`, 'login'],
    [`https://evil.example${ORDER}`, 'origin'],
    [`${BASE.replace('https', 'http')}${ORDER}`, 'origin'],
    ['https://', 'URL'],
    [ORDER.slice(1), 'not the path'],
    ['/psp/creditcard/payments/1', 'not the path'],
    [`/psp/paymentorders/${'a'.repeat(65)}`, 'not the path'],
    ['/psp/paymentorders/a b', 'not the path'],
    ['/psp/paymentorders/..', 'not the path'],
    ['', 'not the path'],
    [12345, 'not by a number'],
  ])('%s is refused with the remedy', (given, problem) => {
    expect(canonical(given)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
    expect(canonical(given)).toMatchObject({ problem: expect.stringContaining('/psp/paymentorders/') });
  });

  it('accepts the origins the account was given', () => {
    const values = { baseUrl: `${BASE}/`, allowedOrigins: 'https://api.payex.com, https://api.swedbankpay.com' };
    expect(paymentIdPort.origins(values)).toEqual([BASE, 'https://api.payex.com', 'https://api.swedbankpay.com']);
  });
});

describe('the payee reference at the API', () => {
  const problem = (given: string | null, payeeReference?: string): string | null =>
    payeeReferencePort.problem(given, payeeReference === undefined ? {} : { payeeReference });

  it.each([[null], ['A'], ['abcXYZ123'], ['A'.repeat(30)]])('alphanumeric: %j will do', (given) => expect(problem(given)).toBeNull());
  it.each([['A'.repeat(31)], ['order-17'], ['order 17'], ['ÅÄÖ'], ['A\n'], ['']])('alphanumeric: %j will not', (given) =>
    expect(problem(given, 'alphanumeric')).toContain('1 to 30'));
  it.each([['1'], ['000000000001'], ['123456789012']])('digits: %j will do', (given) => expect(problem(given, 'digits')).toBeNull());
  it.each([[null], [''], ['1234567890123'], ['12345678901A'], ['-1'], ['１２']])('digits: %j will not', (given) =>
    expect(problem(given, 'digits')).toContain('1 to 12 digits'));
});

describe('the settings', () => {
  const problemOf = (key: string, value: string, insecureLoopbackAllowed = false): string | null => {
    const setting = configuration.settings.find((candidate) => candidate.key === key);
    if (setting === undefined) throw new Error(`no setting ${key}`);
    return setting.problem(value, { insecureLoopbackAllowed });
  };

  it('are the five of the design, with the token kept from the API', () => {
    expect(configuration.settings.map(({ key, variable, secret, required, readBy }) => [key, variable, secret, required, readBy])).toEqual([
      ['baseUrl', 'SWEDBANKPAY_BASE_URL', false, true, 'both'],
      ['token', 'SWEDBANKPAY_TOKEN', true, true, 'worker'],
      ['payeeReference', 'SWEDBANKPAY_PAYEE_REFERENCE', false, false, 'both'],
      ['callbackSecret', 'SWEDBANKPAY_CALLBACK_SECRET', true, false, 'api'],
      ['allowedOrigins', 'SWEDBANKPAY_ALLOWED_ORIGINS', false, false, 'both'],
    ]);
  });

  it.each([
    ['baseUrl', 'https://api.payex.com'],
    ['baseUrl', 'https://api.payex.com/'],
    ['token', 'eyJ0.abc-_'],
    ['payeeReference', 'digits'],
    ['callbackSecret', 'kq3v9c7x1m5n8b2z'],
    ['allowedOrigins', 'https://api.payex.com, https://api.swedbankpay.com'],
  ])('%s may be %s', (key, value) => expect(problemOf(key, value)).toBeNull());

  it('the base URL and origins may be http on loopback in development only', () => {
    for (const url of ['http://127.0.0.1:4010', 'http://localhost:4010', 'http://[::1]:4010']) {
      expect(problemOf('baseUrl', `${url}/swedbankpay`, true)).toBeNull();
      expect(problemOf('allowedOrigins', url, true)).toBeNull();
      expect(problemOf('baseUrl', url)).toContain('https');
    }
    expect(problemOf('baseUrl', 'http://api.payex.com', true)).toContain('https');
  });

  it.each([
    ['baseUrl', 'api.payex.com'],
    ['baseUrl', 'ftp://api.payex.com'],
    ['baseUrl', 'https://user:pass@api.payex.com'],
    ['baseUrl', 'https://api.payex.com?x=1'],
    ['token', 'two words'],
    ['token', 'line\nbreak'],
    ['payeeReference', 'hex'],
    ['callbackSecret', 'with/slash/in/it/1'],
    ['callbackSecret', 'short'],
    ['allowedOrigins', 'https://api.payex.com/psp'],
    ['allowedOrigins', 'http://api.payex.com'],
    ['allowedOrigins', 'api.payex.com'],
  ])('%s may not be %s', (key, value) => expect(problemOf(key, value)).toBeTypeOf('string'));

  it('say nothing of a secret that is wrong', () => expect(problemOf('token', 'my secret')).not.toContain('my secret'));

  it('become credentials that always allow the base URL', () => {
    expect(configuration.credentials({ baseUrl: `${BASE}/`, token: 't', allowedOrigins: 'https://api.payex.com/' })).toEqual({
      baseUrl: BASE,
      token: 't',
      payeeReferenceProfile: 'alphanumeric',
      allowedOrigins: [BASE, 'https://api.payex.com'],
    });
  });
});

describe('a callback', () => {
  const verdict = (body: unknown, { secret = 'kq3v9c7x', pathSecret = 'kq3v9c7x' as string | null } = {}): NotificationVerdict =>
    notificationPort.verify({
      publicPath: '/webhooks/swedbankpay/default/kq3v9c7x',
      headers: {},
      rawBody: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      secret,
      pathSecret,
    });
  const named = { kind: 'authentic', paymentId: ORDER };

  it.each([
    ['3.1', { orderReference: 'A-17', paymentOrder: { id: ORDER, instrument: 'CreditCard', number: 71100732065 } }],
    [
      '2.0 and 3.0',
      {
        paymentOrder: { id: ORDER, instrument: 'paymentorders' },
        payment: { id: '/psp/creditcard/payments/1', number: 1 },
        transaction: { id: '/psp/creditcard/payments/1/cancellations/2', number: 2 },
      },
    ],
    ['lower-case keys', { paymentorder: { id: ORDER } }],
    ['an id alone', { paymentOrder: ORDER }],
    ['a full URL', { paymentOrder: { id: `${BASE}${ORDER}` } }],
  ])('of shape %s names the order', (_shape, body) => expect(verdict(body)).toEqual(named));

  it.each([
    ['no order', { payment: { id: '/psp/creditcard/payments/1' } }],
    ['another resource', { paymentOrder: { id: '/psp/creditcard/payments/1' } }],
    ['a path that goes up', { paymentOrder: { id: `${ORDER}/../..` } }],
    ['an order that is a list', { paymentOrder: [] }],
    ['no JSON', 'paymentOrder=x'],
    ['nothing', ''],
  ])('that is authentic but names %s is a hint about nothing', (_case, body) =>
    expect(verdict(body)).toEqual({ kind: 'authentic', paymentId: null }));

  it.each([
    ['another secret', { pathSecret: 'kq3v9c7y' }],
    ['a longer secret', { pathSecret: 'kq3v9c7xx' }],
    ['an empty secret', { pathSecret: '' }],
    ['no secret', { pathSecret: null }],
    ['none configured', { secret: '', pathSecret: '' }],
  ])('with %s is forged', (_case, secrets) => expect(verdict({ paymentOrder: { id: ORDER } }, secrets)).toEqual({ kind: 'forged' }));
});
