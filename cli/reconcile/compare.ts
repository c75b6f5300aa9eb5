import type { Outcome, PaymentReading } from '../../client/index.js';
import { isFinal } from '../../contracts/answer.js';
import type { DifferenceKind } from './difference.js';
import { type Standing, standingOfAnswer, standingOfEnd } from './standing.js';

export type Verdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'different'; readonly difference: DifferenceKind }
  /** The provider's answer tells nothing: neither same nor different. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Whether the provider still says what an outcome says. */
export function compare(outcome: Outcome, reading: PaymentReading): Verdict {
  const theirs = standingOfAnswer(reading.answer);
  if (theirs === null) return { kind: 'unreadable', reason: reasonOf(reading) };
  // The very words our outcome rests on: what they mean, the run knew better than a reader who has done nothing.
  if (outcome.decidedBy === null && saysTheSame(outcome, reading)) return { kind: 'same' };
  const ours = standingOfEnd(outcome);
  const difference = ours === theirs ? amountsDifference(outcome, reading) : differenceOf({ ours, theirs, outcome, reading });
  return difference === null ? { kind: 'same' } : { kind: 'different', difference };
}

/** The digest is of a whole body, which may change without its meaning; the state fields are the meaning. */
function saysTheSame({ proof }: Outcome, reading: PaymentReading): boolean {
  if (proof === null || reading.proof === null || proof.resource !== reading.proof.resource) return false;
  const [ours, theirs] = [proof.state, reading.proof.state];
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...names].every((name) => ours[name] === theirs[name]);
}

function amountsDifference(outcome: Outcome, reading: PaymentReading): DifferenceKind | null {
  if (outcome.kind !== 'cancelled' || !isFinal(reading.answer)) return null;
  return outcome.moneyMovement === reading.answer.moneyMovement ? null : 'amounts_differ';
}

interface Comparison {
  readonly ours: Standing;
  readonly theirs: Standing;
  readonly outcome: Outcome;
  readonly reading: PaymentReading;
}

/** Null where the payment only went on as our outcome said it would. */
function differenceOf(comparison: Comparison): DifferenceKind | null {
  const { ours, theirs, outcome } = comparison;
  if (ours === 'missing') return 'found_since';
  switch (theirs) {
    case 'missing':
      return 'missing_now';
    case 'unclear':
      return 'unclear_now';
    case 'cancelled':
      return 'cancelled_since';
    case 'dead':
      // Cancelled or otherwise dead: no money moves either way.
      return ours === 'cancelled' ? null : ours === 'unclear' ? 'clear_since' : 'died_since';
    case 'alive':
      return ours === 'unclear' ? 'clear_since' : 'still_alive';
    case 'moved':
    case 'movedPartly':
      return outcome.kind === 'cancelled' && outcome.moneyMovement === 'partial' ? ofPartial(comparison) : ofMoved(comparison);
  }
}

/** Part was captured before we released the rest; giving that part back later is no difference. */
function ofPartial({ reading: { answer } }: Comparison): DifferenceKind | null {
  return isFinal(answer) && answer.moneyMovement === 'none' ? null : 'amounts_differ';
}

function ofMoved({ ours }: Comparison): DifferenceKind | null {
  switch (ours) {
    case 'cancelled':
    case 'dead':
      return 'money_moved';
    case 'unclear':
      return 'clear_since';
    case 'moved':
    case 'movedPartly':
      return 'amounts_differ';
    case 'alive':
    case 'missing':
      return null;
  }
}

function reasonOf({ answer }: PaymentReading): string {
  return 'reason' in answer && answer.reason !== null ? answer.reason : answer.kind;
}
