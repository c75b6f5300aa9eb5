import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CancellationAnswer } from '../../contracts/answer.js';
import { ProviderFault } from '../../contracts/fault.js';
import type { RunFacts } from '../../contracts/provider.js';
import { answerLost, BASE, cancellation, freshFacts, type Json, neverConnected, ORDER, problem, Run, type Scripted, TOKEN } from '../../test/support/swedbankpay.js';

/** Random orders, answers and pasts: what must hold whatever Swedbank Pay says. */

const RUNS = 3_000;

const amount = fc.constantFrom(undefined, 0, 1, 500, 1000, 1500, 2000);
const transactionType = fc.constantFrom('Authorization', 'Sale', 'Capture', 'Cancellation', 'Cancel', 'Reversal', 'Verification');
const transactionState = fc.constantFrom('Completed', 'Initialized', 'AwaitingActivity', 'Failed', 'Odd', undefined);
const transaction = fc.record({ id: fc.constant('t'), type: transactionType, state: transactionState, number: fc.nat(), amount });

const href = fc.constantFrom(
  `${BASE}${ORDER}`,
  `${BASE}${ORDER}/cancellations`,
  `${BASE}${ORDER}/cancellations?x=1`,
  `${BASE}${ORDER}/../other`,
  `${BASE}${ORDER}x/cancellations`,
  `${BASE}@evil.example${ORDER}`,
  `https://evil.example${ORDER}/cancellations`,
  `http://${BASE.slice(8)}${ORDER}/cancellations`,
  `${BASE}/psp/creditcard/payments/1/cancellations`,
);
const rel = fc.constantFrom(
  'cancel',
  'abort',
  'capture',
  'reversal',
  'create-paymentorder-cancel',
  'update-paymentorder-abort',
  'create-cancellation',
  'update-payment-abort',
  'abort-paymentattempt',
  'aborted-payment',
  'paid-paymentorder',
  'view-checkout',
);
const operation = fc.record({ rel, href, method: fc.constantFrom('POST', 'PATCH', 'GET') });

const order = fc
  .record({
    id: fc.constantFrom(ORDER, ORDER, ORDER, '/psp/paymentorders/other'),
    status: fc.constantFrom('Initialized', 'Paid', 'Paid', 'Paid', 'Cancelled', 'Aborted', 'Failed', 'Reversed', 'Odd', undefined),
    state: fc.constantFrom('Ready', 'Pending', 'Failed', 'Aborted', undefined),
    operation: fc.constantFrom('Purchase', 'Purchase', 'Verify', 'Payout', undefined),
    currency: fc.constantFrom('SEK', undefined),
    amount: fc.constantFrom(1500, 1500, undefined),
    remainingCaptureAmount: amount,
    remainingCancellationAmount: amount,
    remainingReversalAmount: amount,
    paid: fc.constantFrom(undefined, { transactionType: 'Authorization' }, { transactionType: 'Sale' }),
    financialTransactions: fc.option(fc.record({ financialTransactionsList: fc.array(transaction, { maxLength: 4 }) }), { nil: undefined }),
    currentPayment: fc.option(fc.record({ payment: fc.record({ transactions: fc.record({ transactionList: fc.array(transaction, { maxLength: 4 }) }) }) }), { nil: undefined }),
  })
  .chain((paymentOrder) => fc.record({ paymentOrder: fc.constant(paymentOrder), operations: fc.array(operation, { maxLength: 4 }) }));

const cancelAnswer = transaction.map(({ state, type, amount: released }) => cancellation({ more: { type, state, amount: released } }));
const problemType = fc.constantFrom('inputerror', 'forbidden', 'configurationerror', 'notfound', 'systemerror', 'acquirererror', 'badrequest', 'operationnotallowed', 'AUTHORIZATIONEXPIRED', 'odd');
const problemBody = fc.tuple(problemType, fc.constantFrom([], ['PayeeReference'])).map(([type, names]) => problem(type, { names }));
const status = fc.constantFrom(200, 200, 200, 201, 202, 400, 401, 403, 404, 409, 422, 429, 500, 502);

const body = fc.oneof({ weight: 5, arbitrary: order }, { weight: 2, arbitrary: cancelAnswer }, { weight: 2, arbitrary: problemBody }, { weight: 1, arbitrary: fc.jsonValue() });
const scripted: fc.Arbitrary<Scripted> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ json: body, status }) },
  { weight: 1, arbitrary: fc.record({ text: fc.string(), status }) },
  { weight: 1, arbitrary: fc.constantFrom(answerLost, neverConnected) },
);

const memory = fc.record(
  {
    cancelsAccepted: fc.nat(1),
    cancelsLost: fc.nat(2),
    abortsAccepted: fc.nat(1),
    abortsLost: fc.nat(2),
    abortsRefused: fc.nat(3),
    capturedAtSend: fc.constantFrom(0, 500, null),
    refusal: fc.constantFrom('forbidden', 'reference', 'input', 'declined', null, 'odd'),
    refusedOperation: fc.constantFrom('cancel', 'abort', null),
  },
  { requiredKeys: [] },
);
const facts: fc.Arbitrary<RunFacts> = fc.record({
  reads: fc.nat(3),
  sends: fc
    .tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2))
    .map(([lost, accepted, rejected, notSent]) => ({ begun: lost + accepted + rejected + notSent, accepted, rejected, notSent })),
  linkIssued: fc.constant(false),
  memory,
});

const script = fc.tuple(scripted, scripted, scripted, scripted);

/** Every body the provider was given, first to last; a fault gives none. */
function jsonGiven(given: readonly Scripted[]): readonly Json[] {
  return given.flatMap((one) => {
    const json: unknown = 'json' in one ? JSON.parse(JSON.stringify(one.json)) : null;
    return isObject(json) ? [json] : [];
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Written apart from the code under test: does the provider say in so many words that the payment is cancelled? */
function saysCancelled(json: Json): boolean {
  if ('type' in json) return false;
  const done = isObject(json['cancellation']) && isObject(json['cancellation']['transaction']) ? json['cancellation']['transaction'] : null;
  if (done !== null) return done['state'] === 'Completed' && String(done['type']).startsWith('Cancel');
  const found = json['paymentOrder'];
  if (!isObject(found) || found['id'] !== ORDER) return false;
  if (found['status'] === 'Cancelled' || found['status'] === 'Aborted') return true;
  if (found['status'] === undefined && found['state'] === 'Aborted') return true;
  return hasCompletedCancellation(found) || hasOnlyAPartLeft(found);
}

function hasCompletedCancellation(found: Json): boolean {
  const text = JSON.stringify([found['currentPayment'], found['financialTransactions']]);
  return /"type":"Cancel(lation)?"/.test(text) && !(Number(found['remainingCancellationAmount'] ?? 0) > 0);
}

/** A part captured, the rest neither reserved nor captured. */
function hasOnlyAPartLeft(found: Json): boolean {
  const [capture, cancel, reversible] = ['Capture', 'Cancellation', 'Reversal'].map((name) => Number(found[`remaining${name}Amount`] ?? 0));
  const listsCapture = JSON.stringify(found['financialTransactions'] ?? found['currentPayment'] ?? null).includes('"Capture"');
  return capture === 0 && cancel === 0 && (Number(reversible) > 0 || listsCapture) && Number(reversible) < Number(found['amount']);
}

async function outcomes(run: Run, calls: number): Promise<readonly CancellationAnswer[]> {
  const answers: CancellationAnswer[] = [];
  for (let call = 0; call < calls; call += 1) {
    const reading = await run.ask().catch(expectFault);
    if (reading !== null) answers.push(reading.answer);
  }
  return answers;
}

/** A fault on the read is the caller's to handle, a script that ran out is the test's end; all else is a bug. */
function expectFault(error: unknown): null {
  if (error instanceof ProviderFault || (error instanceof Error && error.message.startsWith('unexpected call'))) return null;
  throw error;
}

describe('whatever Swedbank Pay says', () => {
  it('never answers `cancelled` without its word for it', async () => {
    await fc.assert(
      fc.asyncProperty(script, facts, async (given, past) => {
        const run = new Run(given, { facts: past });
        const said = jsonGiven(given).some(saysCancelled);
        for (const answer of await outcomes(run, 2)) expect(answer.kind === 'cancelled' && !said).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });

  it('never says `remainderReleased` without a send of ours', async () => {
    await fc.assert(
      fc.asyncProperty(scripted, async (given) => {
        const run = new Run([given, given], { facts: freshFacts });
        const [answer] = await outcomes(run, 1);
        const isByUs = answer?.kind === 'cancelled' && answer.how !== 'alreadyCancelled';
        expect(isByUs && run.http.sends.length === 0).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });

  it('sends at most one operation a call, only under this very order, by its documented method, never the token elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(script, facts, async (given, past) => {
        const run = new Run(given, { facts: past });
        await outcomes(run, 1);
        expect(run.http.sends.length).toBeLessThanOrEqual(1);
        for (const { url, method, headers, body: sent } of run.http.calls) {
          const path = url.slice(BASE.length);
          expect(url.startsWith(`${BASE}/`) && /^[/?]?$/.test(path.slice(ORDER.length, ORDER.length + 1))).toBe(true);
          expect(path.startsWith(ORDER) && !path.includes('..')).toBe(true);
          expect(method === 'GET' || (method === 'PATCH') === (sent?.includes('"Abort"') ?? false)).toBe(true);
          expect(headers['authorization']).toBe(`Bearer ${TOKEN}`);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('sends nothing more after three failing sends, and nothing twice that was accepted', async () => {
    await fc.assert(
      fc.asyncProperty(script, facts, async (given, past) => {
        const failing = past.sends.begun - past.sends.accepted - Number(past.memory['abortsRefused'] ?? 0);
        const run = new Run(given, { facts: past });
        await outcomes(run, 1);
        if (failing >= 3) expect(run.http.sends).toHaveLength(0);
        if (Number(past.memory['cancelsAccepted'] ?? 0) > 0) expect(run.http.sends.filter(({ method }) => method === 'POST')).toHaveLength(0);
      }),
      { numRuns: RUNS },
    );
  });

  it('a plain read sends nothing and answers, and the same read answers the same', async () => {
    await fc.assert(
      fc.asyncProperty(scripted, scripted, facts, async (one, other, past) => {
        const readings = await Promise.all(
          [0, 1].map(async () => {
            const run = new Run([one, other], { facts: past });
            const reading = await run.read().catch(expectFault);
            expect(run.http.sends).toHaveLength(0);
            return reading?.answer;
          }),
        );
        expect(readings[0]).toEqual(readings[1]);
      }),
      { numRuns: RUNS },
    );
  });
});
