import type { PaymentRef, ProviderId } from './payment.js';

/** Names that stand in histories: renaming one breaks every open run. */
export const TASK_QUEUE = 'countermand';
export const EVENTS_TASK_QUEUE = 'countermand-events';
/** Queue of a provider that has one of its own (`PROVIDER_QUEUES`). */
export function providerTaskQueue(provider: ProviderId): string {
  return `${TASK_QUEUE}-provider-${provider}`;
}

export const CANCEL_WORKFLOW = 'CancelPaymentWorkflow';
export const DELIVER_WORKFLOW = 'DeliverEventWorkflow';
export const CHECK_WORKFLOW = 'CheckPaymentWorkflow';

const CANCEL_PREFIX = 'cancel-payment';
const LATE_NEWS_PREFIX = 'late-news';

/** `cancel-payment/{provider}/{account}/{paymentId without leading slash}`: at most one open run per payment. */
export function cancelWorkflowId(payment: PaymentRef): string {
  return workflowIdOf(CANCEL_PREFIX, payment);
}

/** Id of the observing run, apart from the above so that it holds up no new request (design section 3, "Late news"). */
export function lateNewsWorkflowId(payment: PaymentRef): string {
  return workflowIdOf(LATE_NEWS_PREFIX, payment);
}

function workflowIdOf(prefix: string, payment: PaymentRef): string {
  return `${prefix}/${payment.provider}/${payment.account}/${payment.paymentId.replace(/^\//, '')}`;
}

/** In the metadata of an encrypted payload: the id of the key it was encrypted with. */
export const ENCRYPTION_KEY_ID = 'encryption-key-id';
