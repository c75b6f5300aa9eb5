import { type CancellationAnswer, isFinal } from '../../contracts/answer.js';
import type { MoneyMovement, Outcome } from '../../contracts/outcome.js';

/**
 * Where a payment stands, whoever says it: what our outcomes and a provider's answers have in common. A kind of outcome
 * tells how we got there; only this can be compared with a later read.
 */
export type Standing =
  | 'cancelled'
  /** Ended without money and without a cancellation. */
  | 'dead'
  | 'moved'
  | 'movedPartly'
  /** Not ended: the money is expected to move. */
  | 'alive'
  /** Nobody can say whether money moves. */
  | 'unclear'
  /** The provider does not know it. */
  | 'missing';

/** Where an outcome, or an answer that would be one, leaves the payment. */
export function standingOfEnd({ kind, moneyMovement }: Pick<Outcome, 'kind' | 'moneyMovement'>): Standing {
  switch (kind) {
    case 'cancelled':
      return 'cancelled';
    case 'notExecuted':
      return 'dead';
    case 'tooLate':
      return 'moved';
    case 'partiallyExecuted':
      return 'movedPartly';
    case 'notFound':
      return 'missing';
    case 'notSupported':
    case 'notCancellable':
    case 'refused':
    case 'payerDidNotValidate':
    case 'stopped':
      return standingOfMoney(moneyMovement);
  }
}

/** Null where the answer tells nothing: the read failed, or nobody understands it. */
export function standingOfAnswer(answer: CancellationAnswer): Standing | null {
  if (isFinal(answer)) return standingOfEnd(answer);
  switch (answer.kind) {
    case 'cancellable':
    case 'payerValidationRequired':
    case 'inProgress':
      return 'alive';
    case 'indeterminate':
    case 'blocked':
      return null;
  }
}

function standingOfMoney(money: MoneyMovement): Standing {
  switch (money) {
    case 'none':
      return 'dead';
    case 'partial':
      return 'movedPartly';
    case 'done':
      return 'moved';
    case 'expected':
      return 'alive';
    case 'unknown':
      return 'unclear';
  }
}
