import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Deliveries } from '../core/deliveries.js';
import type { Cause } from '../core/ledger.js';
import type { ClientApplication, WebhookSubscription } from './client-application.js';
import { paymentBody, toJson } from './payment-body.js';
import type { PowensPayment } from './payment.js';

export const PAYMENT_STATE_UPDATED = 'PAYMENT_STATE_UPDATED';

export interface Notification {
  readonly payment: PowensPayment;
  /** Integer, unique per payload. */
  readonly dataId: number;
  readonly at: Date;
}

/** True when a change by this cause is told: older domains stay silent about interactive changes (guide "Webhooks"). */
export function isTold(payment: PowensPayment, cause: Cause): boolean {
  switch (payment.knobs.webhooks) {
    case 'systematic':
      return true;
    case 'background':
      return cause === 'bank' || cause === 'clock';
    case 'none':
      return false;
  }
}

/** Sends `PAYMENT_STATE_UPDATED` to every address the client has registered. */
export function notify(deliveries: Deliveries, client: ClientApplication, notification: Notification): void {
  const { payment, dataId } = notification;
  const body = toJson({ ...paymentBody(payment), id_webhook_data: dataId });
  for (const webhook of client.webhooks) {
    const { wire, headers } = prepare(webhook, payment, body, notification.at);
    deliveries.send({
      provider: 'powens',
      payment: payment.id,
      channel: 'webhook',
      event: `${PAYMENT_STATE_UPDATED} ${payment.state} #${dataId}`,
      method: 'POST',
      url: webhook.url,
      headers,
      body: wire,
    });
  }
}

/**
 * `BI-Signature`: base64 HMAC-SHA256 over `POST.{path}.{date}.{raw body}` (guide "Webhooks").
 * @param date the `BI-Signature-Date` header, verbatim
 */
export function signWebhook(secret: string, url: string, date: string, body: Buffer): string {
  const { pathname } = new URL(url);
  return createHmac('sha256', secret).update(`POST.${pathname}.${date}.`).update(body).digest('base64');
}

function prepare(
  webhook: WebhookSubscription,
  payment: PowensPayment,
  body: string,
  at: Date,
): { wire: Buffer; headers: Record<string, string> } {
  const plain = Buffer.from(body);
  const zipped = webhook.gzip || payment.knobs.webhookGzip;
  const wire = zipped ? gzipSync(plain) : plain;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (zipped) headers['content-encoding'] = 'gzip';
  if (webhook.secret === null || payment.knobs.webhookFlaw === 'missingHeaders') return { wire, headers };
  const date = at.toISOString().replace('Z', '000Z');
  const signed = payment.knobs.webhookSignatureOver === 'wire' ? wire : plain;
  const secret = payment.knobs.webhookFlaw === 'badSignature' ? `${webhook.secret}x` : webhook.secret;
  return {
    wire,
    headers: { ...headers, 'bi-signature-date': date, 'bi-signature': signWebhook(secret, webhook.url, date, signed) },
  };
}
