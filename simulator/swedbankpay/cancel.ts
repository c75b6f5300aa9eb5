import type { Answer } from '../core/answer.js';
import type { ReceivedCall } from '../core/route.js';
import { allowedOperations } from './operations-list.js';
import { expansionsIn, orderAnswer, transactionAnswer } from './order-body.js';
import { baseUrlOf, type SwedbankPayParts } from './parts.js';
import type { Merchant } from './merchants.js';
import { isPending, type PaymentOrder, remainingOf } from './payment-order.js';
import { type PostPurchaseRequest, readPostPurchase } from './post-purchase-request.js';
import { duplicateReference, operationForbidden, playedProblem, type Problem, problemAnswer } from './problems.js';
import { versionOf } from './version.js';

export interface PostPurchaseCall {
  readonly received: ReceivedCall;
  readonly merchant: Merchant;
  readonly order: PaymentOrder;
  readonly level: 'order' | 'instrument';
}

/** `POST …/cancellations` ("Cancel" page): checked in the order in which a server can know. */
export function cancelOrder(parts: SwedbankPayParts, call: PostPurchaseCall): Answer {
  const request = readPostPurchase(call.received, call.merchant);
  if ('type' in request) return refuse(parts, call, request);
  const repeated = repeatedAnswer(parts, call, request);
  if (repeated !== null) return repeated;
  const order = playBeforeCancel(parts, call);
  const played = order.knobs.cancelProblem;
  if (played !== null && (played.times === null || order.problemsPlayed < played.times)) {
    parts.orders.note(countFailure(order), { problemsPlayed: order.problemsPlayed + 1 });
    return playedProblem(played);
  }
  if (!allowedOperations(order, call.merchant).includes('cancel')) {
    return refuse(parts, { ...call, order }, operationForbidden('Cancellation', refusalReason(order)));
  }
  return takeEffect(parts, { ...call, order }, request);
}

/** What a used reference gets is documented nowhere: the three worlds are a knob. */
function repeatedAnswer(parts: SwedbankPayParts, call: PostPurchaseCall, { payeeReference }: PostPurchaseRequest): Answer | null {
  const { order, merchant } = call;
  const used = parts.orders.usedReference(merchant.name, payeeReference);
  if (used === undefined) return null;
  const duplicate = refuse(parts, call, duplicateReference(payeeReference));
  if (used.order !== order.id) return duplicate;
  switch (order.knobs.duplicates) {
    case 'replay':
      return effectAnswer(parts, call, used.transaction);
    case 'inputerror':
      return duplicate;
    case 'forbidden':
      return problemAnswer(operationForbidden('Cancellation', 'Nothing is left to cancel.'));
  }
}

/** Somebody is faster: the request finds another order than the read before it. */
function playBeforeCancel({ life }: SwedbankPayParts, { order }: PostPurchaseCall): PaymentOrder {
  const { cancellation: amount } = remainingOf(order);
  if (amount === 0 || isPending(order)) return order;
  switch (order.knobs.beforeCancel) {
    case 'nothing':
      return order;
    case 'captureAll':
      return life.capture(order, { amount, cause: 'admin' });
    case 'capturePart':
      return life.capture(order, { amount: Math.ceil(amount / 3), cause: 'admin' });
    case 'cancel':
      return life.cancel(order, { cause: 'admin' });
  }
}

function takeEffect(parts: SwedbankPayParts, call: PostPurchaseCall, request: PostPurchaseRequest): Answer {
  const { life, orders } = parts;
  const { order, received } = call;
  const by = { ...request, cause: 'api' as const, callSeq: received.callSeq };
  const after = ((): PaymentOrder => {
    switch (order.knobs.cancelResult) {
      case 'completed':
        return life.cancel(order, by);
      case 'initialized':
        return life.beginCancellation(order, 'Initialized', by);
      case 'awaitingActivity':
      case 'accepted':
        return life.beginCancellation(order, 'AwaitingActivity', by);
      case 'failed':
        return life.declineCancellation(order, by);
    }
  })();
  const { staleReads } = order.knobs;
  if (staleReads > 0) orders.note(after, { stale: { order: { ...order, stale: null }, readsLeft: staleReads } });
  return effectAnswer(parts, { ...call, order: after }, after.transactions.at(-1)?.id ?? '');
}

/** 2.0 and 3.0 answer with the transaction, 3.1 with the whole order; 201 on the instrument's level. */
function effectAnswer(parts: SwedbankPayParts, { order, merchant, received, level }: PostPurchaseCall, transactionId: string): Answer {
  const version = versionOf(received, order);
  const list = { order, merchant, version, base: baseUrlOf(parts) };
  const transaction = order.transactions.find(({ id }) => id === transactionId);
  const isAccepted = order.knobs.cancelResult === 'accepted';
  const { cancelShape } = order.knobs;
  const wantsOrder = cancelShape === 'order' || (cancelShape === 'asked' && version === '3.1' && level === 'order');
  if (wantsOrder || transaction === undefined) {
    return orderAnswer(list, { expand: expansionsIn(received.query), status: isAccepted ? 202 : 200 });
  }
  return transactionAnswer(list, transaction, isAccepted ? 202 : level === 'instrument' ? 201 : 200);
}

function refusalReason(order: PaymentOrder): string {
  return remainingOf(order).cancellation === 0 ? 'Nothing is left to cancel.' : 'The operation is not available now.';
}

/** A problem instead of an answer: it counts towards the lock. */
export function refuse(parts: SwedbankPayParts, { order }: PostPurchaseCall, problem: Problem): Answer {
  const latest = parts.orders.get(order.id) ?? order;
  parts.orders.note(latest, { consecutiveFailures: latest.consecutiveFailures + 1 });
  return problemAnswer(problem, { contentType: order.knobs.problemForm });
}

function countFailure(order: PaymentOrder): PaymentOrder {
  return { ...order, consecutiveFailures: order.consecutiveFailures + 1 };
}
