import type { CancellationAnswer } from './answer.js';
import type { Correlated } from './correlation.js';
import type { Proof } from './outcome.js';
import type { PaymentRef } from './payment.js';

/** The one argument of `CheckPaymentWorkflow`. */
export interface CheckPaymentInput extends Correlated {
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

/** What the provider says of a payment now, to a reader who has done nothing about it. */
export interface PaymentReading {
  readonly answer: CancellationAnswer;
  /** Null where nothing could be read. */
  readonly proof: Proof | null;
  /** The provider's own name for this exchange, for its support; null where it gave none. */
  readonly providerRequestId: string | null;
}

/** Result of `CheckPaymentWorkflow`. */
export interface CheckPaymentResult extends CancellationCheck {
  /** Absent from a worker that was built before it was told. */
  readonly reading?: PaymentReading;
}

export interface CheckActivities {
  /** Reads the payment once and says what a request would probably meet. Never sends. */
  checkPayment(input: CheckPaymentInput): Promise<CheckPaymentResult>;
}
