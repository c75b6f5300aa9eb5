import { htmlAnswer, redirectAnswer, type Answer } from '../core/answer.js';
import type { SimulatedProvider } from '../core/provider.js';
import type { PlainRoute } from '../core/route.js';
import type { World } from '../core/world.js';
import type { ShopSettings } from '../settings.js';
import { readCancellation, startCancellation } from './countermand.js';
import { Orders, type Order } from './order.js';
import { orderPage, type OrderView } from './order-page.js';
import { shopPage, unknownOrderPage } from './shop-page.js';

/** A small shop whose orders can be cancelled: what an order service does with Countermand, to be seen in a browser. */
export function shopRoutes(
  world: World,
  providers: readonly SimulatedProvider[],
  settings: ShopSettings,
): readonly PlainRoute[] {
  const orders = new Orders(world, providers);
  const shop = { world, orders, settings };
  return [
    { method: 'GET', path: '/', handle: () => redirectAnswer('/shop') },
    {
      method: 'GET',
      path: '/shop',
      handle: () => {
        if (orders.list().length === 0) orders.placeDemoOrders();
        return htmlAnswer(200, shopPage(orders.list()));
      },
    },
    {
      method: 'POST',
      path: '/shop/orders',
      handle: () => {
        orders.placeDemoOrders();
        return redirectAnswer('/shop');
      },
    },
    {
      method: 'GET',
      path: '/shop/orders/:ref',
      handle: ({ parameters }) => withOrder(shop, parameters['ref'], (order) => showOrder(shop, order)),
    },
    {
      method: 'POST',
      path: '/shop/orders/:ref/cancel',
      handle: ({ parameters }) => withOrder(shop, parameters['ref'], (order) => cancelOrder(shop, order)),
    },
  ];
}

interface Shop {
  readonly world: World;
  readonly orders: Orders;
  readonly settings: ShopSettings;
}

function withOrder(
  { orders }: Shop,
  ref: string | undefined,
  go: (order: Order) => Promise<Answer>,
): Answer | Promise<Answer> {
  const order = orders.get(ref ?? '');
  return order === undefined ? htmlAnswer(404, unknownOrderPage()) : go(order);
}

async function showOrder({ settings }: Shop, order: Order): Promise<Answer> {
  return htmlAnswer(200, orderPage(order, await lookUp(settings, order)));
}

async function lookUp(settings: ShopSettings, order: Order): Promise<OrderView> {
  if (order.cancellationId === null) return { kind: 'paid' };
  return readCancellation(settings, order.cancellationId);
}

/** Sends the payer straight on when the bank asks for it; otherwise the order page tells. */
async function cancelOrder({ world, orders, settings }: Shop, order: Order): Promise<Answer> {
  const orderUrl = `${world.publicUrl()}/shop/orders/${order.ref}`;
  const result = await startCancellation(settings, {
    provider: order.provider,
    paymentId: order.paymentId,
    orderRef: order.ref,
    description: `Order ${order.ref} cancelled`,
    returnUrl: orderUrl,
  });
  if (result.kind === 'problem') return htmlAnswer(502, orderPage(order, result));
  orders.remember(order, result.cancellation.id);
  const next = result.cancellation.nextAction;
  return redirectAnswer(next?.type === 'redirect_payer' ? next.url : `/shop/orders/${order.ref}`);
}
