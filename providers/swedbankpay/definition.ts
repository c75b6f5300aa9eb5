import type { ProviderDefinition } from '../../contracts/provider.js';
import { payeeReferencePort } from './payee-reference.js';
import { paymentIdPort } from './payment-id.js';
import { connectSwedbankPay } from './provider.js';
import { configuration, type SwedbankPayCredentials } from './settings.js';
import { notificationPort } from './webhook.js';

/** Swedbank Pay, by its "Cancel" page and payment order API 2.0, 3.0 and 3.1. */
export const swedbankpay: ProviderDefinition<SwedbankPayCredentials> = {
  id: 'swedbankpay',
  displayName: 'Swedbank Pay',
  capabilities: { payerValidation: false, abort: true, remainderRelease: true, notifications: true },
  configuration,
  paymentId: paymentIdPort,
  payeeReference: payeeReferencePort,
  notifications: notificationPort,
  connect: connectSwedbankPay,
};
