import { ProviderFault } from '../../contracts/fault.js';
import type { HttpAnswer, ProviderReading, SendFate } from '../../contracts/provider.js';
import { classifyPayment } from './classify.js';
import { blocked, indeterminate, type Known, type Meaning } from './meaning.js';
import { refusalProof, type Seen, toReading } from './reading.js';
import {
  blockedBy,
  isNotSupported,
  isSuccess,
  NOT_REFUSED,
  notSupported,
  readRefusal,
  type Refusal,
  type RefusalDetails,
} from './refusal.js';
import { afterSend, noting, notingState } from './run-facts.js';
import { parseBody } from './wire.js';

/**
 * What became of one cancel request.
 *
 * @param sent its answer, or the fault that kept the answer from us
 * @param before the payment as it was read right before
 * @param known the facts as they were before the request
 */
export function classifySend(sent: HttpAnswer | ProviderFault, before: Seen, known: Known): ProviderReading {
  if (sent instanceof ProviderFault) return afterFault(sent, before, known);
  const body = parseBody(sent.text);
  if (isSuccess(sent) && body.kind === 'payment') {
    return afterPayment({ payment: body.payment, answer: sent }, before, known);
  }
  const refusal = readRefusal(sent, body);
  if (isNotSupported(refusal)) return afterNotSupported(sent, refusal, before, known);
  const notProcessed = meaningOfNotProcessed(refusal);
  if (notProcessed !== null) return concluded(before, known, { fate: 'notSent', meaning: notProcessed, details: refusal.details });
  return isRefused(refusal) ? afterRefusal(refusal, before, known) : afterLoss(refusal.details, before, known);
}

/** Whether the refusal stands is told by the next read; until then the payment counts as it was read before. */
function afterRefusal({ details }: Refusal, before: Seen, known: Known): ProviderReading {
  const facts = noting(afterSend(known.facts, 'rejected'), { rejectedCode: details.code });
  const meaning = classifyPayment(before.payment, { ...known, facts });
  return concluded(before, { ...known, facts }, { fate: 'rejected', meaning, details });
}

function afterLoss(details: RefusalDetails, before: Seen, known: Known): ProviderReading {
  return concluded(before, known, { fate: 'lost', meaning: indeterminate('request_answer_lost'), details });
}

interface Conclusion {
  readonly fate: SendFate;
  readonly meaning: Meaning;
  readonly details: RefusalDetails;
}

function concluded(before: Seen, known: Known, { fate, meaning, details }: Conclusion): ProviderReading {
  return toReading({ paymentId: known.paymentId, meaning, facts: known.facts, send: fate, seen: before, details });
}

function afterFault(fault: ProviderFault, before: Seen, known: Known): ProviderReading {
  const { code, providerRequestId, retryAfterSeconds } = fault;
  const details = { code, providerRequestId, retryAfterSeconds };
  if (!fault.neverProcessed) return afterLoss(details, before, known);
  const meaning = fault.retryable ? indeterminate('request_not_sent') : blocked(fault.code);
  return concluded(before, known, { fate: 'notSent', meaning, details });
}

/** The request was taken, and the answer is the payment as it is now. */
function afterPayment(seen: Seen, before: Seen, known: Known): ProviderReading {
  const isThisPayment = seen.payment.id === known.paymentId;
  const accepted = afterSend(known.facts, 'accepted');
  const facts = isThisPayment ? notingState(accepted, seen.payment) : accepted;
  return toReading({
    paymentId: known.paymentId,
    meaning: classifyPayment(seen.payment, { ...known, facts }),
    facts,
    send: 'accepted',
    seen: isThisPayment ? withInstructions(seen, before) : before,
    details: NOT_REFUSED,
  });
}

/** The guide's answers are short and leave the instructions out; the read before had them. */
function withInstructions(seen: Seen, before: Seen): Seen {
  if (seen.payment.instructions.length > 0) return seen;
  return { ...seen, payment: { ...seen.payment, instructions: before.payment.instructions } };
}

/** Here the refusal itself is the evidence, not the payment. */
function afterNotSupported(answer: HttpAnswer, { details }: Refusal, before: Seen, known: Known): ProviderReading {
  const reading = concluded(before, known, { fate: 'rejected', meaning: notSupported(), details });
  return { ...reading, proof: refusalProof(known.paymentId, answer, details) };
}

function meaningOfNotProcessed(refusal: Refusal): Meaning | null {
  return refusal.status === 429 ? indeterminate('rate_limited') : blockedBy(refusal);
}

/** Codes that say no in so many words, even in an answer that looks like success. */
const REFUSING_CODES = ['missingparameter', 'invalidvalue', 'methodnotallowed', 'bankmessage', 'actionneeded'];

/** Statuses below 500 after which the request may have been processed all the same. */
const UNCERTAIN_STATUSES = [404, 408, 425];

function isRefused({ status, errorCode }: Refusal): boolean {
  if (status >= 500 || UNCERTAIN_STATUSES.includes(status)) return false;
  if (status === 409) return true;
  return errorCode !== null && (status >= 400 || REFUSING_CODES.includes(errorCode));
}
