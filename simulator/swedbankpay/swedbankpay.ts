import { randomUUID } from 'node:crypto';
import type { Answer } from '../core/answer.js';
import type { SimulatedProvider, SimulatedProviderFactory } from '../core/provider.js';
import { swedbankPayAdminRoutes } from './admin-routes.js';
import { CALLBACK_RETRIES } from './callbacks.js';
import { createDemoOrders } from './demo-orders.js';
import { OrderLife } from './life.js';
import { type Merchant, Merchants } from './merchants.js';
import { orderRoutes } from './order-routes.js';
import type { SwedbankPayParts } from './parts.js';
import { PaymentOrders } from './payment-orders.js';
import { playedError } from './problems.js';

/** The Swedbank Pay side of the simulator, with one merchant to begin with. */
export function simulateSwedbankPay(merchant: Merchant): SimulatedProviderFactory {
  return (world) => {
    const merchants = new Merchants(world.store);
    merchants.put(merchant);
    const orders = new PaymentOrders(world, merchants);
    world.deliveries.retryBy('swedbankpay', CALLBACK_RETRIES);
    return provider({ world, merchants, orders, life: new OrderLife(world, orders) });
  };
}

function provider(parts: SwedbankPayParts): SimulatedProvider {
  return {
    name: 'swedbankpay',
    routes: orderRoutes(parts),
    adminRoutes: swedbankPayAdminRoutes(parts),
    errorAnswer: playedError,
    withUnknownState: (answer) => withText(answer, /"(status|state)":"[^"]*"/gi, '"$1":"Hibernating"'),
    withWrongId: (answer) => withText(answer, /\/psp\/paymentorders\/[A-Za-z0-9_-]+/g, `/psp/paymentorders/${randomUUID()}`),
    createDemoPayments: () => createDemoOrders(parts),
  };
}

function withText(answer: Answer, what: RegExp, replacement: string): Answer {
  return { ...answer, body: answer.body.toString().replace(what, replacement) };
}
