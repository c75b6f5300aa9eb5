import type { Answer } from '../core/answer.js';
import type { ReceivedCall } from '../core/route.js';
import type { Merchant } from './merchants.js';
import type { SwedbankPayParts } from './parts.js';
import type { PaymentOrder } from './payment-order.js';
import { NOT_FOUND, problemAnswer, UNAUTHORISED } from './problems.js';

export type Admission =
  | { readonly refusal: Answer }
  | { readonly refusal: null; readonly merchant: Merchant; readonly order: PaymentOrder };

/** Lets a call through to an order of the merchant whose token it carries; another merchant's is unknown. */
export function admit({ merchants, orders }: SwedbankPayParts, received: ReceivedCall): Admission {
  const merchant = merchants.byAuthorization(received.headers['authorization']);
  if (merchant === undefined) return { refusal: UNAUTHORISED };
  const { id, paymentId } = received.parameters;
  const order = id === undefined ? orders.byPaymentId(paymentId ?? '') : orders.get(id);
  if (order === undefined || order.merchant !== merchant.name) return { refusal: problemAnswer(NOT_FOUND) };
  return { refusal: null, merchant, order };
}
