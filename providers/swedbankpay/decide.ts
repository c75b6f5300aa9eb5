import type { CancellationAnswer } from '../../contracts/answer.js';
import * as answers from './answers.js';
import { contradictsItself } from './contradiction.js';
import { decideWithoutOffer } from './decide-without-offer.js';
import { answering, type Decision } from './decision.js';
import { type PaymentOrder, standOf } from './order.js';
import type { RunSoFar } from './run-notes.js';

/** Below the five failing posts after which Swedbank Pay locks a payment (facts, section 5). */
const MOST_FAILING_SENDS = 3;

/** A refused abort is tried again after 1 s, then twice as long each time, at most an hour. */
const FIRST_ABORT_PAUSE_MS = 1_000;
const LONGEST_ABORT_PAUSE_MS = 3_600_000;

/**
 * What a read order means for a run that did what `run` says: an answer, or the operation to send. Pure and
 * total (`classification.md`, "Swedbank Pay").
 */
export function decide(order: PaymentOrder, run: RunSoFar, now: Date): Decision {
  const unsupported = unsupportedOrder(order);
  if (unsupported !== null) return answering(unsupported);
  if (contradictsItself(order)) return answering(answers.unclear('contradictory_order'));
  switch (order.phase) {
    case 'cancelled':
      return answering(answers.cancelled({ how: run.cancelMayHaveTaken ? 'direct' : 'alreadyCancelled', amounts: wholeOf(order) }));
    case 'aborted':
      return answering(answers.cancelled({ how: run.abortMayHaveTaken ? 'aborted' : 'alreadyCancelled', amounts: null }));
    case 'failed':
      return answering(answers.failed);
    case 'reversed':
      return answering(answers.alreadyReversed);
    case 'notAuthorised':
      return decideNotAuthorised(order, run, now);
    case 'paid':
      return decidePaid(order, run, now);
    case 'pending':
      return decidePending(order, run);
    case 'unknown':
      return answering(answers.unclear('unknown_state'));
  }
}

/** Verify and Payout orders that are still alive. */
function unsupportedOrder({ phase, operation }: PaymentOrder): CancellationAnswer | null {
  const isOver = phase === 'cancelled' || phase === 'aborted' || phase === 'failed' || phase === 'reversed';
  if (isOver) return null;
  switch (operation?.toLowerCase()) {
    case 'verify':
      return answers.verifiesOnly;
    case 'payout':
      return answers.paysOut;
    case undefined:
    default:
      return null;
  }
}

function wholeOf(order: PaymentOrder): ReturnType<typeof answers.amountsOf> {
  return answers.amountsOf(order, { released: order.amount, captured: 0 });
}

function decideNotAuthorised(order: PaymentOrder, run: RunSoFar, now: Date): Decision {
  if (run.abortAccepted) return answering(answers.unconfirmed('abort'));
  if (order.abort.kind !== 'notOffered') return decideToSend('abort', order, run, now);
  if (order.operationsMissing) return answering(answers.unclear('unknown_state'));
  return answering(run.abortMayHaveTaken ? answers.unconfirmed('abort') : answers.waiting('payer_in_app'));
}

function decidePaid(order: PaymentOrder, run: RunSoFar, now: Date): Decision {
  if (order.cancel.kind === 'notOffered') return decideWithoutOffer(order, run);
  if (!run.cancelAccepted) return decideToSend('cancel', order, run, now);
  const failure = failureOfOurCancellation(order, run);
  // A read may lag behind an accepted cancellation: it is never sent twice.
  return answering(failure === null ? answers.unconfirmed('cancel') : answers.refused(failure));
}

/** Code of the failure where the accepted cancellation is listed as failed, else null. */
function failureOfOurCancellation(order: PaymentOrder, { notes }: RunSoFar): string | null {
  const listed = order.transactions.filter(({ type }) => type === 'cancellation');
  if (listed.length > 0 && listed.every(({ state }) => state === 'failed')) return 'transaction_failed';
  const attempt = order.failedAttempts.find(({ number }) => number !== null && number === notes.transactionNumber);
  return attempt === undefined ? null : attempt.problemCode ?? 'transaction_failed';
}

function decidePending(order: PaymentOrder, run: RunSoFar): Decision {
  const isBeingCancelled = order.transactions.some(({ type, state }) => type === 'cancellation' && state === 'underWay');
  if (run.cancelMayHaveTaken || isBeingCancelled) return answering(answers.unconfirmed('cancel'));
  if (run.abortMayHaveTaken) return answering(answers.unconfirmed('abort'));
  const isAuthorised = order.intent !== null || order.remaining.cancellation > 0 || order.remaining.capture > 0;
  return answering(answers.waiting(isAuthorised ? 'operation_not_offered' : 'payer_in_app'));
}

function decideToSend(operation: 'cancel' | 'abort', order: PaymentOrder, run: RunSoFar, now: Date): Decision {
  const afterRefusal = answerAfterRefusal(operation, order, run);
  if (afterRefusal !== null) return answering(afterRefusal);
  if (run.failingSends >= MOST_FAILING_SENDS) return answering(answers.unclear('send_limit_reached'));
  if (operation === 'abort' && isPausing(run, now)) return answering(answers.waiting('payer_in_app'));
  const offer = order[operation];
  switch (offer.kind) {
    case 'offered':
      return { kind: 'send', operation, target: offer.target };
    case 'notFollowable':
    case 'notOffered':
      return answering(answers.unclear('href_not_followed'));
  }
}

/** What a refused send means once the order was read again, or null where it binds nothing any more. */
function answerAfterRefusal(operation: 'cancel' | 'abort', order: PaymentOrder, run: RunSoFar): CancellationAnswer | null {
  const { refusal, refusedOperation, refusedStand, refusalCode } = run.notes;
  if (refusal === null || refusedOperation !== operation) return null;
  switch (refusal) {
    case 'forbidden':
      if (standOf(order) !== refusedStand) return null;
      return run.answerLost ? answers.unclear('provider_forbids') : answers.providerForbids;
    case 'reference':
      return run.answerLost ? answers.unclear('reference_rejected') : answers.requestRejected;
    case 'input':
      return run.answerLost ? answers.unclear('request_rejected') : answers.requestRejected;
    case 'declined':
      return run.answerLost ? answers.unclear('declined') : answers.refused(refusalCode ?? 'declined');
  }
}

function isPausing({ notes }: RunSoFar, now: Date): boolean {
  if (notes.abortRefusedAt === null) return false;
  const pauseMs = Math.min(FIRST_ABORT_PAUSE_MS * 2 ** (notes.abortsRefused - 1), LONGEST_ABORT_PAUSE_MS);
  return now.getTime() - Date.parse(notes.abortRefusedAt) < pauseMs;
}
