import { type ProviderDefinition, registerProvider } from '../../contracts/provider.js';
import { payeeReferencePort } from './payee-reference.js';
import { paymentIdPort } from './payment-id.js';
import { connectSwedbankPay } from './provider.js';
import { configuration, type SwedbankPayCredentials } from './settings.js';
import { notificationPort } from './webhook.js';

const definition: ProviderDefinition<SwedbankPayCredentials> = {
  id: 'swedbankpay',
  displayName: 'Swedbank Pay',
  capabilities: { payerValidation: false, abort: true, remainderRelease: true, notifications: true },
  configuration,
  paymentId: paymentIdPort,
  payeeReference: payeeReferencePort,
  notifications: notificationPort,
  connect: connectSwedbankPay,
};

/** Swedbank Pay, as the registry lists it. */
export const swedbankpay = registerProvider(definition);
