import type { PlainRoute } from '../core/route.js';
import type { World } from '../core/world.js';
import { clockRoutes } from './clock-routes.js';
import { deliveryRoutes } from './delivery-routes.js';
import { faultRoutes } from './fault-routes.js';
import { ledgerRoutes } from './ledger-routes.js';
import { payerRoutes } from './payer-routes.js';
import { serviceTimeRoutes } from './service-time-routes.js';

/** The part of the admin API that all providers share. */
export function adminRoutes(world: World): readonly PlainRoute[] {
  return [
    ...ledgerRoutes(world),
    ...faultRoutes(world),
    ...clockRoutes(world),
    ...serviceTimeRoutes(world),
    ...deliveryRoutes(world),
    ...payerRoutes(world),
  ];
}
