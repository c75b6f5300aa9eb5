import type { PaymentRef } from './payment.js';

/** The one argument of `CheckPaymentWorkflow`. */
export interface CheckPaymentInput {
  readonly payment: PaymentRef;
}

/** What a dry run says: nothing is sent, nothing is promised (design section 5, `POST /v1/cancellation-checks`). */
export interface CancellationCheck {
  readonly cancellable: 'yes' | 'no' | 'unknown';
  readonly payerValidation: 'required' | 'not_required' | 'unknown';
  /** Stable code, null where there is nothing to add. */
  readonly reason: string | null;
  /** ISO 8601 */
  readonly readAt: string;
}

export interface CheckActivities {
  /** Reads the payment once and says what a request would probably meet. Never sends. */
  checkPayment(input: CheckPaymentInput): Promise<CancellationCheck>;
}
