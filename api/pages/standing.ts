import type { CancelledOutcome, NotCancelledOutcome } from '../../contracts/outcome.js';
import type { CancellationResource } from '../../contracts/resource.js';
import type { CancelledView, Money, NotCancelledView, OpenView, PayerView } from './texts/payer-texts.js';

/** What there is to say to a payer about a cancellation. */
export interface Standing {
  readonly view: PayerView;
  readonly money: Money;
  /** While a link is open, the bank may be tried again, even while it is still being asked. */
  readonly payerMayContinue: boolean;
  /** Looking again may show something else. */
  readonly mayChange: boolean;
  /** It may do so without anybody's doing, and soon. */
  readonly moves: boolean;
}

/** How a cancellation stands at `now`, in the payer's terms. Never more than the resource says. */
export function standingOf(resource: CancellationResource, now: Date): Standing {
  const { outcome, problem } = resource;
  if (problem !== null) return { view: 'unresolved', money: 'unknown', payerMayContinue: false, mayChange: false, moves: false };
  if (outcome !== null) {
    const view = outcome.kind === 'cancelled' ? cancelledView(outcome) : notCancelledView(outcome);
    const money = view === 'alreadyReversed' ? 'givenBack' : outcome.moneyMovement;
    return { view, money, payerMayContinue: false, mayChange: false, moves: false };
  }
  const payerMayContinue = payerMayAct(resource, now);
  const view = openView(resource, payerMayContinue);
  return { view, money: 'open', payerMayContinue, mayChange: true, moves: MOVING.includes(view) };
}

/** Nothing is asked of the payer, and the provider may answer at any moment. A review takes as long as people take. */
const MOVING: readonly PayerView[] = ['requested', 'verifying', 'deadlinePassed', 'awaitingProvider', 'lateNews'];

function payerMayAct({ status, rounds, deadline }: CancellationResource, now: Date): boolean {
  const inTime = deadline === null || Date.parse(deadline) > now.getTime();
  const open = status === 'awaiting_payer' || status === 'verifying' || status === 'needs_review';
  return open && inTime && rounds > 0;
}

function openView({ status, supersedes }: CancellationResource, payerMayContinue: boolean): OpenView {
  if (supersedes !== null) return 'lateNews';
  switch (status) {
    case 'requested':
      return 'requested';
    case 'awaiting_payer':
      return payerMayContinue ? 'awaitingPayer' : 'deadlinePassed';
    case 'awaiting_provider':
      return 'awaitingProvider';
    case 'needs_review':
      return 'needsReview';
    case 'verifying':
    // An end without an outcome is none.
    case 'cancelled':
    case 'not_cancelled':
      return 'verifying';
  }
}

function cancelledView({ how, moneyMovement }: CancelledOutcome): CancelledView {
  if (moneyMovement === 'partial') return 'partlyCancelled';
  switch (how) {
    case 'direct':
    case 'afterPayerValidation':
      return 'cancelled';
    case 'alreadyCancelled':
      return 'alreadyCancelled';
    case 'aborted':
      return 'aborted';
    case 'remainderReleased':
      return 'partlyCancelled';
  }
}

function notCancelledView({ kind, reason }: NotCancelledOutcome): NotCancelledView {
  return kind === 'tooLate' && reason === ALREADY_REVERSED ? 'alreadyReversed' : kind;
}

/** `classification.md`: the money of an executed payment went back to the payer before we came. */
const ALREADY_REVERSED = 'already_reversed';
