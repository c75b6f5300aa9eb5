import type { Answer } from '../core/answer.js';
import { allowedOperations } from './operations-list.js';
import { expansionsIn, orderAnswer, transactionAnswer } from './order-body.js';
import { type PostPurchaseCall, refuse } from './cancel.js';
import { baseUrlOf, type SwedbankPayParts } from './parts.js';
import { remainingOf } from './payment-order.js';
import { readPostPurchase } from './post-purchase-request.js';
import { duplicateReference, inputError, operationForbidden } from './problems.js';
import { versionOf } from './version.js';

/** `POST …/captures` and `…/reversals`: what other systems do to an order meanwhile. */
export function captureOrReverse(parts: SwedbankPayParts, call: PostPurchaseCall, operation: 'capture' | 'reversal'): Answer {
  const { received, merchant, order, level } = call;
  const name = operation === 'capture' ? 'Capture' : 'Reversal';
  const request = readPostPurchase(received, merchant);
  if ('type' in request) return refuse(parts, call, request);
  const { amount } = request;
  if (amount === null) return refuse(parts, call, inputError('Transaction.Amount', 'An amount is required.'));
  if (parts.orders.usedReference(merchant.name, request.payeeReference) !== undefined) {
    return refuse(parts, call, duplicateReference(request.payeeReference));
  }
  const most = operation === 'capture' ? remainingOf(order).capture : remainingOf(order).reversal;
  if (!allowedOperations(order, merchant).includes(operation)) {
    return refuse(parts, call, operationForbidden(name, 'The operation is not available now.'));
  }
  if (amount > most) return refuse(parts, call, operationForbidden(name, `${name} amount too high.`));
  const by = { ...request, amount, cause: 'api' as const, callSeq: received.callSeq };
  const after = operation === 'capture' ? parts.life.capture(order, by) : parts.life.reverse(order, by);
  const version = versionOf(received, order);
  const list = { order: after, merchant, version, base: baseUrlOf(parts) };
  const transaction = after.transactions.at(-1);
  if (version === '3.1' || transaction === undefined) return orderAnswer(list, { expand: expansionsIn(received.query) });
  return transactionAnswer(list, transaction, level === 'instrument' ? 201 : 200);
}
