import type { CheckActivities } from '../contracts/check.js';
import type { AskedAnywhere } from '../contracts/elsewhere.js';
import { providerTaskQueue } from '../contracts/names.js';
import type { PaymentRef, ProviderId } from '../contracts/payment.js';
import type { CancellationActivities } from '../contracts/run.js';

type ProviderActivities = CancellationActivities & CheckActivities;

/**
 * The activities for the queue that all runs share: for a provider that has a queue of its own they do nothing and
 * name it, so that no call goes out past that queue's rate.
 */
export function askedElsewhere(activities: ProviderActivities, hasOwnQueue: (provider: ProviderId) => boolean): AskedAnywhere<ProviderActivities> {
  const at = <Given extends { readonly payment: PaymentRef }, Result>(activity: (given: Given) => Promise<Result>) =>
    async (given: Given) => {
      const { provider } = given.payment;
      return hasOwnQueue(provider) ? { askOn: providerTaskQueue(provider) } : activity(given);
    };
  return {
    requestCancellation: at(activities.requestCancellation),
    verifyPayment: at(activities.verifyPayment),
    watchPayment: at(activities.watchPayment),
    checkPayment: at(activities.checkPayment),
  };
}
