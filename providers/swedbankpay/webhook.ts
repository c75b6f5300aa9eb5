import { createHash, timingSafeEqual } from 'node:crypto';
import type { NotificationDelivery, NotificationPort, NotificationVerdict } from '../../contracts/provider.js';
import { paymentIdInCallback } from './payment-id.js';
import { orderIdInCallback } from './wire.js';

/**
 * Swedbank Pay's callbacks (facts, section 4.4). They are not signed: an unguessable last path segment is
 * all that tells them from forgeries. They carry no status, so they only ever cause a read.
 */
export const notificationPort: NotificationPort = {
  secretSetting: 'callbackSecret',
  secretInPath: true,
  verify,
  payerReturn: null,
};

function verify({ secret, pathSecret, rawBody }: NotificationDelivery): NotificationVerdict {
  if (secret === '' || pathSecret === null || !isSameSecret(pathSecret, secret)) return { kind: 'forged' };
  const orderId = orderIdInCallback(new TextDecoder().decode(rawBody));
  return { kind: 'authentic', paymentId: orderId === null ? null : paymentIdInCallback(orderId) };
}

/** Takes the same time wherever they differ, and whatever their lengths. */
function isSameSecret(given: string, expected: string): boolean {
  const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
