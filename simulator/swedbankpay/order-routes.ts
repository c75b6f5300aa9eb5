import type { Answer } from '../core/answer.js';
import type { MatchedRequest, ProviderRoute, ReceivedCall } from '../core/route.js';
import { admit } from './access.js';
import { abortOrder } from './abort.js';
import { cancelOrder, type PostPurchaseCall } from './cancel.js';
import { captureOrReverse } from './capture-and-reversal.js';
import { expansionsIn, orderAnswer, resourceAnswer } from './order-body.js';
import { API_BASE, baseUrlOf, type SwedbankPayParts } from './parts.js';
import type { PaymentOrder } from './payment-order.js';
import { NOT_FOUND, problemAnswer } from './problems.js';
import { resourceOf } from './resources.js';
import { versionOf } from './version.js';

const ORDER = `${API_BASE}/psp/paymentorders/:id`;
const INSTRUMENT = `${API_BASE}/psp/:instrument/payments/:paymentId`;

type Operate = (parts: SwedbankPayParts, call: PostPurchaseCall) => Answer;

/** `/psp/paymentorders/{id}` and below, as far as a cancelling client can reach. */
export function orderRoutes(parts: SwedbankPayParts): readonly ProviderRoute[] {
  const operate = (method: string, end: string, call: string, go: Operate): readonly ProviderRoute[] => [
    // With a key, without one, and on the instrument's level.
    { method, path: `${ORDER}/:key${end}`, call, payment: paymentOf, handle: (received) => atOrder(parts, received, go) },
    { method, path: `${ORDER}${end}`, call, payment: paymentOf, handle: (received) => atOrder(parts, received, go) },
    {
      method,
      path: `${INSTRUMENT}${end}`,
      call,
      payment: (request) => paymentOfInstrument(parts, request),
      handle: (received) => atInstrument(parts, received, go),
    },
  ];
  return [
    { method: 'GET', path: ORDER, call: 'read', payment: paymentOf, handle: (received) => readOrder(parts, received) },
    { method: 'GET', path: `${ORDER}/:resource`, call: 'readResource', payment: paymentOf, handle: (received) => readResource(parts, received) },
    ...operate('POST', '/cancellations', 'cancel', cancelOrder),
    ...operate('POST', '/captures', 'capture', (all, call) => captureOrReverse(all, call, 'capture')),
    ...operate('POST', '/reversals', 'reversal', (all, call) => captureOrReverse(all, call, 'reversal')),
    ...operate('PATCH', '', 'abort', abortOrder),
  ];
}

function paymentOf({ parameters }: MatchedRequest): string | null {
  const { id } = parameters;
  return id === undefined ? null : `/psp/paymentorders/${id}`;
}

function paymentOfInstrument({ orders }: SwedbankPayParts, { parameters }: MatchedRequest): string | null {
  const order = orders.byPaymentId(parameters['paymentId'] ?? '');
  return order === undefined ? null : `/psp/paymentorders/${order.id}`;
}

function readOrder(parts: SwedbankPayParts, received: ReceivedCall): Answer {
  const admitted = admit(parts, received);
  if (admitted.refusal !== null) return admitted.refusal;
  const order = shownTo(parts, admitted.order);
  const list = { order, merchant: admitted.merchant, version: versionOf(received, order), base: baseUrlOf(parts) };
  return orderAnswer(list, { expand: expansionsIn(received.query) });
}

/** The order as this read shows it; counts the reads that stale and hiding knobs last for. */
function shownTo({ orders }: SwedbankPayParts, order: PaymentOrder): PaymentOrder {
  if (order.stale !== null && order.stale.readsLeft > 0) {
    orders.note(order, { stale: { ...order.stale, readsLeft: order.stale.readsLeft - 1 } });
    return order.stale.order;
  }
  if (order.hiddenReadsLeft !== null && order.hiddenReadsLeft > 0) {
    orders.note(order, { hiddenReadsLeft: order.hiddenReadsLeft - 1 });
  }
  return order;
}

function readResource(parts: SwedbankPayParts, received: ReceivedCall): Answer {
  const admitted = admit(parts, received);
  if (admitted.refusal !== null) return admitted.refusal;
  const { order, merchant } = admitted;
  const name = (received.parameters['resource'] ?? '').toLowerCase();
  const resource = resourceOf(order, name);
  if (resource === null) return problemAnswer(NOT_FOUND);
  return resourceAnswer({ order, merchant, version: versionOf(received, order), base: baseUrlOf(parts) }, name, resource);
}

function atOrder(parts: SwedbankPayParts, received: ReceivedCall, go: Operate): Answer {
  const admitted = admit(parts, received);
  if (admitted.refusal !== null) return admitted.refusal;
  const { order, merchant } = admitted;
  const expected = order.knobs.href === 'unguessable' ? order.hrefKey : undefined;
  // An address that was built instead of followed leads nowhere.
  if (received.parameters['key'] !== expected) return problemAnswer(NOT_FOUND);
  return go(parts, { received, merchant, order, level: 'order' });
}

function atInstrument(parts: SwedbankPayParts, received: ReceivedCall, go: Operate): Answer {
  const admitted = admit(parts, received);
  if (admitted.refusal !== null) return admitted.refusal;
  const { order, merchant } = admitted;
  if (order.knobs.instrumentOperations === 'none') return problemAnswer(NOT_FOUND);
  return go(parts, { received, merchant, order, level: 'instrument' });
}
