import { HttpPaymentCancellations } from '../client/http/index.js';
import type { Outcome } from '../client/http/index.js';

export interface Order {
  readonly reference: string;
  readonly paymentId: string;
}

/**
 * An order service in twenty lines: cancels the payment of an order, sends its payer to the bank where the bank wants
 * that, and comes back with the outcome. Safe to call again after any failure: the order's reference is the key.
 */
export async function cancelOrder(
  order: Order,
  countermand: { readonly baseUrl: string; readonly token?: string },
  sendPayerTo: (url: string) => Promise<void>,
): Promise<Outcome> {
  const cancellations = new HttpPaymentCancellations(countermand);
  const cancellation = await cancellations.start(
    { provider: 'powens', paymentId: order.paymentId, orderRef: order.reference, reason: 'requested_by_customer' },
    { idempotencyKey: `cancel-${order.reference}` },
  );
  const action = await cancellation.nextAction();
  if (action?.type === 'redirect_payer') await sendPayerTo(action.url);
  return cancellation.result();
}
