/** Exactly what the worker registers. */
export { CancelPaymentWorkflow } from './cancel-payment.js';
export { CheckPaymentWorkflow } from './check-payment.js';
export { DeliverEventWorkflow } from './deliver-event.js';
