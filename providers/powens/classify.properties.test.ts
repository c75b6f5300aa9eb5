import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProviderFault } from '../../contracts/fault.js';
import type { HttpAnswer, ProviderReading, RunFacts } from '../../contracts/provider.js';
import { classifyRead } from './classify-read.js';
import { classifySend } from './classify-send.js';
import type { Known } from './meaning.js';
import type { Seen } from './reading.js';

const ID = '42';

/** Words of the documentation, so that random bodies come near the interesting ones. */
const words = fc.oneof(
  fc.constantFrom('created', 'validating', 'pending', 'rejected', 'done', 'accepted', 'partial', 'expired', 'cancelled'),
  fc.constantFrom('cancelling', 'cancelling_webauth', 'cancelledByUser', 'CancelledByClient', 'insufficientFunds'),
  fc.constantFrom('notSupported', 'forbidden', 'config', 'invalidValue', 'redirect', 'https://bank.example/'),
  fc.string(),
);
const value = fc.oneof({ weight: 4, arbitrary: words }, { weight: 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.jsonValue() });
const idValue = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(42, '42') }, { weight: 1, arbitrary: fc.jsonValue() });
const instructions = fc.oneof(
  fc.array(fc.record({ execution_date_type: fc.oneof(fc.constantFrom('instant', 'deferred'), fc.jsonValue()) }), { maxLength: 3 }),
  fc.jsonValue(),
);
const payment = fc.record(
  { id: idValue, state: value, state_detail: value, error_code: value, action: value, validate_uri: value, instructions, code: value },
  { requiredKeys: [] },
);
const likelyPayment = fc.record({
  id: fc.constantFrom(42, '42'),
  state: fc.constantFrom('created', 'validating', 'pending', 'pending', 'rejected', 'rejected', 'rejected', 'done', 'accepted', 'partial', 'expired'),
  state_detail: fc.constantFrom(null, null, 'cancelling', 'cancelling_webauth', 'other'),
  error_code: fc.constantFrom(null, 'cancelledByUser', 'CancelledByClient', 'insufficientFunds', 'userCancelledBy'),
});
const body = fc.oneof(
  { weight: 4, arbitrary: likelyPayment.map((fields) => JSON.stringify(fields)) },
  { weight: 4, arbitrary: payment.map((fields) => JSON.stringify(fields)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string() },
);
const answer: fc.Arbitrary<HttpAnswer> = fc.record({
  status: fc.oneof(fc.constantFrom(200, 200, 200, 200, 200, 200, 200, 200, 202, 204, 400, 401, 403, 404, 409, 429, 500, 503), fc.integer({ min: 200, max: 599 })),
  headers: fc.dictionary(fc.constantFrom('content-type', 'retry-after'), fc.string()),
  text: body,
  digest: fc.constant('sha256:00'),
  receivedAt: fc.constant('2026-11-21T10:00:00.000Z'),
});
const count = fc.constantFrom(0, 0, 0, 0, 1, 2);
const facts: fc.Arbitrary<RunFacts> = fc
  .record({ reads: count, lost: count, accepted: count, rejected: count, notSent: count, linkIssued: fc.boolean(), memory: fc.dictionary(fc.constantFrom('lastState', 'rejectedCode', 'other'), fc.oneof(words, fc.boolean(), fc.constant(null))) })
  .map(({ reads, lost, accepted, rejected, notSent, linkIssued, memory }) => ({
    reads,
    sends: { begun: lost + accepted + rejected + notSent, accepted, rejected, notSent },
    linkIssued,
    memory,
  }));
const known: fc.Arbitrary<Known> = facts.map((run) => ({ paymentId: ID, facts: run, insecureLoopbackAllowed: false }));

/** The provider's own words for "cancelled", told without any of our code. */
function saysCancelled({ status, text }: HttpAnswer): boolean {
  try {
    const { id, state, error_code: code } = JSON.parse(text);
    const isThisPayment = id === ID || id === Number(ID);
    const isCancelledCode = typeof code === 'string' && code.toLowerCase().startsWith('cancelledby');
    return isThisPayment && state === 'rejected' && isCancelledCode && status >= 200 && status < 300;
  } catch {
    return false;
  }
}

function expectWellFormed(reading: ProviderReading): void {
  expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
  for (const text of JSON.stringify([reading.answer, reading.code, reading.proof?.state]).match(/[^\x20-\x7e]/g) ?? []) {
    expect.unreachable(`an unprintable character: ${JSON.stringify(text)}`);
  }
}

describe('whatever Powens answers', () => {
  it('a read has a meaning, or is a fault to be repeated, and says `cancelled` only where Powens does', () => {
    let cancelledReads = 0;
    fc.assert(
      fc.property(answer, known, (got, run) => {
        const look = classifyRead(got, run);
        if (look instanceof ProviderFault) {
          expect(look.retryable).toBe(true);
          return;
        }
        expectWellFormed(look.reading);
        const isCancelled = look.reading.answer.kind === 'cancelled';
        expect(isCancelled).toBe(saysCancelled(got));
        if (isCancelled) cancelledReads += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(cancelledReads).toBeGreaterThan(0);
  });

  it('a read lets a request be sent only for a living payment with nothing of ours under way', () => {
    fc.assert(
      fc.property(answer, known, (got, run) => {
        const look = classifyRead(got, run);
        if (look instanceof ProviderFault || look.sendable === null) return;
        const { begun, accepted, rejected, notSent } = run.facts.sends;
        expect(['created', 'pending']).toContain(look.sendable.payment.state);
        expect(look.sendable.payment.stateDetail ?? '').not.toMatch(/^cancelling/i);
        expect(accepted + rejected).toBe(0);
        expect(begun - notSent).toBeLessThanOrEqual(1);
        expect(run.facts.linkIssued).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a send has a fate and a meaning, and says `cancelled` only where Powens does', () => {
    const before: Seen = {
      payment: { id: ID, state: 'pending', stateDetail: null, errorCode: null, action: null, validateUri: null, connectorUuid: null, instructions: [] },
      answer: { status: 200, headers: {}, text: '{}', digest: 'sha256:11', receivedAt: '2026-11-21T09:59:59.000Z' },
    };
    fc.assert(
      fc.property(answer, known, (got, run) => {
        const reading = classifySend(got, before, run);
        expectWellFormed(reading);
        expect(reading.answer.kind === 'cancelled').toBe(saysCancelled(got) && reading.send === 'accepted');
        expect(reading.answer.kind).not.toBe('cancellable');
        if (reading.send === 'lost' || reading.send === 'notSent') expect(['indeterminate', 'blocked']).toContain(reading.answer.kind);
      }),
      { numRuns: 2_000 },
    );
  });

  it('the same read means the same, and a read after it too', () => {
    fc.assert(
      fc.property(answer, known, (got, run) => {
        const first = classifyRead(got, run);
        if (first instanceof ProviderFault) return;
        expect(classifyRead(got, run)).toEqual(first);
        const second = classifyRead(got, { ...run, facts: first.facts });
        expect(second instanceof ProviderFault ? null : second.reading.answer).toEqual(first.reading.answer);
      }),
      { numRuns: 2_000 },
    );
  });
});
