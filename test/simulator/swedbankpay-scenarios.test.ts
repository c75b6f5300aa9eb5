import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../../simulator/swedbankpay/scenarios.js';
import { openSimulator, openSimulatorOn, send } from './support.js';
import { cancelRequest, isJson, merchantOf, operationsOf, orderOf, relsOf, TOKEN } from './swedbankpay-support.js';

describe('the scenarios', () => {
  it('are every row of the facts, each under a name of its own', () => {
    expect(new Set(SCENARIOS.map(({ number }) => number))).toEqual(new Set(Array.from({ length: 42 }, (_none, index) => index + 1)));
    expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
  });

  it('can all be placed, and are listed by the admin API', async () => {
    const simulator = await openSimulator();
    const merchant = merchantOf(simulator);
    for (const { name } of SCENARIOS) expect((await merchant.view(await merchant.place({ scenario: name })))['scenario']).toBe(name);
    const { json } = await send('GET', `${simulator.url}/admin/swedbankpay/scenarios`);
    expect(json['scenarios']).toHaveLength(SCENARIOS.length);
  });
});

describe('races', () => {
  it.each([
    ['abort-races-authorisation', 'abort', 409, 'Paid', { remainingCancellationAmount: 1500 }],
    ['abort-races-sale', 'abort', 409, 'Paid', { remainingReversalAmount: 1500 }],
    ['cancel-races-capture', 'cancel', 403, 'Paid', { remainingReversalAmount: 1500 }],
    ['cancelled-by-another', 'cancel', 403, 'Cancelled', {}],
  ])('%s: %s refused with %i, then %s', async (scenario, rel, refused, status, remaining) => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ scenario });
    expect((await merchant.operate(order, rel)).status).toBe(refused);
    expect(orderOf((await merchant.read(order)).json)).toMatchObject({ status, ...remaining });
  });

  it('of two requests at the same time one wins', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place();
    const cancel = operationsOf((await merchant.read(order)).json).find(({ rel }) => rel === 'cancel');
    const attempts = await Promise.all([1, 2, 3].map(() => send('POST', cancel?.href ?? '', { token: TOKEN, body: cancelRequest() })));
    expect(attempts.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
    expect(await merchant.effectiveCancellations(order)).toBe(1);
  });
});

describe('time', () => {
  it.each([
    ['payer-in-app', 'Initialized', 'abort'],
    ['payer-in-app-authorises', 'Paid', 'cancel'],
    ['payer-in-app-buys', 'Paid', 'reversal'],
  ])('%s: no abort, then %s with %s', async (scenario, status, rel) => {
    const simulator = await openSimulator();
    const merchant = merchantOf(simulator);
    const order = await merchant.place({ scenario });
    expect(relsOf((await merchant.read(order)).json)).not.toContain('abort');
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 5_000 } });
    const { json } = await merchant.read(order);
    expect(orderOf(json)).toMatchObject({ status });
    expect(relsOf(json)).toContain(rel);
  });

  it.each([
    ['initialized-then-completed', 'Initialized', 'Cancelled', 1],
    ['awaiting-then-completed', 'AwaitingActivity', 'Cancelled', 1],
    ['awaiting-then-failed', 'AwaitingActivity', 'Paid', 0],
  ])('%s: %s, no operations, then %s', async (scenario, state, status, effective) => {
    const simulator = await openSimulator();
    const merchant = merchantOf(simulator);
    const order = await merchant.place({ scenario });
    const rel = scenario.startsWith('awaiting-then-completed') ? 'cancel' : 'create-paymentorder-cancel';
    const reply = await merchant.operate(order, rel);
    expect(reply.json).toMatchObject({ cancellation: { transaction: { state } } });
    expect(await merchant.effectiveCancellations(order)).toBe(0);
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 5_000 } });
    expect(await merchant.view(order)).toMatchObject({ status });
    expect(await merchant.effectiveCancellations(order)).toBe(effective);
  });

  it('accepted with 202, then cancelled, also after a restart', async () => {
    const simulator = await openSimulator();
    const merchant = merchantOf(simulator);
    const order = await merchant.place({ scenario: 'accepted-then-cancelled' });
    expect((await merchant.operate(order, 'cancel')).status).toBe(202);
    expect(relsOf((await merchant.read(order)).json)).toEqual([]);
    const next = await openSimulatorOn(simulator.ledgerFile);
    await send('POST', `${next.url}/admin/clock`, { body: { advanceMs: 5_000 } });
    const moved = { ...order, url: order.url.replace(simulator.url, next.url) };
    expect(orderOf((await merchantOf(next).read(moved)).json)).toMatchObject({ status: 'Cancelled' });
  });

  it('stale reads: the operation is listed after the cancellation, so many times', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ scenario: 'stale-reads' });
    expect((await merchant.operate(order, 'cancel')).status).toBe(502);
    const seen = [];
    for (let count = 0; count < 3; count += 1) seen.push(orderOf((await merchant.read(order)).json)['status']);
    expect(seen).toEqual(['Paid', 'Paid', 'Cancelled']);
  });

  it('hidden operations show again after so many reads', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ scenario: 'operations-hidden' });
    const seen = [];
    for (let count = 0; count < 3; count += 1) seen.push(relsOf((await merchant.read(order)).json).includes('cancel'));
    expect(seen).toEqual([false, false, true]);
  });

  it('an abort takes effect later, or never', async () => {
    const simulator = await openSimulator();
    const merchant = merchantOf(simulator);
    const [later, never] = [await merchant.place({ scenario: 'abort-later' }), await merchant.place({ scenario: 'abort-without-effect' })];
    for (const order of [later, never]) expect(orderOf((await merchant.operate(order, 'abort')).json)).toMatchObject({ status: 'Initialized' });
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 5_000 } });
    expect(await merchant.view(later)).toMatchObject({ status: 'Aborted' });
    expect(await merchant.view(never)).toMatchObject({ status: 'Initialized' });
  });
});

describe('problems', () => {
  it.each([
    ['problem-under-200', 200, 403, 'application/problem+json'],
    ['problem-status-mismatch', 400, 403, 'application/problem+json'],
    ['problem-as-json', 403, 403, 'application/json'],
  ])('%s: HTTP %i, %i in the body, %s', async (scenario, httpStatus, status, contentType) => {
    const merchant = merchantOf(await openSimulator());
    const reply = await merchant.operate(await merchant.place({ scenario }), 'cancel');
    expect(reply.status).toBe(httpStatus);
    expect(reply.json).toMatchObject({ status, sessionId: expect.any(String), type: expect.stringMatching(/^https:\/\/api\.payex\.com\/psp\/errordetail\//) });
    expect(reply.headers.get('content-type')).toBe(contentType);
  });

  it.each([
    ['unauthorised', 401],
    ['not-found', 404],
    ['500-read-twice', 500],
  ])('%s: reads answer %i', async (scenario, status) => {
    const merchant = merchantOf(await openSimulator());
    expect((await merchant.read(await merchant.place({ scenario }))).status).toBe(status);
  });

  it('a declined transaction is Failed with its problem, and listed among the failed attempts', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ scenario: 'transaction-failed' });
    const reply = await merchant.operate(order, 'create-paymentorder-cancel');
    expect(reply.json).toMatchObject({ cancellation: { transaction: { state: 'Failed', problem: { type: expect.stringContaining('acquirererror') } } } });
    const { json } = await merchant.read({ ...order, url: `${order.url}/postpurchasefailedattempts` });
    expect(json).toMatchObject({ postPurchaseFailedAttempts: { postpurchaseFailedAttemptList: [{ type: 'Cancellation', status: 'Failed' }] } });
  });
});

describe('shapes', () => {
  it.each([
    ['lower-case-keys', 'paymentorder'],
    ['pascal-case-keys', 'PaymentOrder'],
    ['authorised', 'paymentOrder'],
  ])('%s: %s', async (scenario, key) => {
    const merchant = merchantOf(await openSimulator());
    expect((await merchant.read(await merchant.place({ scenario }))).json).toHaveProperty(key);
  });

  it('remaining amounts of 0 are written or left out', async () => {
    const merchant = merchantOf(await openSimulator());
    const written = orderOf((await merchant.read(await merchant.place({ start: 'captured', knobs: { remainingZero: 'zero' } }))).json);
    expect(written).toMatchObject({ remainingCaptureAmount: 0, remainingCancellationAmount: 0, remainingReversalAmount: 1500 });
  });

  it('numbers go beyond 2^31 and amounts up to 2^53 - 1', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ scenario: 'large-amount' });
    const { text, json } = await merchant.read(order, { expand: 'financialtransactions' });
    expect(text).toContain('"remainingCancellationAmount":9007199254740991');
    const list = orderOf(json)['financialTransactions'];
    const [first] = isJson(list) && Array.isArray(list['financialTransactionsList']) ? list['financialTransactionsList'] : [];
    expect(isJson(first) ? Number(first['number']) : 0).toBeGreaterThan(2 ** 31);
  });

  it.each([
    ['href-second-brand', /^https:\/\/api\.externalintegration\.swedbankpay\.com\/psp\/paymentorders\//],
    ['href-other-host', /^https:\/\/hostile\.example\//],
    ['href-plain-http', /^http:\/\/hostile\.example\//],
    ['href-userinfo', /^http:\/\/user:pass@127/],
    ['href-dot-segments', /\/\.\.\/another/],
    ['href-relative', /^\/psp\/paymentorders\//],
    ['href-with-query', /\?source=operations$/],
  ])('%s: the address is %s', async (scenario, href) => {
    const merchant = merchantOf(await openSimulator());
    const { json } = await merchant.read(await merchant.place({ scenario }));
    expect(operationsOf(json).find(({ rel }) => rel === 'cancel')?.href).toMatch(href);
  });

  it('contradicts itself on demand', async () => {
    const merchant = merchantOf(await openSimulator());
    const rels = async (scenario: string): Promise<readonly string[]> => relsOf((await merchant.read(await merchant.place({ scenario }))).json);
    expect(await rels('contradiction-initialized')).toEqual(expect.arrayContaining(['capture', 'reversal']));
    expect(await rels('contradiction-cancelled')).toEqual(['cancel']);
    expect(await rels('contradiction-paid')).toEqual(['abort']);
  });

  it('unknown state and wrong id are played on an answer', async () => {
    const simulator = await openSimulator();
    const merchant = merchantOf(simulator);
    const order = await merchant.place();
    const fault = (kind: string): Promise<unknown> => send('POST', `${simulator.url}/admin/faults`, { body: { provider: 'swedbankpay', call: 'read', payment: order.path, kind } });
    await fault('unknown-state');
    expect(orderOf((await merchant.read(order)).json)).toMatchObject({ id: order.path, status: 'Hibernating' });
    await fault('wrong-id');
    expect(orderOf((await merchant.read(order)).json)['id']).not.toBe(order.path);
  });
});

describe('faults', () => {
  it('a lost answer is committed, and the ledger knows that nobody heard it', async () => {
    const simulator = await openSimulator();
    const merchant = merchantOf(simulator);
    const order = await merchant.place({ scenario: 'reset-after' });
    await expect(merchant.operate(order, 'cancel')).rejects.toThrow();
    expect(await merchant.view(order)).toMatchObject({ status: 'Cancelled' });
    const { json } = await send('GET', `${simulator.url}/admin/ledger?payment=${encodeURIComponent(order.path)}&call=cancel`);
    expect(json['calls']).toMatchObject([{ committed: true, answered: false, fault: 'lost-answer-reset' }]);
  });

  it('a late commit takes effect when the clock gets there', async () => {
    const simulator = await openSimulator();
    const merchant = merchantOf(simulator);
    const order = await merchant.place({ scenario: 'late-commit' });
    expect((await merchant.operate(order, 'cancel')).status).toBe(504);
    expect(await merchant.effectiveCancellations(order)).toBe(0);
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 5_000 } });
    expect(await merchant.view(order)).toMatchObject({ status: 'Cancelled' });
  });
});
