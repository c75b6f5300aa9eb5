import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { inject } from 'vitest';
import type { CancellationResource } from '../../contracts/resource.js';
import { freshPaymentId, openClientRig, SAYS } from '../client/rig.js';
import type { ClientRig } from '../client/rig.js';
import { freshNamespace } from '../support/namespace.js';
import { accountsFile } from './accounts.js';
import { bearer, openApi } from './rig.js';
import type { TestApi } from './rig.js';

/** Whose token may do everything, for these accounts. */
export const TOKENS = { a: 'token-of-shop-a', b: 'token-of-shop-b', all: 'token-of-all' } as const;
export const SECRETS = { a: 'webhook-secret-of-a', b: 'webhook-secret-of-b' } as const;

export type Shop = 'shop-a' | 'shop-b';

/** Two merchants on one API. */
export interface TwoShops {
  readonly api: TestApi;
  readonly rig: ClientRig;
  callAs(token: string, request: InjectOptions): Promise<LightMyRequestResponse>;
  /** A cancellation of a shop that waits for its payer, with the order `order-of-{shop}`. */
  cancellationOf(shop: Shop): Promise<CancellationResource>;
  close(): Promise<void>;
}

export async function openTwoShops(): Promise<TwoShops> {
  const { address } = inject('temporal');
  const rig = await openClientRig({ address, namespace: await freshNamespace(address) });
  const { client, taskQueue } = rig;
  const env = {
    ACCOUNTS_FILE: accountsFile({ 'shop-a': SECRETS.a, 'shop-b': SECRETS.b }),
    API_TOKENS: `a:${TOKENS.a}:*:shop-a,b:${TOKENS.b}:*:shop-b,all:${TOKENS.all}:*:*`,
    EVENTS_URL: 'http://127.0.0.1:1/events',
    EVENTS_SECRET: `whsec_${'A'.repeat(43)}=`,
  };
  const api = await openApi({ client, taskQueue, env });
  return {
    api,
    rig,
    callAs: (token, request) => api.app.inject({ ...request, headers: { ...bearer(token), ...request.headers } }),
    cancellationOf: async (shop) => {
      const paymentId = freshPaymentId();
      rig.says(paymentId, SAYS.payerNeeded);
      const request = { provider: 'powens', account: shop, paymentId, orderRef: `order-of-${shop}` };
      return (await rig.cancellations.start(request, { waitMs: 20_000 })).resource;
    },
    close: async () => {
      await api.close();
      await rig.close();
    },
  };
}
