import { listsCancellation, type PaymentOrder } from './order.js';

/**
 * True where an order's status and its operations or amounts cannot both be right. Nothing is sent, and
 * nothing concluded, on the strength of one of them alone.
 */
export function contradictsItself(order: PaymentOrder): boolean {
  const { remaining } = order;
  const cancelOffered = order.cancel.kind !== 'notOffered';
  const abortOffered = order.abort.kind !== 'notOffered';
  const isReserved = remaining.capture > 0 || remaining.cancellation > 0;
  const isAuthorised = cancelOffered || order.captureOffered || isReserved;
  const isCaptured = order.reversalOffered || remaining.reversal > 0;

  switch (order.phase) {
    case 'notAuthorised':
      return isAuthorised || isCaptured;
    case 'paid':
      return contradictsPaid(order);
    case 'cancelled':
    case 'aborted':
    case 'failed':
    case 'reversed':
      return isAuthorised || isCaptured || abortOffered;
    case 'pending':
    case 'unknown':
      return false;
  }
}

function contradictsPaid(order: PaymentOrder): boolean {
  const { remaining, cancel, abort, wire } = order;
  const nothingToCancel = order.amountsStated && remaining.cancellation === 0;
  if (cancel.kind !== 'notOffered') {
    // A cancellation releases everything that is reserved: nothing is left to cancel after it.
    return nothingToCancel || order.intent === 'sale' || listsCancellation(order);
  }
  // 2.0 may go on listing its abort beside a reversal; the amounts tell.
  const abortIsOdd = typeof wire.status === 'string' || remaining.reversal === 0;
  if (abort.kind !== 'notOffered' && abortIsOdd) return true;
  // What can still be captured is still reserved, so it can still be cancelled too.
  return remaining.cancellation === 0 && (remaining.capture > 0 || (order.captureOffered && order.intent !== 'sale'));
}
