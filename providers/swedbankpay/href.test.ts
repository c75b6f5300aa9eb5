import { describe, expect, it } from 'vitest';
import { authorised, BASE, cancelledOrder, idle, ORDER, order2, Run, type Scripted } from '../../test/support/swedbankpay.js';

const withCancelAt = (href: unknown, method: unknown = 'POST'): Scripted => ({ json: { ...authorised, operations: [{ rel: 'cancel', method, href }] } });

describe('an href is not followed', () => {
  it.each([
    ['another host', `https://evil.example${ORDER}/cancellations`],
    ['a host that begins like ours', `${BASE}.evil.example${ORDER}/cancellations`],
    ['a host that ends like ours', `https://evil-${BASE.slice(8)}${ORDER}/cancellations`],
    ['another port', `${BASE}:8443${ORDER}/cancellations`],
    ['plain http', `${BASE.replace('https', 'http')}${ORDER}/cancellations`],
    ['a login', `https://user:pass@${BASE.slice(8)}${ORDER}/cancellations`],
    ['our host as a login', `${BASE}@evil.example${ORDER}/cancellations`],
    ['a backslash', `${BASE}\\@evil.example${ORDER}/cancellations`],
    ['another order', `${BASE}/psp/paymentorders/another/cancellations`],
    ['an order whose id begins alike', `${BASE}${ORDER}0/cancellations`],
    ['another resource', `${BASE}/psp/creditcard/payments/7e6cdfc3/cancellations`],
    ['dot segments', `${BASE}${ORDER}/../another/cancellations`],
    ['encoded dot segments', `${BASE}${ORDER}/%2e%2e/another/cancellations`],
    ['an encoded slash', `${BASE}${ORDER}/..%2fanother`],
    ['an empty segment', `${BASE}${ORDER}//cancellations`],
    ['a fragment', `${BASE}${ORDER}/cancellations#x`],
    ['white space', `${BASE}${ORDER}/cancel lations`],
    ['a line break', `${BASE}${ORDER}/cancellations\r\nx: y`],
    ['a scheme of another kind', `javascript:alert(1)`],
    ['a file', `file://${ORDER}`],
    ['no scheme', `//evil.example${ORDER}/cancellations`],
    ['a relative path', `${ORDER}/cancellations`],
    ['nothing', ''],
    ['no text', 17],
    ['no href', undefined],
  ])('with %s', async (_case, href) => {
    const run = new Run([withCancelAt(href)]);
    const { answer, send } = await run.ask();
    expect(answer).toEqual({ kind: 'indeterminate', reason: 'href_not_followed' });
    expect(send).toBeNull();
    expect(run.http.calls).toHaveLength(1);
    expect(run.facts.sends.begun).toBe(0);
  });

  it.each([['GET'], ['PATCH'], ['DELETE'], [null]])('with the method %s', async (method) => {
    const run = new Run([withCancelAt(`${BASE}${ORDER}/cancellations`, method)]);
    expect((await run.ask()).answer).toMatchObject({ reason: 'href_not_followed' });
    expect(run.http.sends).toHaveLength(0);
  });

  it('for an abort that is to be POSTed', async () => {
    const run = new Run([{ json: { ...idle, operations: [{ rel: 'abort', method: 'POST', href: `${BASE}${ORDER}` }] } }]);
    expect((await run.ask()).answer).toMatchObject({ reason: 'href_not_followed' });
  });

  it('when the same rel stands twice and one of them is foreign', async () => {
    const operations = [
      { rel: 'cancel', method: 'POST', href: `${BASE}${ORDER}/cancellations` },
      { rel: 'cancel', method: 'POST', href: `https://evil.example${ORDER}/cancellations` },
    ];
    const run = new Run([{ json: { ...authorised, operations } }]);
    expect((await run.ask()).answer).toMatchObject({ reason: 'href_not_followed' });
  });
});

describe('an href is followed', () => {
  it.each([
    ['under the order', `${BASE}${ORDER}/cancellations`],
    ['deeper under the order', `${BASE}${ORDER}/payments/1/cancellations`],
    ['with a query', `${BASE}${ORDER}/cancellations?a=b&c`],
  ])('%s', async (_case, href) => {
    const run = new Run([withCancelAt(href), { json: cancelledOrder }]);
    expect((await run.ask()).answer.kind).toBe('cancelled');
    expect(run.http.sends.map(({ url }) => url)).toEqual([href]);
  });

  it('on the second brand of the same API where it is allowed', async () => {
    const other = 'https://api.externalintegration.swedbankpay.com';
    const run = new Run([withCancelAt(`${other}${ORDER}/cancellations`), { json: cancelledOrder }], { allowedOrigins: [BASE, other] });
    expect((await run.ask()).answer.kind).toBe('cancelled');
  });

  it('with a lower-case method and no content type', async () => {
    const run = new Run([withCancelAt(`${BASE}${ORDER}/cancellations`, 'post'), { json: cancelledOrder }]);
    expect((await run.ask()).answer.kind).toBe('cancelled');
  });

  it.each([['/swedbankpay'], ['']])('by http and under the path %j where the base URL is', async (path) => {
    const base = 'http://127.0.0.1:4010';
    const run = new Run([withCancelAt(`${base}${path}${ORDER}/cancellations`), { json: cancelledOrder }], {
      baseUrl: `${base}/swedbankpay`,
      allowedOrigins: [base],
    });
    expect((await run.ask()).answer.kind).toBe('cancelled');
    expect(run.http.calls[0]?.url).toBe(`${base}/swedbankpay${ORDER}?$expand=paid,financialtransactions`);
  });
});

describe('operations are chosen by exact rel', () => {
  const at = (rel: string, method = 'POST', path = '/cancellations'): object => ({ rel, method, href: `${BASE}${ORDER}${path}` });

  it.each([['cancel'], ['create-paymentorder-cancel'], ['create-paymentorder-cancellation'], ['create-cancellation'], ['create-cancel']])(
    '%s cancels',
    async (rel) => {
      const run = new Run([{ json: { ...authorised, operations: [at(rel)] } }, { json: cancelledOrder }]);
      expect((await run.ask()).answer.kind).toBe('cancelled');
    },
  );

  it.each([['Cancel'], ['cancellation'], ['cancelled-paymentorder'], ['create-cancel-x'], ['xcancel']])('%s does not', async (rel) => {
    const run = new Run([{ json: { ...authorised, operations: [at(rel)] } }]);
    expect((await run.ask()).answer).toMatchObject({ overdueReason: 'operation_not_offered' });
  });

  it("the order's own before the instrument's, wherever they stand in the list", async () => {
    const operations = [at('create-cancellation', 'POST', '/instrument'), at('unknown-rel'), at('create-paymentorder-cancel', 'POST', '/order')];
    const run = new Run([{ json: { ...order2({ remaining: [1500, 1500, null] }), operations } }, { json: cancelledOrder }]);
    await run.ask();
    expect(run.http.sends[0]?.url).toBe(`${BASE}${ORDER}/order`);
  });

  it("an abort on the instrument's level is sent in its own words", async () => {
    const operations = [at('update-payment-abort', 'PATCH', '')];
    const run = new Run([{ json: { ...order2({}), operations } }, { json: order2({ state: 'Aborted' }) }]);
    await run.ask();
    expect(JSON.parse(run.http.sends[0]?.body ?? '')).toEqual({ payment: { operation: 'Abort', abortReason: 'CancelledByCustomer' } });
  });
});
