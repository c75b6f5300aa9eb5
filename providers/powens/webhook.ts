import { createHmac, timingSafeEqual } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { NotificationDelivery, NotificationPort, NotificationVerdict } from '../../contracts/provider.js';
import { powensPayerReturn } from './payer-return.js';
import { isCanonicalPaymentId } from './payment-id.js';
import { WEBHOOK_SECRET_SETTING } from './settings.js';
import { parseWebhookPaymentId } from './wire.js';

/** A payment is a few kilobytes; nobody unauthenticated may make us inflate more. */
const LARGEST_BODY_BYTES = 256 * 1024;

/**
 * Powens webhooks (guide "Webhooks", event `PAYMENT_STATE_UPDATED`), authenticated by HMAC-SHA256 over
 * method, path, date and body.
 *
 * Any date with a right signature counts: whether a repeated delivery carries a new date is not documented,
 * and a replay only causes a read.
 */
export const powensNotifications: NotificationPort = {
  secretSetting: WEBHOOK_SECRET_SETTING,
  secretInPath: false,
  verify,
  payerReturn: powensPayerReturn,
};

function verify(delivery: NotificationDelivery): NotificationVerdict {
  const date = delivery.headers['bi-signature-date'];
  const signature = Buffer.from(delivery.headers['bi-signature'] ?? '', 'base64');
  if (date === undefined || delivery.secret === '') return { kind: 'forged' };
  const plainBody = inflated(delivery) ?? delivery.rawBody;
  // Whether a compressed body is signed as it travels or as it was is not documented: either proves the sender.
  const signed = [plainBody, delivery.rawBody].some((body) =>
    isSignature(signature, { path: delivery.publicPath, date, body, secret: delivery.secret }),
  );
  return signed ? { kind: 'authentic', paymentId: paymentIdIn(plainBody) } : { kind: 'forged' };
}

function inflated({ headers, rawBody }: NotificationDelivery): Uint8Array | null {
  if (headers['content-encoding']?.trim().toLowerCase() !== 'gzip') return null;
  try {
    return gunzipSync(rawBody, { maxOutputLength: LARGEST_BODY_BYTES });
  } catch {
    return null;
  }
}

function isSignature(
  given: Uint8Array,
  message: { readonly path: string; readonly date: string; readonly body: Uint8Array; readonly secret: string },
): boolean {
  const expected = createHmac('sha256', message.secret)
    .update(`POST.${message.path}.${message.date}.`)
    .update(message.body)
    .digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function paymentIdIn(body: Uint8Array): string | null {
  const paymentId = parseWebhookPaymentId(new TextDecoder('utf-8').decode(body));
  return paymentId !== null && isCanonicalPaymentId(paymentId) ? paymentId : null;
}
