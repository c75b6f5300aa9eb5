import type { Amounts, CancelledHow, MoneyMovement, Remedy } from './outcome.js';

interface Ending {
  readonly moneyMovement: MoneyMovement;
  readonly reason: string | null;
  readonly remedy: Remedy | null;
  readonly amounts: Amounts | null;
}

/** The provider proves that the payment is cancelled. */
export interface CancelledAnswer extends Ending {
  readonly kind: 'cancelled';
  readonly how: CancelledHow;
}

/** The provider says something that ends the request without a cancellation. */
export interface EndedAnswer extends Ending {
  readonly kind:
    | 'notExecuted'
    | 'tooLate'
    | 'partiallyExecuted'
    | 'notSupported'
    | 'notCancellable'
    | 'refused'
    | 'notFound';
}

export type FinalAnswer = CancelledAnswer | EndedAnswer;

/**
 * What the provider says now, normalised (`classification.md` has one row per meaning).
 *
 * `cancellable` only comes from a plain read: nothing was asked yet and asking would be legitimate.
 */
export type CancellationAnswer =
  | FinalAnswer
  | { readonly kind: 'cancellable' }
  /** `attention` names why a person should look although the payer may still act, else null. */
  | { readonly kind: 'payerValidationRequired'; readonly attention: string | null }
  /** After `PROVIDER_WAIT`: `notCancellable` with `overdueReason`, or `needs_review` where `overdue` says so. */
  | { readonly kind: 'inProgress'; readonly overdue: 'notCancellable' | 'indeterminate'; readonly overdueReason: string }
  | { readonly kind: 'indeterminate'; readonly reason: string }
  /** Our credentials or configuration are wrong: never the payment's fault, never an outcome by itself. */
  | { readonly kind: 'blocked'; readonly reason: string };

/** True for the answers that end a request. */
export function isFinal(answer: CancellationAnswer): answer is FinalAnswer {
  switch (answer.kind) {
    case 'cancelled':
    case 'notExecuted':
    case 'tooLate':
    case 'partiallyExecuted':
    case 'notSupported':
    case 'notCancellable':
    case 'refused':
    case 'notFound':
      return true;
    case 'cancellable':
    case 'payerValidationRequired':
    case 'inProgress':
    case 'indeterminate':
    case 'blocked':
      return false;
  }
}

/** The money a payment may still move under this answer; `unknown` where the answer does not tell. */
export function moneyUnder(answer: CancellationAnswer): MoneyMovement {
  if (isFinal(answer)) return answer.moneyMovement;
  switch (answer.kind) {
    case 'cancellable':
    case 'payerValidationRequired':
    case 'inProgress':
      return 'expected';
    case 'indeterminate':
    case 'blocked':
      return 'unknown';
  }
}
