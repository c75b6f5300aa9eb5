import { moneyUnder, type FinalAnswer } from '../../contracts/answer.js';
import type { MoneyMovement, NotCancelledKind, Outcome, Proof } from '../../contracts/outcome.js';
import type { CancellationState } from './state.js';

/** The provider's final answer as the request's outcome, with its proof. */
export function outcomeOf(answer: FinalAnswer, proof: Proof | null): Outcome {
  const { moneyMovement, reason, remedy, amounts } = answer;
  const rest = { moneyMovement, reason, remedy, amounts, decidedBy: null, proof };
  return answer.kind === 'cancelled'
    ? { kind: answer.kind, how: answer.how, ...rest }
    : { kind: answer.kind, how: null, ...rest };
}

/** An outcome that our side decides because time or patience is over; money and proof are those of the last read. */
export function outcomeByUs(
  state: CancellationState,
  decision: {
    readonly kind: NotCancelledKind;
    readonly reason: string | null;
    readonly decidedBy?: Outcome['decidedBy'];
  },
): Outcome {
  const known = state.last?.known ?? null;
  return {
    kind: decision.kind,
    how: null,
    moneyMovement: moneyAsLastRead(state),
    reason: decision.reason,
    remedy: null,
    amounts: null,
    decidedBy: decision.decidedBy ?? null,
    proof: known?.proof ?? null,
  };
}

function moneyAsLastRead(state: CancellationState): MoneyMovement {
  const known = state.last?.known ?? null;
  return known === null ? 'unknown' : moneyUnder(known.answer);
}
