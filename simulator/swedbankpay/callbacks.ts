import { randomUUID } from 'node:crypto';
import type { Deliveries, RetryPolicy } from '../core/deliveries.js';
import { INSTRUMENTS } from './instruments.js';
import { pathOf, type PaymentOrder, type Transaction } from './payment-order.js';

/** Seconds from one attempt to the next: an unanswered callback is sent 30, 60, 360, 432, 864 and 1265 s after the transaction. */
const DELAYS_SECONDS = [30, 30, 300, 72, 432, 401];

/** "until a 200": no other status will do. */
export const CALLBACK_RETRIES: RetryPolicy = {
  timeoutMs: 10_000,
  accepts: (status) => status === 200,
  retry: { kind: 'schedule', delaysMs: DELAYS_SECONDS.map((seconds) => seconds * 1000) },
};

export interface Callback {
  readonly url: string;
  readonly order: PaymentOrder;
  readonly transaction: Transaction;
}

/** Sends a callback: which order, and no word on its state. It is not signed. */
export function sendCallback(deliveries: Deliveries, { url, order, transaction }: Callback): void {
  deliveries.send({
    provider: 'swedbankpay',
    payment: pathOf(order),
    channel: 'webhook',
    event: `${transaction.type} #${transaction.number}`,
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(bodyOf(order, transaction)),
  });
}

function bodyOf(order: PaymentOrder, transaction: Transaction): string {
  const { knobs, orderReference, instrument } = order;
  if (knobs.callbackFlaw === 'forgedBody') return '{"paymentOrder": {"id": "/psp/paymentorders/../../etc/passwd"';
  const named = { id: namedPath(order), instrument };
  if (knobs.callbackShape === '3.1') return JSON.stringify({ orderReference, paymentOrder: { ...named, number: transaction.number } });
  const payment = `/psp/${INSTRUMENTS[instrument].path}/payments/${order.paymentId}`;
  return JSON.stringify({
    orderReference,
    paymentOrder: { ...named, instrument: 'paymentorders' },
    payment: { id: payment, number: transaction.number },
    transaction: { id: `${payment}/${transaction.type.toLowerCase()}s/${transaction.id}`, number: transaction.number },
  });
}

function namedPath(order: PaymentOrder): string {
  switch (order.knobs.callbackFlaw) {
    case 'none':
    case 'forgedBody':
      return pathOf(order);
    case 'unknownOrder':
      return pathOf({ id: randomUUID() });
  }
}
