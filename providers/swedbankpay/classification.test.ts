import { describe, expect, it } from 'vitest';
import type { CancellationAnswer } from '../../contracts/answer.js';
import type { CancelledHow } from '../../contracts/outcome.js';
import {
  abortedOrder,
  answerLost,
  authorised,
  cancellation,
  cancelledOrder,
  DERIVED,
  freshFacts,
  idle,
  inApp,
  listed,
  neverConnected,
  order2,
  order3,
  partlyCaptured,
  problem,
  remainderGone,
  Run,
  type Scripted,
} from '../../test/support/swedbankpay.js';

/** One test per row of the table "Swedbank Pay": what a payment order says, and what it means. */

const json = (body: unknown, status = 200): Scripted => ({ json: body, status });
const cancelled = (how: CancelledHow): { readonly kind: string; readonly how: CancelledHow } => ({ kind: 'cancelled', how });

/** Asks until settled; the answer, and how many operations were called. */
async function settled(...script: readonly Scripted[]): Promise<{ readonly answer: CancellationAnswer; readonly sends: number; readonly run: Run }> {
  const run = new Run(script);
  const { answer } = await run.settle();
  return { answer, sends: run.http.sends.length, run };
}

async function expectNothingSent(script: readonly Scripted[], expected: object): Promise<void> {
  const { answer, sends } = await settled(...script);
  expect(answer).toMatchObject(expected);
  expect(sends).toBe(0);
}

describe('Initialized, an abort operation offered (any version\'s rel): abort → cancelled, aborted', () => {
  it.each([
    ['3.x', idle, abortedOrder],
    ['2.0', order2({ operations: ['abort'] }), order2({ state: 'Aborted' })],
  ])('%s', async (_version, before, after) => {
    const { answer, run } = await settled(json(before), json(after));
    expect(answer).toEqual({ kind: 'cancelled', how: 'aborted', moneyMovement: 'none', reason: null, remedy: null, amounts: null });
    expect(run.http.sends.map(({ method, body }) => [method, JSON.parse(body ?? '')])).toEqual([
      ['PATCH', { paymentorder: { operation: 'Abort', abortReason: 'CancelledByCustomer' } }],
    ]);
  });
});

describe('Initialized, abort not offered: inProgress to PROVIDER_WAIT, then notCancellable, payer_in_app', () => {
  const waiting = { kind: 'inProgress', overdue: 'notCancellable', overdueReason: 'payer_in_app' };
  it('3.x', () => expectNothingSent([json(inApp)], waiting));
  it('2.0, nothing completed', () => expectNothingSent([json(order2({})), json(order2({ transactions: [] }))], waiting));
  it('abort-paymentattempt alone is not an abort', () =>
    expectNothingSent([json(order3({ status: 'Initialized', operations: ['abortAttempt', 'view'] }))], waiting));
});

it('Paid, Authorization, cancel offered: cancel → cancelled, direct, with two provider calls', async () => {
  const { answer, run } = await settled(json(authorised), json(cancelledOrder));
  expect(answer).toEqual({
    kind: 'cancelled',
    how: 'direct',
    moneyMovement: 'none',
    reason: null,
    remedy: null,
    amounts: { currency: 'SEK', released: 1500, captured: 0 },
  });
  expect(run.http.calls.map(({ method }) => method)).toEqual(['GET', 'POST']);
  expect(JSON.parse(run.http.sends[0]?.body ?? '')).toEqual({
    transaction: { description: 'Order A-17 cancelled', payeeReference: DERIVED },
  });
});

describe('the same, part captured before: cancel → cancelled, remainderReleased, amounts', () => {
  it.each([
    ['3.1 answer', remainderGone],
    ['2.0 and 3.0 answer', cancellation({ amount: 1000 })],
  ])('%s', async (_shape, after) => {
    const { answer } = await settled(json(partlyCaptured), json(after));
    expect(answer).toMatchObject({
      ...cancelled('remainderReleased'),
      moneyMovement: 'partial',
      amounts: { currency: 'SEK', released: 1000, captured: 500 },
    });
  });
});

describe('Paid, fully captured; Sale; AutoCapture: tooLate, remedy reversal', () => {
  const tooLate = { kind: 'tooLate', moneyMovement: 'done', remedy: 'reversal' };
  it.each([
    ['fully captured', order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 1500] })],
    ['Sale', order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 1500], fields: { paid: { transactionType: 'Sale' } } })],
    ['Sale, partly reversed', order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 500], fields: { paid: { transactionType: 'Sale' } } })],
    ['Sale without amounts', order3({ status: 'Paid', fields: { paid: { transactionType: 'Sale' } } })],
    ['AutoCapture', order3({ status: 'Paid', operations: ['reversal'], remaining: [0, 0, 1500], fields: { paid: { transactionType: 'AutoCapture' } } })],
    ['2.0 fully captured', order2({ operations: ['reversal', 'paid'], remaining: [null, null, 1500] })],
  ])('%s', (_case, order) => expectNothingSent([json(order)], tooLate));
});

it('Paid, cancellable amount > 0, no cancel operation: inProgress, then notCancellable, operation_not_offered', () =>
  expectNothingSent([json(order3({ status: 'Paid', operations: ['view'], remaining: [1500, 1500, null] }))], {
    kind: 'inProgress',
    overdue: 'notCancellable',
    overdueReason: 'operation_not_offered',
  }));

describe('Paid, no cancel operation, nothing cancellable, 0 < reversible < amount', () => {
  it('in our run after our send, remaining was > 0 and the reversible amount has not changed: cancelled, remainderReleased', async () => {
    const { answer } = await settled(json(partlyCaptured), answerLost, json(remainderGone));
    expect(answer).toMatchObject({ ...cancelled('remainderReleased'), moneyMovement: 'partial', amounts: { released: 1000, captured: 500 } });
  });

  it('the same when the worker died after the send and its notes are gone', async () => {
    const run = new Run([json(partlyCaptured), json(remainderGone), json(remainderGone)]);
    const before = freshFacts;
    await run.ask();
    run.loseLastAnswer(before);
    expect((await run.ask()).answer).toMatchObject(cancelled('remainderReleased'));
  });

  it('the reversible amount now equals the whole amount: tooLate', async () => {
    const { answer, sends } = await settled(
      json(partlyCaptured),
      answerLost,
      json(order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 1500] })),
    );
    expect(answer).toMatchObject({ kind: 'tooLate', remedy: 'reversal' });
    expect(sends).toBe(1);
  });

  it('it grew but is less than the whole (a partial capture came between): cancelled, remainderReleased, amounts', async () => {
    const { answer } = await settled(
      json(partlyCaptured),
      answerLost,
      json(order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 900] })),
    );
    expect(answer).toMatchObject({ ...cancelled('remainderReleased'), amounts: { currency: 'SEK', released: 600, captured: 900 } });
  });

  it('it shrank: money went back meanwhile, nothing is proved', async () => {
    const shrunk = json(order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 300] }));
    const { answer } = await settled(json(partlyCaptured), answerLost, shrunk, shrunk, shrunk);
    expect(answer).toMatchObject({ kind: 'indeterminate' });
  });

  it('on the first read, a Cancellation is listed: cancelled, alreadyCancelled, money partial', () =>
    expectNothingSent(
      [json(order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 500], fields: listed(['Authorization', 1500], ['Capture', 500], ['Cancellation', 1000]) }))],
      { ...cancelled('alreadyCancelled'), moneyMovement: 'partial', amounts: { released: 1000, captured: 500 } },
    ));

  it('on the first read, none listed: tooLate', () => expectNothingSent([json(remainderGone)], { kind: 'tooLate', remedy: 'reversal' }));

  it('after a send that was refused: as on the first read', async () => {
    const { answer } = await settled(json(partlyCaptured), json(problem('forbidden'), 403), json(remainderGone));
    expect(answer).toMatchObject({ kind: 'tooLate' });
  });
});

describe('Paid, Authorization, nothing remaining at all, unchanged after a re-read, or AUTHORIZATIONEXPIRED; nothing of ours sent', () => {
  const nothing = order3({ status: 'Paid', operations: ['view'], fields: { paid: { transactionType: 'Authorization' } } });
  const expired = { kind: 'notExecuted', moneyMovement: 'none', reason: 'authorisation_expired' };

  it('counts after a second equal read: notExecuted, authorisation_expired', async () => {
    const run = new Run([json(nothing), json(nothing)]);
    expect((await run.ask()).rereads).toBe(1);
    expect((await run.ask()).answer).toMatchObject(expired);
    expect(run.http.sends).toHaveLength(0);
  });

  it('a capture that was processing shows on the re-read', async () => {
    const { answer } = await settled(json(nothing), json(order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 1500] })));
    expect(answer).toMatchObject({ kind: 'tooLate' });
  });

  it('the send answers AUTHORIZATIONEXPIRED', async () => {
    const { answer } = await settled(json(authorised), json(problem('creditaccount/AUTHORIZATIONEXPIRED', { status: 403 }), 403));
    expect(answer).toMatchObject(expired);
  });

  it('not concluded after a send of ours that may have worked', async () => {
    const { answer } = await settled(json(authorised), answerLost, json(nothing), json(nothing), json(nothing));
    expect(answer).toMatchObject({ kind: 'indeterminate' });
  });

  it('not concluded where nothing tells an authorisation from a sale', () =>
    expectNothingSent(Array(4).fill(json(order3({ status: 'Paid' }))), { kind: 'indeterminate' }));
});

describe('2.0 order whose currentPayment lists a Cancellation that is Completed', () => {
  const done = order2({
    operations: ['paid'],
    transactions: [
      { id: 'a', type: 'Authorization', state: 'Completed', number: 1, amount: 1500 },
      { id: 'c', type: 'Cancellation', state: 'Completed', number: 2, amount: 1500 },
    ],
  });

  it('first read: cancelled, alreadyCancelled', () =>
    expectNothingSent([json(order2({ operations: ['paid'] })), json(done)], {
      ...cancelled('alreadyCancelled'),
      amounts: { currency: 'SEK', released: 1500, captured: 0 },
    }));

  it('after our send: by what we did', async () => {
    const before = order2({ operations: ['cancel', 'capture', 'paid'], remaining: [1500, 1500, null] });
    const { answer } = await settled(json(before), answerLost, json(order2({ operations: ['paid'] })), json(done));
    expect(answer).toMatchObject(cancelled('direct'));
  });

  it('after a part was captured: the rest was released', async () => {
    const rest = order2({
      operations: ['reversal', 'paid'],
      remaining: [null, null, 500],
      transactions: [
        { type: 'Capture', state: 'Completed', amount: 500 },
        { type: 'Cancellation', state: 'Completed', amount: 1000 },
      ],
    });
    await expectNothingSent([json(order2({ operations: ['reversal', 'paid'], remaining: [null, null, 500] })), json(rest)], {
      ...cancelled('alreadyCancelled'),
      moneyMovement: 'partial',
    });
  });

  it('a Cancellation that is not Completed proves nothing', () => {
    const underWay = order2({ operations: ['paid'], transactions: [{ type: 'Cancellation', state: 'AwaitingActivity', amount: 1500 }] });
    return expectNothingSent([json(underWay)], { kind: 'inProgress', overdue: 'indeterminate' });
  });
});

describe('Cancelled: alreadyCancelled on the first read, else by what we did', () => {
  it('first read', () => expectNothingSent([json(cancelledOrder)], cancelled('alreadyCancelled')));
  it('after our cancel, whose answer was lost', async () => {
    const { answer, sends } = await settled(json(authorised), answerLost, json(cancelledOrder));
    expect(answer).toMatchObject(cancelled('direct'));
    expect(sends).toBe(1);
  });
  it('after a cancel that provably never arrived', async () => {
    const { answer } = await settled(json(authorised), neverConnected, json(cancelledOrder));
    expect(answer).toMatchObject(cancelled('alreadyCancelled'));
  });
  it('after an abort of ours alone', async () => {
    const { answer } = await settled(json(idle), answerLost, json(cancelledOrder));
    expect(answer).toMatchObject(cancelled('alreadyCancelled'));
  });
});

describe('Aborted', () => {
  it('by us: cancelled, aborted', async () => {
    const { answer } = await settled(json(idle), answerLost, json(abortedOrder));
    expect(answer).toMatchObject(cancelled('aborted'));
  });
  it('before us: cancelled, alreadyCancelled', () => expectNothingSent([json(abortedOrder)], cancelled('alreadyCancelled')));
});

it('Failed: notExecuted', () => expectNothingSent([json(order3({ status: 'Failed' }))], { kind: 'notExecuted', moneyMovement: 'none' }));

it('Reversed: tooLate, reason already_reversed, money none', () =>
  expectNothingSent([json(order3({ status: 'Reversed' }))], { kind: 'tooLate', reason: 'already_reversed', moneyMovement: 'none', remedy: null }));

describe('Verify, Payout orders: notSupported (Verify: money none)', () => {
  it.each([
    ['Verify', 'Paid', 'none'],
    ['Verify', 'Initialized', 'none'],
    ['Payout', 'Paid', 'expected'],
  ])('%s, %s', (operation, status, moneyMovement) =>
    expectNothingSent([json(order3({ status, operations: status === 'Initialized' ? ['abort'] : [], fields: { operation, amount: 0 } }))], {
      kind: 'notSupported',
      moneyMovement,
    }));
});

describe('cancel answer 2.0/3.0', () => {
  it.each([[200], [201]])('transaction Completed under %i: proof: cancelled', async (status) => {
    const { answer, run } = await settled(json(authorised), json(cancellation(), status));
    expect(answer).toMatchObject({ ...cancelled('direct'), amounts: { released: 1500, captured: 0 } });
    expect(run.facts.sends.accepted).toBe(1);
  });

  it.each([
    ['Initialized', 200],
    ['AwaitingActivity', 200],
    ['initialized', 201],
    ['Completed', 202],
  ])('transaction %s under %i: inProgress to PROVIDER_WAIT, then indeterminate', async (state, status) => {
    const { answer } = await settled(json(authorised), json(cancellation({ state }), status));
    expect(answer).toMatchObject({ kind: 'inProgress', overdue: 'indeterminate' });
  });

  it('order Pending: inProgress, then indeterminate', async () => {
    const { answer } = await settled(json(authorised), json(order2({ state: 'Pending' })));
    expect(answer).toMatchObject({ kind: 'inProgress', overdue: 'indeterminate' });
  });

  it('202 without a body: inProgress, then indeterminate', async () => {
    const { answer } = await settled(json(authorised), { status: 202, text: '' });
    expect(answer).toMatchObject({ kind: 'inProgress', overdue: 'indeterminate' });
  });

  it('under way, then Failed in the transactions of a 2.0 order: refused', async () => {
    const open = { operations: ['cancel', 'capture', 'paid'], remaining: [1500, 1500, null] } as const;
    const run = new Run([
      json(order2(open)),
      json(cancellation({ state: 'AwaitingActivity' })),
      json(order2(open)),
      json(order2({ ...open, transactions: [{ type: 'Cancellation', state: 'Failed', number: 71100732065, amount: 1500 }] })),
    ]);
    await run.ask();
    expect((await run.read()).answer).toMatchObject({ kind: 'refused', reason: 'transaction_failed' });
  });

  it('under way, then among the failed attempts of a 3.x order: refused, reason = problem type', async () => {
    const failedAttempts = {
      postPurchaseFailedAttempts: {
        postpurchaseFailedAttemptList: [{ type: 'Cancellation', status: 'Failed', number: 71100732065, problem: { type: 'acquirer_error' } }],
      },
    };
    const after = order3({ status: 'Paid', operations: ['cancel', 'capture'], remaining: [1500, 1500, null], fields: failedAttempts });
    const run = new Run([json(authorised), json(cancellation({ state: 'Initialized' })), json(after)]);
    await run.ask();
    expect((await run.read()).answer).toMatchObject({ kind: 'refused', reason: 'acquirererror' });
    expect(run.http.calls.at(-1)?.url).toContain('postpurchasefailedattempts');
  });
});

describe('… Failed; problems acquirererror, carddeclined and kin: re-read; still cancellable: refused, reason = problem type', () => {
  it.each([
    ['acquirererror', json(problem('creditcard/acquirererror', { status: 403 }), 403)],
    ['carddeclined', json(problem('creditcard/carddeclined', { status: 403 }), 403)],
    ['acquirerinsufficientfunds', json(problem('acquirer_insufficient_funds', { status: 403 }), 403)],
    ['acquirererror', json(cancellation({ state: 'Failed', more: { problem: { type: 'https://api.payex.com/psp/errordetail/creditcard/acquirererror' } } }))],
    ['transaction-failed', json(cancellation({ state: 'Failed' }))],
  ])('%s', async (reason, refusal) => {
    const { answer, sends } = await settled(json(authorised), refusal, json(authorised));
    expect(answer).toMatchObject({ kind: 'refused', reason, moneyMovement: 'expected' });
    expect(sends).toBe(1);
  });

  it('captured on the re-read: tooLate', async () => {
    const captured = json(order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 1500] }));
    const { answer } = await settled(json(authorised), json(problem('acquirererror'), 403), captured);
    expect(answer).toMatchObject({ kind: 'tooLate' });
  });
});

it('cancel answer 3.1 with order Cancelled: proof: cancelled', async () => {
  const run = new Run([json(authorised), json(cancelledOrder)]);
  const { answer, proof } = await run.ask();
  expect(answer).toMatchObject(cancelled('direct'));
  expect(proof).toMatchObject({ state: { status: 'Cancelled', operation: 'Purchase' } });
});

describe('cancel answer 3.1, 200, Paid, nothing remaining, part captured before: proof: cancelled, remainderReleased, amounts', () => {
  it('proved', async () => {
    const { answer } = await settled(json(partlyCaptured), json(remainderGone));
    expect(answer).toMatchObject({ ...cancelled('remainderReleased'), amounts: { currency: 'SEK', released: 1000, captured: 500 } });
  });
  it('nothing was captured before: not proved', async () => {
    const { answer } = await settled(json(authorised), json(remainderGone));
    expect(answer).toMatchObject({ kind: 'inProgress', overdue: 'indeterminate' });
  });
  it('all of it is captured now: not proved', async () => {
    const { answer } = await settled(json(partlyCaptured), json(order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 1500] })));
    expect(answer).toMatchObject({ kind: 'inProgress' });
  });
});

it('abort answered 200, order still Initialized: inProgress', async () => {
  const { answer } = await settled(json(idle), json(idle));
  expect(answer).toMatchObject({ kind: 'inProgress' });
});

describe('status and operations contradict each other: nothing is sent on the strength of one alone: re-read; unchanged: needs_review', () => {
  it.each([
    ['Initialized with capture and reversal', order3({ status: 'Initialized', operations: ['abort', 'capture', 'reversal'] })],
    ['Initialized with money reserved', order3({ status: 'Initialized', operations: ['abort'], remaining: [1500, 1500, null] })],
    ['Initialized with cancel', order3({ status: 'Initialized', operations: ['cancel'] })],
    ['Paid with abort alone', order3({ status: 'Paid', operations: ['abort'] })],
    ['Paid with cancel and nothing to cancel', order3({ status: 'Paid', operations: ['cancel', 'reversal'], remaining: [0, 0, 1500] })],
    ['Sale with cancel', order3({ status: 'Paid', operations: ['cancel'], fields: { paid: { transactionType: 'Sale' } } })],
    ['captured in part, capture still offered', order3({ status: 'Paid', operations: ['capture', 'reversal'], remaining: [null, null, 500] })],
    ['captured in part, still capturable', order3({ status: 'Paid', operations: ['reversal'], remaining: [1000, null, 500] })],
    ['Cancelled with cancel', order3({ status: 'Cancelled', operations: ['cancel'] })],
    ['Cancelled with money reserved', order3({ status: 'Cancelled', remaining: [1500, 1500, null] })],
    ['Cancelled with money captured', order3({ status: 'Cancelled', remaining: [null, null, 1500] })],
    ['Aborted with capture', order3({ status: 'Aborted', operations: ['capture'] })],
    ['Failed with cancel', order3({ status: 'Failed', operations: ['cancel'] })],
    ['Reversed with cancel', order3({ status: 'Reversed', operations: ['cancel'] })],
    ['2.0 abort beside money reserved', order2({ operations: ['abort'], remaining: [1500, 1500, null] })],
  ])('%s', async (_case, order) => {
    await expectNothingSent(Array(4).fill(json(order)), { kind: 'indeterminate', reason: 'contradictory_order' });
  });

  it('resolved by the re-read', async () => {
    const { answer } = await settled(json(order3({ status: 'Initialized', operations: ['cancel'] })), json(authorised), json(cancelledOrder));
    expect(answer).toMatchObject(cancelled('direct'));
  });
});

describe('a problem document under HTTP 200, or with another status than its body says: the problem counts', () => {
  it('200', async () => {
    const { answer } = await settled(json(authorised), json(problem('forbidden', { status: 403 }), 200), json(authorised));
    expect(answer).toMatchObject({ kind: 'notCancellable', reason: 'provider_forbids' });
  });
  it('400 that says 403', async () => {
    const { answer } = await settled(json(authorised), json(problem('forbidden', { status: 403 }), 400), json(authorised));
    expect(answer).toMatchObject({ kind: 'notCancellable', reason: 'provider_forbids' });
  });
  it('500 that says inputerror', async () => {
    const { answer } = await settled(json(authorised), json(problem('inputerror'), 500));
    expect(answer).toMatchObject({ kind: 'notCancellable', reason: 'provider_rejected_request' });
  });
  it('a problem beside an order that says Cancelled', async () => {
    const run = new Run([json(authorised), json({ ...problem('systemerror', { status: 500 }), ...cancelledOrder })]);
    expect((await run.ask()).answer.kind).toBe('indeterminate');
  });
  it('200 on the read', () => expectNothingSent(Array(4).fill(json(problem('configurationerror', { status: 403 }), 200)), { kind: 'blocked' }));
});

describe('cancel answered 200 but a stale read still lists cancel', () => {
  it("the answer's own Cancelled is the proof, whatever operations stand beside it", async () => {
    const { answer } = await settled(json(authorised), json(order3({ status: 'Cancelled', operations: ['cancel'] })));
    expect(answer).toMatchObject(cancelled('direct'));
  });
  it('without a proof: inProgress, and never sent twice', async () => {
    const run = new Run([json(authorised), json(cancellation({ state: 'Initialized' })), json(authorised), json(authorised)]);
    await run.ask();
    expect((await run.read()).answer).toMatchObject({ kind: 'inProgress', overdue: 'indeterminate' });
    expect((await run.ask()).answer).toMatchObject({ kind: 'inProgress', overdue: 'indeterminate' });
    expect(run.http.sends).toHaveLength(1);
  });
});

describe('2.0 Ready, paid-paymentorder alone: not a proof: decided by operations and amounts', () => {
  it('nothing shown: indeterminate', () =>
    expectNothingSent(Array(8).fill(json(order2({ operations: ['paid'] }))), { kind: 'indeterminate' }));
  it('reserved: waits for the operation', () =>
    expectNothingSent([json(order2({ operations: ['paid'], remaining: [1500, 1500, null] }))], { overdueReason: 'operation_not_offered' }));
  it('authorised and nothing left: expired', () => {
    const gone = order2({ operations: ['paid'], transactions: [{ type: 'Authorization', state: 'Completed', amount: 1500 }] });
    return expectNothingSent([json(gone), json(gone)], { kind: 'notExecuted', reason: 'authorisation_expired' });
  });
  it('sold and given back: already reversed', () => {
    const back = order2({
      operations: ['paid'],
      transactions: [
        { type: 'Sale', state: 'Completed', amount: 1500 },
        { type: 'Reversal', state: 'Completed', amount: 1500 },
      ],
    });
    return expectNothingSent([json(back)], { kind: 'tooLate', reason: 'already_reversed', moneyMovement: 'none' });
  });
});

describe('403 forbidden (any instrument), 409, 422, INVALIDSTATE, MISSINGPREAUTHORIZATION on the send', () => {
  it.each([
    ['forbidden', problem('forbidden', { status: 403 }), 403],
    ['creditcard/forbidden', problem('creditcard/forbidden', { status: 403 }), 403],
    ['invoice/Forbidden', problem('invoice/Forbidden', { status: 403 }), 403],
    ['409', problem('somethingnew', { status: 409 }), 409],
    ['422', problem('somethingnew', { status: 422 }), 422],
    ['INVALIDSTATE', problem('creditaccount/INVALIDSTATE', { status: 403 }), 403],
    ['MISSINGPREAUTHORIZATION', problem('creditaccount/MISSINGPREAUTHORIZATION', { status: 403 }), 403],
  ])('%s: re-read; unchanged: notCancellable, provider_forbids', async (_type, body, status) => {
    const { answer, sends } = await settled(json(authorised), json(body, status), json(authorised));
    expect(answer).toMatchObject({ kind: 'notCancellable', reason: 'provider_forbids', moneyMovement: 'expected' });
    expect(sends).toBe(1);
  });

  it('an earlier send of this run lost its answer: indeterminate', async () => {
    const forbidden = json(problem('forbidden', { status: 403 }), 403);
    const { answer, sends } = await settled(json(authorised), answerLost, json(authorised), forbidden, json(authorised), json(authorised));
    expect(answer).toMatchObject({ kind: 'indeterminate', reason: 'provider_forbids' });
    expect(sends).toBe(2);
  });

  it('captured meanwhile: classified anew', async () => {
    const captured = json(order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 1500] }));
    const { answer } = await settled(json(authorised), json(problem('forbidden'), 403), captured);
    expect(answer).toMatchObject({ kind: 'tooLate' });
  });

  it('an abort forbidden because the payer was faster: the cancellation is sent then', async () => {
    const { answer, run } = await settled(json(idle), json(problem('forbidden'), 403), json(authorised), json(cancelledOrder));
    expect(answer).toMatchObject(cancelled('direct'));
    expect(run.http.sends.map(({ method }) => method)).toEqual(['PATCH', 'POST']);
  });
});

describe('401, configurationerror: blocked', () => {
  it('401 on the read', () => expectNothingSent([{ status: 401, text: '' }], { kind: 'blocked' }));
  it('401 on the send: it was not sent', async () => {
    const { answer, run } = await settled(json(authorised), { status: 401, text: '' });
    expect(answer).toMatchObject({ kind: 'blocked' });
    expect(run.facts.sends.notSent).toBe(1);
  });
  it.each(['configurationerror', 'configerror'])('%s on the send', async (type) => {
    const { answer } = await settled(json(authorised), json(problem(type, { status: 403 }), 403));
    expect(answer).toMatchObject({ kind: 'blocked', reason: type });
  });
});

describe('inputerror naming payeeReference, whatever its words', () => {
  const duplicate = json(problem('inputerror', { names: ['Transaction.PayeeReference'] }), 400);

  it('our own effect on the re-read: proof', async () => {
    const { answer } = await settled(json(authorised), answerLost, json(authorised), duplicate, json(cancelledOrder));
    expect(answer).toMatchObject(cancelled('direct'));
  });
  it('an earlier send lost its answer: needs_review', async () => {
    const { answer, sends } = await settled(json(authorised), answerLost, json(authorised), duplicate, json(authorised), json(authorised));
    expect(answer).toMatchObject({ kind: 'indeterminate' });
    expect(sends).toBe(2);
  });
  it.each([['PayeeReference'], ['PaymentOrder.PayeeInfo.PayeeReference'], ['payeeReference']])(
    'otherwise (%s): notCancellable, provider_rejected_request, and never a new reference',
    async (name) => {
      const { answer, run } = await settled(json(authorised), json(problem('inputerror', { names: [name] }), 400), json(authorised));
      expect(answer).toMatchObject({ kind: 'notCancellable', reason: 'provider_rejected_request' });
      expect(run.http.sends).toHaveLength(1);
    },
  );
});

describe('other inputerror', () => {
  const rejected = json(problem('inputerror', { names: ['Transaction.Description'] }), 400);
  it('notCancellable, provider_rejected_request', async () => {
    const { answer } = await settled(json(authorised), rejected);
    expect(answer).toMatchObject({ kind: 'notCancellable', reason: 'provider_rejected_request' });
  });
  it('after a lost answer: indeterminate', async () => {
    const { answer } = await settled(json(authorised), answerLost, json(authorised), rejected, json(authorised), json(authorised));
    expect(answer).toMatchObject({ kind: 'indeterminate' });
  });
});

describe('409 abort not allowed now: inProgress', () => {
  const notNow = json(problem('paymentsessions/operationnotallowed', { status: 409 }), 409);

  it('waits', async () => {
    const { answer } = await settled(json(idle), notNow);
    expect(answer).toMatchObject({ kind: 'inProgress', overdue: 'notCancellable', overdueReason: 'payer_in_app' });
  });
  it('is tried again later, however often it was refused', async () => {
    const run = new Run([json(idle), notNow, json(idle), notNow, json(idle), notNow, json(idle), notNow, json(idle), json(abortedOrder)]);
    for (let time = 0; time < 4; time += 1) {
      expect((await run.ask()).answer.kind).toBe('inProgress');
      run.now += 60_000;
    }
    expect((await run.ask()).answer).toMatchObject(cancelled('aborted'));
  });
  it('is not tried in a tight loop', async () => {
    const run = new Run([json(idle), notNow, json(idle)]);
    await run.ask();
    run.now -= 2_000;
    expect((await run.read()).answer.kind).toBe('inProgress');
  });
});

describe('404: three reads → notFound; later in the run: indeterminate', () => {
  const missing = json(problem('notfound', { status: 404 }), 404);
  it('three reads', async () => {
    const run = new Run([missing, missing, missing]);
    expect((await run.ask()).rereads).toBe(2);
    await run.ask();
    expect((await run.ask()).answer).toMatchObject({ kind: 'notFound', moneyMovement: 'unknown' });
  });
  it('found on the third read', async () => {
    const { answer } = await settled(missing, missing, json(cancelledOrder));
    expect(answer).toMatchObject(cancelled('alreadyCancelled'));
  });
  it('later in the run', async () => {
    const { answer } = await settled(json(authorised), answerLost, missing, missing, missing);
    expect(answer).toMatchObject({ kind: 'indeterminate' });
  });
  it("a gateway's page under 404 says nothing about the order", () =>
    expectNothingSent(Array(4).fill({ status: 404, text: '<html>not found</html>' }), { kind: 'indeterminate' }));
});

describe('429, 5xx, network, unreadable: indeterminate; after three failing sends nothing more is sent, needs_review', () => {
  const failures: readonly (readonly [string, Scripted])[] = [
    ['429', json(problem('creditcard/velocitycheck', { status: 429 }), 429)],
    ['500', json(problem('systemerror', { status: 500 }), 500)],
    ['502 page', { status: 502, text: '<html>Bad Gateway</html>' }],
    ['network', answerLost],
    ['never connected', neverConnected],
    ['unreadable', { status: 200, text: '{"paymentOrder": {"id": "/psp/pay' }],
    ['empty success', { status: 200, text: '' }],
  ];

  it.each(failures)('%s on the send: indeterminate, sent again with the same reference, three times at most', async (_failure, failure) => {
    const run = new Run([json(authorised), failure, json(authorised), failure, json(authorised), failure, json(authorised), json(authorised)]);
    for (let time = 0; time < 4; time += 1) expect((await run.ask()).answer.kind).toBe('indeterminate');
    expect((await run.ask()).answer).toEqual({ kind: 'indeterminate', reason: 'send_limit_reached' });
    const references = run.http.sends.map(({ body }): unknown => JSON.parse(body ?? '').transaction.payeeReference);
    expect(references).toEqual([DERIVED, DERIVED, DERIVED]);
  });

  it.each(failures.filter(([, failure]) => !(failure instanceof Error)))('%s on the read: indeterminate, nothing sent', async (_failure, failure) => {
    const run = new Run([failure]);
    const reading = await run.ask();
    expect(reading).toMatchObject({ answer: { kind: 'indeterminate' }, toldSomething: false, send: null });
  });

  it('then the outcome of a send that worked all the same', async () => {
    const { answer, sends } = await settled(json(authorised), { status: 504, text: '' }, json(cancelledOrder));
    expect(answer).toMatchObject(cancelled('direct'));
    expect(sends).toBe(1);
  });
});

describe('a hostile or foreign href where the needed operation should be: not followed, no token sent, needs_review', () => {
  it('cancel', () => {
    const hostile = { ...authorised, operations: [{ rel: 'cancel', method: 'POST', href: 'https://evil.example/psp/paymentorders/x/cancellations' }] };
    return expectNothingSent(Array(4).fill(json(hostile)), { kind: 'indeterminate', reason: 'href_not_followed' });
  });
  it('abort', () => {
    const hostile = { ...idle, operations: [{ rel: 'abort', method: 'PATCH', href: 'https://evil.example/psp/paymentorders/x' }] };
    return expectNothingSent(Array(4).fill(json(hostile)), { kind: 'indeterminate', reason: 'href_not_followed' });
  });
});

describe('a plain read never sends', () => {
  it.each([
    ['authorised', authorised],
    ['not yet authorised', idle],
  ])('%s: cancellable', async (_case, order) => {
    const run = new Run([json(order)]);
    expect((await run.read()).answer).toEqual({ kind: 'cancellable' });
    expect(run.http.sends).toHaveLength(0);
  });
  it('while a send of ours is unanswered: indeterminate', async () => {
    const run = new Run([json(authorised), answerLost, json(authorised)]);
    await run.ask();
    expect((await run.read()).answer).toEqual({ kind: 'indeterminate', reason: 'answer_lost' });
  });
  it('a foreign href is not cancellable', async () => {
    const hostile = { ...authorised, operations: [{ rel: 'cancel', method: 'POST', href: 'https://evil.example/x' }] };
    expect((await new Run([json(hostile)]).read()).answer.kind).toBe('indeterminate');
  });
});
