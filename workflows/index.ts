/** Exactly what the worker registers. */
export { CancelPaymentWorkflow } from './cancel-payment.js';
export { DeliverEventWorkflow } from './deliver-event.js';
