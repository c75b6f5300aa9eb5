import type { PayerReturnPort } from '../../contracts/provider.js';

/**
 * The payer's way back from the bank or the webview (guide "Cancelling a payment", "Receive a callback from
 * the payer"). Powens names the payment `id_payment` here, and `payment_id` in the webview's address.
 *
 * Any `error` means that the payer left early: `cancelled` by choice, others because something broke. The
 * cancellation is still going on either way.
 */
export const powensPayerReturn: PayerReturnPort = {
  parse: (query) => ({
    state: query['state'] ?? null,
    paymentId: query['id_payment'] ?? null,
    left: (query['error'] ?? '') !== '',
  }),
};
