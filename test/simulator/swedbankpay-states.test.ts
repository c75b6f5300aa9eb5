import { describe, expect, it } from 'vitest';
import { openSimulator, send } from './support.js';
import { ABORT_REQUEST, cancelRequest, merchantOf, operationsOf, orderOf, relsOf } from './swedbankpay-support.js';

describe('what a read shows (facts 4.1)', () => {
  it.each([
    ['initialized', 'Initialized', ['abort', 'abort-paymentattempt', 'update-order', 'redirect-checkout', 'view-checkout'], {}],
    ['authorised', 'Paid', ['cancel', 'capture', 'redirect-checkout', 'view-checkout'], { remainingCaptureAmount: 1500, remainingCancellationAmount: 1500 }],
    ['partlyCaptured', 'Paid', ['cancel', 'capture', 'reversal'], { remainingCaptureAmount: 1000, remainingCancellationAmount: 1000, remainingReversalAmount: 500 }],
    ['captured', 'Paid', ['reversal'], { remainingReversalAmount: 1500 }],
    ['sold', 'Paid', ['reversal'], { remainingReversalAmount: 1500 }],
    ['remainderCancelled', 'Paid', ['reversal'], { remainingReversalAmount: 500 }],
    ['cancelled', 'Cancelled', [], {}],
    ['aborted', 'Aborted', ['redirect-checkout', 'view-checkout'], {}],
    ['failed', 'Failed', [], {}],
    ['reversed', 'Reversed', [], {}],
    ['expired', 'Paid', ['redirect-checkout', 'view-checkout'], {}],
    ['beingCancelled', 'Paid', [], { remainingCaptureAmount: 1500, remainingCancellationAmount: 1500 }],
  ])('%s: %s', async (start, status, rels, remaining) => {
    const merchant = merchantOf(await openSimulator());
    const { json } = await merchant.read(await merchant.place({ start }));
    const { remainingCaptureAmount, remainingCancellationAmount, remainingReversalAmount, ...order } = orderOf(json);
    expect(order).toMatchObject({ status, operation: 'Purchase', amount: 1500, currency: 'SEK' });
    expect(JSON.parse(JSON.stringify({ remainingCaptureAmount, remainingCancellationAmount, remainingReversalAmount }))).toEqual(remaining);
    expect(relsOf(json)).toEqual(rels);
  });

  it('2.0 has a state for display, its own rels, and the transactions in the current payment', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ start: 'cancelled' });
    const { json, headers } = await merchant.read(order, { version: '2.0', expand: 'currentpayment' });
    expect(orderOf(json)).toMatchObject({
      state: 'Ready',
      currentPayment: { payment: { transactions: { transactionList: [{ type: 'Authorization' }, { type: 'Cancellation', state: 'Completed', vatAmount: 0 }] } } },
    });
    expect(orderOf(json)).not.toHaveProperty('status');
    expect(relsOf(json)).toEqual(['paid-paymentorder']);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8; version=2.0');
  });

  it.each([
    [null, 'state'],
    ['2.0', 'state'],
    ['3.0', 'status'],
    ['3.1', 'status'],
  ])('version %s has a %s', async (version, field) => {
    const merchant = merchantOf(await openSimulator());
    expect(orderOf((await merchant.read(await merchant.place(), { version })).json)).toHaveProperty(field);
  });

  it('expands what is asked for and links the rest', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ start: 'remainderCancelled' });
    const { json } = await merchant.read(order, { expand: 'paid,financialtransactions' });
    expect(orderOf(json)).toMatchObject({
      paid: { id: `${order.path}/paid`, transactionType: 'Authorization' },
      financialTransactions: { financialTransactionsList: [{ type: 'Authorization' }, { type: 'Capture', amount: 500 }, { type: 'Cancellation', amount: 1000 }] },
      cancelled: { id: `${order.path}/cancelled` },
    });
    const plain = orderOf((await merchant.read(order)).json);
    expect(plain['paid']).toEqual({ id: `${order.path}/paid` });
  });

  it('gives each sub-resource at its own address', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ start: 'cancelled' });
    const at = async (name: string): Promise<unknown> => (await merchant.read({ ...order, url: `${order.url}/${name}` })).json;
    expect(await at('cancelled')).toMatchObject({ cancelled: { cancelReason: 'Cancellation', transactionType: 'Authorization' } });
    expect(await at('currentpayment')).toMatchObject({ paymentorder: order.path, payment: { instrument: 'CreditCard' } });
    expect(await at('nonsense')).toMatchObject({ type: expect.stringContaining('notfound') });
  });
});

describe('cancelling', () => {
  it('answers 3.1 with the order, Cancelled and without operations', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place();
    const reply = await merchant.operate(order, 'cancel');
    expect(reply.status).toBe(200);
    expect(orderOf(reply.json)).toMatchObject({ id: order.path, status: 'Cancelled' });
    expect(relsOf(reply.json)).toEqual([]);
    expect(await merchant.effectiveCancellations(order)).toBe(1);
  });

  it.each([
    ['2.0', 'create-paymentorder-cancel'],
    ['3.0', 'cancel'],
  ])('answers %s with the transaction', async (version, rel) => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ start: 'partlyCaptured' });
    const reply = await merchant.operate(order, rel, { version, body: cancelRequest('Reference17') });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      payment: expect.stringMatching(/^\/psp\/creditcard\/payments\//),
      cancellation: {
        transaction: { type: 'Cancellation', state: 'Completed', amount: 1000, vatAmount: 0, payeeReference: 'Reference17', description: 'Test Cancellation', isOperational: false, operations: [] },
      },
    });
  });

  it('leaves an order Paid of which a part was captured', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ start: 'partlyCaptured' });
    const reply = await merchant.operate(order, 'cancel');
    expect(orderOf(reply.json)).toMatchObject({ status: 'Paid', remainingReversalAmount: 500 });
    expect(orderOf(reply.json)).not.toHaveProperty('remainingCancellationAmount');
  });

  it('is done once: the address no longer works, and the ledger knows of one', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ knobs: { contradiction: 'cancelOnCancelled' } });
    await merchant.operate(order, 'cancel');
    const again = await merchant.operate(order, 'cancel');
    expect(again.json).toMatchObject({ type: expect.stringMatching(/\/forbidden$/), status: 403 });
    expect(await merchant.effectiveCancellations(order)).toBe(1);
  });

  it("answers 201 with a Location on the instrument's level", async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ knobs: { instrumentOperations: 'instead' } });
    const reply = await merchant.operate(order, 'create-cancellation', { version: '2.0' });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toMatch(/^http:\/\/.*\/cancellations\//);
    expect(await merchant.effectiveCancellations(order)).toBe(1);
  });
});

describe('aborting', () => {
  it('answers with the whole order, Aborted', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ start: 'initialized' });
    const reply = await merchant.operate(order, 'abort');
    expect(orderOf(reply.json)).toMatchObject({ status: 'Aborted' });
    expect(await merchant.effectiveCancellations(order)).toBe(1);
  });

  it('of the attempt alone leaves the order Initialized', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ start: 'initialized' });
    const body = { paymentorder: { operation: 'PaymentAttemptAborted', abortReason: 'AbortedByUI' } };
    const reply = await merchant.operate(order, 'abort-paymentattempt', { body });
    expect(orderOf(reply.json)).toMatchObject({ status: 'Initialized' });
  });

  it('is not offered, and refused with 409, while the payer is in an app', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ start: 'initialized' });
    const { json } = await merchant.read(order);
    const abort = operationsOf(json).find(({ rel }) => rel === 'abort');
    await merchant.act(order, 'enterApp');
    expect(relsOf((await merchant.read(order)).json)).not.toContain('abort');
    const reply = await send('PATCH', abort?.href ?? '', { token: 'simulator-access-token', body: ABORT_REQUEST });
    expect(reply).toMatchObject({ status: 409, json: { type: expect.stringContaining('operationnotallowed') } });
  });
});
