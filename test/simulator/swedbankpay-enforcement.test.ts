import { describe, expect, it } from 'vitest';
import { openSimulator, send } from './support.js';
import { ABORT_REQUEST, cancelRequest, merchantOf, operationsOf, orderOf, relsOf, TOKEN } from './swedbankpay-support.js';

describe('the token', () => {
  it.each([['wrong'], ['']])('%j: 401 without a body, and nothing happens', async (token) => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place();
    const reply = await merchant.read(order, { token });
    expect(reply).toMatchObject({ status: 401, text: '' });
  });

  it("of another merchant: the order is unknown", async () => {
    const simulator = await openSimulator();
    await send('PUT', `${simulator.url}/admin/swedbankpay/merchants/other`, { body: { token: 'other-token' } });
    const merchant = merchantOf(simulator);
    const reply = await merchant.read(await merchant.place(), { token: 'other-token' });
    expect(reply).toMatchObject({ status: 404, json: { type: expect.stringMatching(/\/notfound$/) } });
  });

  it('without the right: the operation is not listed, and forbidden', async () => {
    const simulator = await openSimulator();
    const merchant = merchantOf(simulator);
    const order = await merchant.place();
    const cancel = operationsOf((await merchant.read(order)).json).find(({ rel }) => rel === 'cancel');
    await send('PUT', `${simulator.url}/admin/swedbankpay/merchants/default`, { body: { permissions: ['capture'] } });
    expect(relsOf((await merchant.read(order)).json)).toEqual(['capture', 'redirect-checkout', 'view-checkout']);
    expect((await send('POST', cancel?.href ?? '', { token: TOKEN, body: cancelRequest() })).status).toBe(403);
  });
});

describe('the address of an operation', () => {
  it('cannot be guessed: a built one leads nowhere', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place();
    expect((await send('POST', `${order.url}/cancellations`, { token: TOKEN, body: cancelRequest() })).status).toBe(404);
    expect((await send('POST', `${order.url}/0123/cancellations`, { token: TOKEN, body: cancelRequest() })).status).toBe(404);
    expect((await send('PATCH', order.url, { token: TOKEN, body: ABORT_REQUEST })).status).toBe(404);
    expect(await merchant.effectiveCancellations(order)).toBe(0);
  });

  it('is the documented one by knob', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ knobs: { href: 'documented' } });
    expect((await send('POST', `${order.url}/cancellations`, { token: TOKEN, body: cancelRequest() })).status).toBe(200);
  });
});

describe('the cancel request', () => {
  it.each([
    ['nothing', {}, 'Transaction'],
    ['no wrapper', { description: 'x', payeeReference: 'A1' }, 'Transaction'],
    ['no description', { transaction: { payeeReference: 'A1' } }, 'Transaction.Description'],
    ['an empty description', { transaction: { description: ' ', payeeReference: 'A1' } }, 'Transaction.Description'],
    ['a long description', { transaction: { description: 'x'.repeat(41), payeeReference: 'A1' } }, 'Transaction.Description'],
    ['no reference', { transaction: { description: 'x' } }, 'Transaction.PayeeReference'],
    ['31 characters', { transaction: { description: 'x', payeeReference: 'A'.repeat(31) } }, 'Transaction.PayeeReference'],
    ['a hyphen', { transaction: { description: 'x', payeeReference: 'A-1' } }, 'Transaction.PayeeReference'],
  ])('with %s: inputerror naming the field', async (_case, body, name) => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place();
    const reply = await merchant.operate(order, 'cancel', { body });
    expect(reply).toMatchObject({ status: 400, json: { type: expect.stringMatching(/\/inputerror$/), problems: [{ name }] } });
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(await merchant.effectiveCancellations(order)).toBe(0);
  });

  it.each([['1234567890123'], ['12345678901A']])('of a merchant that settles with the reference %s: inputerror', async (reference) => {
    const simulator = await openSimulator();
    await send('PUT', `${simulator.url}/admin/swedbankpay/merchants/default`, { body: { payeeReference: 'digits' } });
    const merchant = merchantOf(simulator);
    const order = await merchant.place();
    expect((await merchant.operate(order, 'cancel', { body: cancelRequest(reference) })).status).toBe(400);
    expect((await merchant.operate(order, 'cancel', { body: cancelRequest('123456789012') })).status).toBe(200);
  });
});

describe('a reference that was used before', () => {
  it.each([
    ['replay', 200, null],
    ['inputerror', 400, 'inputerror'],
    ['forbidden', 403, 'forbidden'],
  ])('on the same order, %s: %i', async (duplicates, status, type) => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ start: 'partlyCaptured', knobs: { duplicates, contradiction: 'none', staleReads: 1 } });
    const body = cancelRequest('Reference17');
    await merchant.operate(order, 'cancel', { body });
    const again = await merchant.operate(order, 'cancel', { body });
    expect(again.status).toBe(status);
    if (type === null) expect(orderOf(again.json)).toMatchObject({ status: 'Paid', remainingReversalAmount: 500 });
    else expect(String(again.json['type'])).toMatch(new RegExp(`/${type}$`));
    expect(await merchant.effectiveCancellations(order)).toBe(1);
  });

  it('on another order: refused, naming the reference', async () => {
    const merchant = merchantOf(await openSimulator());
    const [one, other] = [await merchant.place(), await merchant.place()];
    await merchant.operate(one, 'cancel', { body: cancelRequest('Reference17') });
    const reply = await merchant.operate(other, 'cancel', { body: cancelRequest('Reference17') });
    expect(reply).toMatchObject({ status: 400, json: { problems: [{ name: 'PayeeReference' }] } });
    expect(await merchant.effectiveCancellations(other)).toBe(0);
  });
});

describe('captures and reversals of other systems', () => {
  it('take an amount, no more than there is, and end the order when all is given back', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place();
    const take = (amount: number | undefined, reference: string): object => ({ transaction: { description: 'x', payeeReference: reference, ...(amount === undefined ? {} : { amount }) } });
    expect((await merchant.operate(order, 'capture', { body: take(undefined, 'C0') })).status).toBe(400);
    expect((await merchant.operate(order, 'capture', { body: take(1501, 'C1') })).json).toMatchObject({ problems: [{ description: 'Capture amount too high.' }] });
    expect((await merchant.operate(order, 'capture', { body: take(1500, 'C2') })).status).toBe(200);
    const back = await merchant.operate(order, 'reversal', { body: take(1500, 'R1') });
    expect(orderOf(back.json)).toMatchObject({ status: 'Reversed' });
    expect(await merchant.effectiveCancellations(order)).toBe(0);
  });
});

describe('the lock', () => {
  it('falls after five failing requests in a row', async () => {
    const merchant = merchantOf(await openSimulator());
    const order = await merchant.place({ scenario: 'locks' });
    for (let time = 0; time < 5; time += 1) {
      expect((await merchant.operate(order, 'create-paymentorder-cancel', { version: '2.0' })).json).toMatchObject({ cancellation: { transaction: { state: 'Failed' } } });
    }
    expect(relsOf((await merchant.read(order)).json)).toEqual(['paid-paymentorder']);
  });
});
