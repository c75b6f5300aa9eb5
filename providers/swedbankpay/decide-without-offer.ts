import type { CancellationAnswer } from '../../contracts/answer.js';
import * as answers from './answers.js';
import { answering, type Decision } from './decision.js';
import { capturedAmount, listsCancellation, type PaymentOrder, totalOf } from './order.js';
import type { RunSoFar } from './run-notes.js';

/** What a paid order means that offers no cancellation now. */
export function decideWithoutOffer(order: PaymentOrder, run: RunSoFar): Decision {
  if (isReversed(order)) return answering(answers.alreadyReversed);
  if (order.intent === 'sale') return answering(answers.tooLate(order));
  if (order.remaining.cancellation > 0) return answering(whileReserved(order, run));
  // Without the amount a part cannot be told from the whole.
  if (order.amount === null) return answering(answers.unclear('unknown_state'));
  const captured = capturedAmount(order);
  if (captured >= order.amount && captured > 0) return answering(answers.tooLate(order));
  return captured > 0 ? answering(partlyCaptured(order, run)) : nothingLeft(order, run);
}

/** Everything that was ever taken was given back (2.0 has no state for it). */
function isReversed(order: PaymentOrder): boolean {
  const taken = totalOf(order, 'capture') + totalOf(order, 'sale');
  const { remaining } = order;
  const isIdle = remaining.reversal === 0 && remaining.cancellation === 0 && !order.reversalOffered;
  return isIdle && taken > 0 && totalOf(order, 'reversal') >= taken;
}

function whileReserved(order: PaymentOrder, run: RunSoFar): CancellationAnswer {
  if (order.operationsMissing) return answers.unclear('unknown_state');
  return run.cancelMayHaveTaken ? answers.unconfirmed('cancel') : answers.waiting('operation_not_offered');
}

/** A part was captured and nothing is reserved any more: who released the rest, if anyone did. */
function partlyCaptured(order: PaymentOrder, run: RunSoFar): CancellationAnswer {
  const isListed = listsCancellation(order);
  if (run.cancelMayHaveTaken) {
    const capturedAtSend = run.notes.capturedAtSend ?? 0;
    // Less captured than before means money went back meanwhile: the amounts prove nothing then.
    const isReleased = isListed || capturedAmount(order) >= capturedAtSend;
    return isReleased ? partlyReleased(order, 'remainderReleased') : answers.unclear('unknown_state');
  }
  return isListed ? partlyReleased(order, 'alreadyCancelled') : answers.tooLate(order);
}

function partlyReleased(order: PaymentOrder, how: 'remainderReleased' | 'alreadyCancelled'): CancellationAnswer {
  const captured = capturedAmount(order);
  const listed = totalOf(order, 'cancellation');
  const released = listed > 0 ? listed : order.amount === null ? null : order.amount - captured;
  return answers.partlyCancelled({ how, amounts: answers.amountsOf(order, { released, captured }) });
}

/** Nothing reserved and nothing captured. */
function nothingLeft(order: PaymentOrder, run: RunSoFar): Decision {
  if (order.transactions.some(({ type, state }) => type === 'cancellation' && state === 'underWay')) {
    return answering(answers.unconfirmed('cancel'));
  }
  const isVersion2 = typeof order.wire.status !== 'string';
  if (listsCancellation(order)) {
    // A 3.x order says `Cancelled` when all of it was: until then its list proves nothing.
    return answering(isVersion2 ? whollyReleased(order, run) : answers.unclear('contradictory_order'));
  }
  const isTouched = run.cancelMayHaveTaken || order.reversalOffered || totalOf(order, 'reversal') > 0;
  if (isTouched || order.intent !== 'authorisation') return answering(answers.unclear('unknown_state'));
  // A capture may still be processing: only a second read makes this count.
  return answering(answers.authorisationExpired, 1);
}

function whollyReleased(order: PaymentOrder, run: RunSoFar): CancellationAnswer {
  const amounts = answers.amountsOf(order, { released: totalOf(order, 'cancellation'), captured: 0 });
  return answers.cancelled({ how: run.cancelMayHaveTaken ? 'direct' : 'alreadyCancelled', amounts });
}
