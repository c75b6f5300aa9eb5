import type { EndedAnswer } from '../../contracts/answer.js';
import type { CancelledHow } from '../../contracts/outcome.js';
import type { RunFacts } from '../../contracts/provider.js';
import { machineCode } from './machine-code.js';
import { indeterminate, type Known, type Meaning, PROVIDER_REJECTED_REQUEST, settled } from './meaning.js';
import { awaitsPayer, payerMeaning } from './payer-validation-state.js';
import { lostSends, mayHaveSent, readMemory } from './run-facts.js';
import type { PowensPayment } from './wire.js';

type Classify = (payment: PowensPayment, known: Known) => Meaning;

/** Every documented state (reference page "Payments"); anything else is not understood. */
const BY_STATE: ReadonlyMap<string, Classify> = new Map<string, Classify>([
  ['rejected', rejected],
  ['done', () => ended({ kind: 'tooLate', moneyMovement: 'done', reason: null, remedy: 'reversal' })],
  ['accepted', () => ended({ kind: 'tooLate', moneyMovement: 'expected', reason: 'accepted_not_confirmed' })],
  ['partial', () => ended({ kind: 'partiallyExecuted', moneyMovement: 'partial', reason: null })],
  ['expired', expired],
  ['validating', unlessAwaitingPayer(stillValidating)],
  ['created', unlessAwaitingPayer(created)],
  ['pending', unlessAwaitingPayer(pending)],
]);

/**
 * What a payment says to this run: `classification.md`, table "Powens", as a pure, total function.
 *
 * An answer with `rereads` counts only once later reads, classified with the same facts, repeat it.
 */
export function classifyPayment(payment: PowensPayment, known: Known): Meaning {
  if (payment.id !== known.paymentId) return indeterminate('foreign_payment');
  if (payment.state === null) return indeterminate('state_missing');
  const classify = BY_STATE.get(payment.state);
  return classify === undefined ? indeterminate('state_unknown') : classify(payment, known);
}

function rejected(payment: PowensPayment, { facts }: Known): Meaning {
  // Powens writes the code in two spellings and with two authors, User and Client; each is a cancellation.
  if (!/^cancelledBy/i.test(payment.errorCode ?? '')) {
    return ended({ kind: 'notExecuted', moneyMovement: 'none', reason: machineCode(payment.errorCode) });
  }
  const answer = { kind: 'cancelled', how: cancelledHow(facts), moneyMovement: 'none' } as const;
  return settled({ ...answer, reason: null, remedy: null, amounts: null });
}

function cancelledHow(facts: RunFacts): CancelledHow {
  if (facts.linkIssued) return 'afterPayerValidation';
  return mayHaveSent(facts) ? 'direct' : 'alreadyCancelled';
}

/** Powens gives up following a payment after some days: that says nothing about a transfer already begun. */
function expired(_payment: PowensPayment, { facts }: Known): Meaning {
  if (readMemory(facts.memory).lastState === 'created') {
    return ended({ kind: 'notExecuted', moneyMovement: 'none', reason: 'expired' });
  }
  return ended({ kind: 'notCancellable', moneyMovement: 'unknown', reason: 'expired_untracked' });
}

/** A cancellation under way is adopted in whatever unfinished state it shows: nothing more is sent. */
function unlessAwaitingPayer(otherwise: Classify): Classify {
  return (payment, known) => (awaitsPayer(payment) ? payerMeaning(payment, known) : otherwise(payment, known));
}

function stillValidating(): Meaning {
  return settled({ kind: 'inProgress', overdue: 'notCancellable', overdueReason: 'still_validating' });
}

/** No look at instructions here: the guide's criterion on instant payments binds only `pending`. */
function created(_payment: PowensPayment, { facts }: Known): Meaning {
  if (facts.sends.rejected > 0) return providerRejectedRequest();
  if (mayHaveSent(facts) || facts.linkIssued) return indeterminate('created_after_request');
  return settled({ kind: 'cancellable' });
}

/** Pending without a cancellation under way: what that means depends on what this run did before. */
function pending(payment: PowensPayment, { facts }: Known): Meaning {
  if (facts.linkIssued) return unchanged({ kind: 'refused', moneyMovement: 'expected', reason: null }, 1);
  if (facts.sends.accepted > 0) {
    return unchanged({ kind: 'refused', moneyMovement: 'expected', reason: 'request_had_no_effect' }, 'all');
  }
  if (facts.sends.rejected > 0) return providerRejectedRequest();
  const lost = lostSends(facts);
  if (lost > 1) return indeterminate('request_answers_lost');
  // After one lost answer too: an unchanged payment may be asked for once more.
  return hasInstantInstruction(payment) ? instantPayment(lost) : settled({ kind: 'cancellable' });
}

function hasInstantInstruction({ instructions }: PowensPayment): boolean {
  return instructions.some(({ executionDateType }) => executionDateType?.toLowerCase() === 'instant');
}

function instantPayment(lost: number): Meaning {
  // A lost request may still take effect, so its absence is looked at more than once.
  return unchanged(
    { kind: 'notCancellable', moneyMovement: 'expected', reason: 'instant_payment' },
    lost === 0 ? 0 : 'all',
  );
}

function providerRejectedRequest(): Meaning {
  return unchanged({ kind: 'notCancellable', moneyMovement: 'expected', reason: PROVIDER_REJECTED_REQUEST }, 1);
}

type Ending = Pick<EndedAnswer, 'kind' | 'moneyMovement' | 'reason'> & Partial<Pick<EndedAnswer, 'remedy'>>;

/** A state that cannot become another one. */
function ended(ending: Ending): Meaning {
  return unchanged(ending, 0);
}

function unchanged(ending: Ending, rereads: Meaning['rereads']): Meaning {
  return { ...settled({ remedy: null, amounts: null, ...ending }), rereads };
}
