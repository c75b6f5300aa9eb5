import { describe, expect, it } from 'vitest';
import { compare } from '../../cli/reconcile/compare.js';
import { DIFFERENCES, type DifferenceKind, whatToDo } from '../../cli/reconcile/difference.js';
import { cursorOf, readPeriod } from '../../cli/reconcile/period.js';
import type { Outcome, PaymentReading } from '../../client/index.js';
import type { CancellationAnswer } from '../../contracts/answer.js';
import type { MoneyMovement, Proof } from '../../contracts/outcome.js';
import { SAYS } from '../workflow/scripted-provider.js';

const NOW = new Date('2026-11-21T12:00:00Z');

function proofOf(state: Proof['state'], digest = 'sha256:01'): Proof {
  return { provider: 'powens', resource: '/payments/1', state, readAt: NOW.toISOString(), digest };
}

function outcomeOf(kind: Outcome['kind'], moneyMovement: MoneyMovement, more: Partial<Outcome> = {}): Outcome {
  const common = { moneyMovement, reason: null, remedy: null, amounts: null, decidedBy: null, proof: proofOf({ state: 'then' }), ...more };
  return kind === 'cancelled' ? { ...common, kind, how: 'direct' } : { ...common, kind, how: null };
}

function readingOf(answer: CancellationAnswer, proof: Proof | null = proofOf({ state: 'now' })): PaymentReading {
  return { answer, proof, providerRequestId: null };
}

const cancelledPartly = { ...SAYS.alreadyCancelled, moneyMovement: 'partial' } as const;
const reversed = { ...SAYS.tooLate, moneyMovement: 'none', reason: 'already_reversed' } as const;
const noLongerFollowed = { ...SAYS.notCancellable, moneyMovement: 'unknown', reason: 'expired_untracked' } as const;

describe('the comparison of an outcome with what the provider says now', () => {
  it.each<[Outcome, CancellationAnswer, DifferenceKind | 'same']>([
    [outcomeOf('cancelled', 'none'), SAYS.alreadyCancelled, 'same'],
    [outcomeOf('cancelled', 'none'), SAYS.notExecuted, 'same'],
    [outcomeOf('cancelled', 'none'), SAYS.tooLate, 'money_moved'],
    [outcomeOf('cancelled', 'none'), SAYS.partiallyExecuted, 'money_moved'],
    [outcomeOf('cancelled', 'none'), SAYS.cancellable, 'still_alive'],
    [outcomeOf('cancelled', 'none'), SAYS.payerNeeded, 'still_alive'],
    [outcomeOf('cancelled', 'none'), SAYS.validating, 'still_alive'],
    [outcomeOf('cancelled', 'none'), SAYS.notFound, 'missing_now'],
    [outcomeOf('cancelled', 'none'), noLongerFollowed, 'unclear_now'],
    [outcomeOf('cancelled', 'none'), cancelledPartly, 'amounts_differ'],
    [outcomeOf('cancelled', 'partial'), cancelledPartly, 'same'],
    [outcomeOf('cancelled', 'partial'), SAYS.tooLate, 'amounts_differ'],
    [outcomeOf('cancelled', 'partial'), reversed, 'same'],
    [outcomeOf('notExecuted', 'none'), SAYS.tooLate, 'money_moved'],
    [outcomeOf('notExecuted', 'none'), SAYS.cancellable, 'still_alive'],
    [outcomeOf('notExecuted', 'none'), SAYS.alreadyCancelled, 'cancelled_since'],
    [outcomeOf('tooLate', 'done'), SAYS.tooLate, 'same'],
    [outcomeOf('tooLate', 'done'), reversed, 'same'],
    [outcomeOf('tooLate', 'expected'), SAYS.alreadyCancelled, 'cancelled_since'],
    [outcomeOf('tooLate', 'expected'), SAYS.notExecuted, 'died_since'],
    [outcomeOf('tooLate', 'expected'), SAYS.cancellable, 'still_alive'],
    [outcomeOf('partiallyExecuted', 'partial'), SAYS.tooLate, 'amounts_differ'],
    [outcomeOf('payerDidNotValidate', 'expected'), SAYS.payerNeeded, 'same'],
    [outcomeOf('payerDidNotValidate', 'expected'), SAYS.alreadyCancelled, 'cancelled_since'],
    [outcomeOf('stopped', 'expected'), SAYS.tooLate, 'same'],
    [outcomeOf('stopped', 'expected'), SAYS.notExecuted, 'died_since'],
    [outcomeOf('stopped', 'unknown'), SAYS.tooLate, 'clear_since'],
    [outcomeOf('stopped', 'none'), SAYS.tooLate, 'money_moved'],
    [outcomeOf('refused', 'expected'), SAYS.cancellable, 'same'],
    [outcomeOf('notCancellable', 'unknown'), SAYS.cancellable, 'clear_since'],
    [outcomeOf('notSupported', 'none'), { ...SAYS.notSupported, moneyMovement: 'none' }, 'same'],
    [outcomeOf('notFound', 'unknown'), SAYS.notFound, 'same'],
    [outcomeOf('notFound', 'unknown'), SAYS.cancellable, 'found_since'],
    [outcomeOf('refused', 'expected', { decidedBy: { actor: 'ops', reason: 'seen' } }), SAYS.alreadyCancelled, 'cancelled_since'],
  ])('of %o with %o', (outcome, answer, expected) => {
    const verdict = compare(outcome, readingOf(answer));
    expect(verdict.kind === 'different' ? verdict.difference : verdict.kind).toBe(expected);
  });

  it.each([SAYS.unclear, SAYS.forbidden])('tells nothing of an answer that tells nothing (%o)', (answer) => {
    expect(compare(outcomeOf('cancelled', 'none'), readingOf(answer, null))).toEqual({ kind: 'unreadable', reason: answer.reason });
  });

  it('is the same where the provider says the very words of our proof, whatever else in its body has changed', () => {
    const outcome = outcomeOf('notExecuted', 'none', { reason: 'expired', proof: proofOf({ state: 'expired', error_code: null }) });
    const sameWords = readingOf(noLongerFollowed, proofOf({ error_code: null, state: 'expired' }, 'sha256:02'));
    expect(compare(outcome, sameWords)).toEqual({ kind: 'same' });
    expect(compare({ ...outcome, decidedBy: { actor: 'ops', reason: 'seen' } }, sameWords).kind).toBe('different');
  });
});

describe('every difference', () => {
  it.each(Object.keys(DIFFERENCES) as DifferenceKind[])('%s says what to do about this very payment', (kind) => {
    const text = whatToDo(kind, { provider: 'powens', account: 'shop', paymentId: '12345' });
    expect(text).not.toContain('{');
    if (DIFFERENCES[kind].whatToDo.includes('{cancel}')) expect(text).toContain('countermand cancel powens 12345 --account shop');
  });
});

describe('the period', () => {
  it('is the last day, unless something else is said', () => {
    expect(readPeriod({}, NOW)).toMatchObject({ since: new Date('2026-11-20T12:00:00Z'), until: NOW, page: null });
    expect(readPeriod({ since: '7d' }, NOW).since).toEqual(new Date('2026-11-14T12:00:00Z'));
    expect(readPeriod({ since: '2026-11-01', until: '2026-11-02T00:00:00Z', account: 'shop' }, NOW)).toMatchObject({ since: new Date('2026-11-01T00:00:00Z'), account: 'shop' });
  });

  it('is the same again from its cursor, later', () => {
    const period = { ...readPeriod({ since: '1h', provider: 'powens' }, NOW), page: 'next' };
    expect(readPeriod({ cursor: cursorOf(period) }, new Date())).toEqual(period);
  });

  it.each([{ since: 'yesterday' }, { since: '1h', until: '2h' }, { cursor: 'x' }, { cursor: '' }])('is refused as %o', (values) => {
    expect(() => readPeriod(values, NOW)).toThrow(/--(since|until|cursor)/);
  });
});
