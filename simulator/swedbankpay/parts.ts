import type { World } from '../core/world.js';
import type { Merchants } from './merchants.js';
import type { OrderLife } from './life.js';
import type { PaymentOrders } from './payment-orders.js';

/** Everything the routes of the Swedbank Pay part work with. */
export interface SwedbankPayParts {
  readonly world: World;
  readonly merchants: Merchants;
  readonly orders: PaymentOrders;
  readonly life: OrderLife;
}

export const API_BASE = '/swedbankpay';

/** Where clients reach the API. */
export function baseUrlOf({ world }: SwedbankPayParts): string {
  return `${world.publicUrl()}${API_BASE}`;
}
