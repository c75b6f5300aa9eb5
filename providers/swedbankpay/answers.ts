import type { CancellationAnswer, CancelledAnswer, EndedAnswer } from '../../contracts/answer.js';
import type { Amounts, CancelledHow } from '../../contracts/outcome.js';
import { capturedAmount, type PaymentOrder } from './order.js';

/** The answers Swedbank Pay gives, with the money that goes with each (`classification.md`, "Swedbank Pay"). */

interface Released {
  readonly how: CancelledHow;
  readonly amounts: Amounts | null;
}

/** The order is proved cancelled and nothing of it was captured. */
export function cancelled({ how, amounts }: Released): CancelledAnswer {
  return { kind: 'cancelled', how, moneyMovement: 'none', reason: null, remedy: null, amounts };
}

/** The rest is proved released after a part was captured. */
export function partlyCancelled({ how, amounts }: Released): CancelledAnswer {
  return { kind: 'cancelled', how, moneyMovement: 'partial', reason: null, remedy: null, amounts };
}

/** Captured or sold already. `amounts` where the order states them. */
export function tooLate(order: PaymentOrder): EndedAnswer {
  const captured = capturedAmount(order);
  const isWhole = order.amount !== null && captured >= order.amount;
  const amounts = isWhole ? amountsOf(order, { released: 0, captured }) : null;
  return { kind: 'tooLate', moneyMovement: 'done', reason: null, remedy: 'reversal', amounts };
}

export const alreadyReversed: EndedAnswer = ended('tooLate', 'none', 'already_reversed');
export const failed: EndedAnswer = ended('notExecuted', 'none', null);
export const authorisationExpired: EndedAnswer = ended('notExecuted', 'none', 'authorisation_expired');
export const verifiesOnly: EndedAnswer = ended('notSupported', 'none', null);
export const paysOut: EndedAnswer = ended('notSupported', 'expected', null);
export const notFound: EndedAnswer = ended('notFound', 'unknown', null);
export const providerForbids: EndedAnswer = ended('notCancellable', 'expected', 'provider_forbids');
export const requestRejected: EndedAnswer = ended('notCancellable', 'expected', 'provider_rejected_request');

/** The acquirer or bank declined the cancellation; the payment stands. */
export function refused(code: string): EndedAnswer {
  return ended('refused', 'expected', code);
}

function ended(kind: EndedAnswer['kind'], moneyMovement: EndedAnswer['moneyMovement'], reason: string | null): EndedAnswer {
  return { kind, moneyMovement, reason, remedy: null, amounts: null };
}

/** Why an order that we asked nothing of is waited for; after `PROVIDER_WAIT` it counts as not cancellable. */
export type WaitReason = 'payer_in_app' | 'operation_not_offered';

export function waiting(reason: WaitReason): CancellationAnswer {
  return { kind: 'inProgress', overdue: 'notCancellable', overdueReason: reason };
}

/** Swedbank Pay took our request, or may have, and has not said what came of it. */
export function unconfirmed(operation: 'cancel' | 'abort'): CancellationAnswer {
  return { kind: 'inProgress', overdue: 'indeterminate', overdueReason: `${operation}_not_confirmed` };
}

/** Why nothing can be said now. */
export type UnclearReason =
  | 'answer_for_another_order'
  | 'answer_lost'
  | 'contradictory_order'
  | 'declined'
  | 'href_not_followed'
  | 'not_found'
  | 'provider_forbids'
  | 'provider_unavailable'
  | 'rate_limited'
  | 'reference_rejected'
  | 'request_rejected'
  | 'send_limit_reached'
  | 'unknown_state'
  | 'unmapped_problem'
  | 'unreadable_answer';

export function unclear(reason: UnclearReason): CancellationAnswer {
  return { kind: 'indeterminate', reason };
}

export function blocked(reason: string): CancellationAnswer {
  return { kind: 'blocked', reason };
}

/** Amounts in the order's currency; null where it names none. */
export function amountsOf(
  { currency }: PaymentOrder,
  { released, captured }: { readonly released: number | null; readonly captured: number },
): Amounts | null {
  if (currency === null || released === null || !Number.isSafeInteger(released) || released < 0) return null;
  return /^[A-Z]{3}$/.test(currency) ? { currency, released, captured } : null;
}
