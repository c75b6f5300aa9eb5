import { describe, expect, it } from 'vitest';
import { BASE, cancelledOrder, cancellation, credentials, freshFacts, ORDER, order3, problem, ScriptedHttp } from '../../test/support/swedbankpay.js';
import { CANCEL_REQUEST, CANCEL_RESPONSE, CANCEL_RESPONSE_3_1 } from '../../test/support/swedbankpay-documents.js';
import { connectSwedbankPay } from './provider.js';
import { cancelBody } from './request-body.js';
import { type Body, readBody } from './wire.js';

const read = (text: string, contentType = 'application/json'): Body => readBody({ text, headers: { 'content-type': contentType } });
const readJson = (json: unknown): Body => read(JSON.stringify(json));

describe('the samples of the "Cancel" page', () => {
  const DOCUMENTED = '/psp/paymentorders/8be318c1-1caa-4db1-e2c6-08d7bf41224d';

  const afterCancel = async (answerText: string): Promise<object> => {
    const before = order3({ status: 'Paid', operations: [], remaining: [1500, 1500, null], fields: { id: DOCUMENTED } });
    const operations = [{ rel: 'cancel', method: 'POST', href: `${BASE}${DOCUMENTED}/cancellations` }];
    const http = new ScriptedHttp([{ json: { ...before, operations } }, { status: 200, text: answerText }]);
    const provider = connectSwedbankPay(credentials, { http, now: () => new Date(0) });
    const { answer, proof } = await provider.requestCancellation({
      payment: { provider: 'swedbankpay', account: 'default', paymentId: DOCUMENTED },
      facts: freshFacts,
      budget: { remainingMs: () => 20_000, signal: new AbortController().signal },
      payeeReference: { derived: 'ABC123', supplied: null },
      description: 'Test Cancellation',
      payerReturn: { url: 'https://pay.example', state: 'x' },
      beforeSend: () => Promise.resolve(),
    });
    expect(JSON.parse(http.sends[0]?.body ?? '')).toEqual(JSON.parse(CANCEL_REQUEST));
    return { answer, state: proof?.state };
  };

  it('the request is what we send', () => {
    expect(JSON.parse(cancelBody({ description: 'Test Cancellation', payeeReference: 'ABC123' }))).toEqual(JSON.parse(CANCEL_REQUEST));
  });

  it('the 2.0 and 3.0 answer proves the cancellation, whatever reference it echoes', async () => {
    expect(await afterCancel(CANCEL_RESPONSE)).toMatchObject({
      answer: { kind: 'cancelled', how: 'direct', amounts: { currency: 'SEK', released: 1500, captured: 0 } },
      state: { transactionType: 'Cancellation', transactionState: 'Completed' },
    });
  });

  it('the 3.1 answer proves the cancellation', async () => {
    expect(await afterCancel(CANCEL_RESPONSE_3_1)).toMatchObject({
      answer: { kind: 'cancelled', how: 'direct' },
      state: { status: 'Cancelled', operation: 'Purchase' },
    });
  });

  it('the 3.1 answer, had it been given for another order, proves nothing', async () => {
    const other = CANCEL_RESPONSE_3_1.replaceAll('8be318c1', '00000000');
    expect(await afterCancel(other)).toMatchObject({ answer: { kind: 'indeterminate', reason: 'answer_for_another_order' } });
  });
});

describe('bodies are read by shape', () => {
  it.each([
    ['a 3.x order', cancelledOrder, 'order'],
    ['lower-case root', { paymentorder: cancelledOrder.paymentOrder, operations: [] }, 'order'],
    ['upper-case keys', { PAYMENTORDER: { ID: ORDER, STATUS: 'Paid' }, OPERATIONS: [] }, 'order'],
    ['a cancellation', cancellation(), 'cancellation'],
    ['a problem', problem('forbidden'), 'problem'],
    ['unknown fields', { ...cancelledOrder, extra: { deeply: [{ nested: 1 }] } }, 'order'],
    ['no operations', { paymentOrder: { id: ORDER, status: 'Paid' } }, 'order'],
    ['an order without an id', { paymentOrder: { status: 'Cancelled' } }, 'unreadable'],
    ['an id that is a number', { paymentOrder: { id: 12, status: 'Cancelled' } }, 'unreadable'],
    ['an amount in text', order3({ status: 'Paid', fields: { remainingCancellationAmount: '1500' } }), 'unreadable'],
    ['a negative amount', order3({ status: 'Paid', remaining: [null, -1, null] }), 'unreadable'],
    ['a broken amount', order3({ status: 'Paid', remaining: [null, 1500.5, null] }), 'unreadable'],
    ['two keys that differ in case and value', { paymentOrder: { id: ORDER, status: 'Cancelled', Status: 'Paid' } }, 'unreadable'],
    ['a cancellation without a transaction', { cancellation: { id: 'x' } }, 'unreadable'],
    ['a list', [cancelledOrder], 'unreadable'],
    ['a word', 'Cancelled', 'unreadable'],
    ['nothing known', { status: 'Cancelled' }, 'unreadable'],
  ])('%s', (_case, json, kind) => expect(readJson(json).kind).toBe(kind));

  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['<html><body>502</body></html>', 'unreadable'],
    ['{"paymentOrder": {"id": "/psp/paymen', 'unreadable'],
    ['{"paymentOrder": NaN}', 'unreadable'],
    ['\u0000', 'unreadable'],
    [`${'['.repeat(100_000)}`, 'unreadable'],
    [`{"paymentOrder":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`, 'unreadable'],
  ])('%.40s', (text, kind) => expect(read(text).kind).toBe(kind));

  it('a problem+json body without a type is no success', () => {
    expect(read(JSON.stringify(cancelledOrder), 'application/problem+json; charset=utf-8').kind).toBe('unreadable');
  });

  it('cannot be given a prototype', () => {
    const body = read('{"__proto__": {"paymentOrder": {"id": "/x", "status": "Cancelled"}}}');
    expect(body.kind).toBe('unreadable');
  });

  it('reads amounts and numbers up to 2^53 exactly, and no further', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(readJson(order3({ status: 'Paid', remaining: [null, most, null] }))).toMatchObject({ order: { remainingcancellationamount: most } });
    expect(read(JSON.stringify(order3({ status: 'Paid', remaining: [null, 1, null] })).replace(':1,', ':9007199254740993,')).kind).toBe('unreadable');
    expect(readJson(cancellation())).toMatchObject({ transaction: { number: 71100732065 } });
    expect(read(JSON.stringify(cancellation()).replace('71100732065', '9007199254740993'))).toMatchObject({ transaction: { number: null } });
  });

  it('leaves out an operation it cannot read and keeps the others', () => {
    const body = readJson({ ...cancelledOrder, operations: [null, 'x', { method: 'POST' }, { rel: 'cancel' }] });
    expect(body).toMatchObject({ operations: [{ rel: 'cancel' }] });
  });

  it('takes an expansion of another shape for a mere link', () => {
    const body = readJson(order3({ status: 'Paid', fields: { paid: '/psp/paymentorders/x/paid', financialTransactions: { financialTransactionsList: 'none' } } }));
    expect(body).toMatchObject({ kind: 'order', order: { status: 'Paid', financialtransactions: null } });
  });
});
