import type { ProviderDefinition } from '../../contracts/provider.js';
import { powensPaymentId } from './payment-id.js';
import { connectPowens } from './provider.js';
import { POWENS } from './reading.js';
import { powensConfiguration, type PowensCredentials } from './settings.js';
import { powensNotifications } from './webhook.js';

/** Powens Pay, by its guide "Cancelling a payment". */
export const powens: ProviderDefinition<PowensCredentials> = {
  id: POWENS,
  displayName: 'Powens',
  capabilities: { payerValidation: true, abort: true, remainderRelease: false, notifications: true },
  configuration: powensConfiguration,
  paymentId: powensPaymentId,
  payeeReference: null,
  notifications: powensNotifications,
  connect: connectPowens,
};
