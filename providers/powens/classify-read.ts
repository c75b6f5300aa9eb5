import { isFinal } from '../../contracts/answer.js';
import { ProviderFault } from '../../contracts/fault.js';
import type { HttpAnswer, ProviderReading, RunFacts } from '../../contracts/provider.js';
import { classifyPayment } from './classify.js';
import { indeterminate, type Known, type Meaning, settled } from './meaning.js';
import { refusalProof, type Seen, toReading } from './reading.js';
import { blockedBy, isNotSupported, isSuccess, NOT_REFUSED, notSupported, readRefusal, type Refusal } from './refusal.js';
import { rateLimited, unreadable } from './refusal-faults.js';
import { mayHaveSent, notingState } from './run-facts.js';
import { parseBody } from './wire.js';

/** One read and what it says. */
export interface Look {
  readonly reading: ProviderReading;
  readonly facts: RunFacts;
  /** What a cancel request may be sent on the strength of; null where none may. */
  readonly sendable: Seen | null;
}

/** What an answer to `GET /payments/{id}` says; a fault where the read is simply to be made again. */
export function classifyRead(answer: HttpAnswer, known: Known): Look | ProviderFault {
  const body = parseBody(answer.text);
  if (isSuccess(answer) && body.kind === 'payment') return lookAt({ payment: body.payment, answer }, known);
  const refusal = readRefusal(answer, body);
  const meaning = classifyRefusedRead(answer, refusal, known.facts);
  if (meaning instanceof ProviderFault) return meaning;
  const { reading, ...blind } = blindLook(known, meaning, refusal.details);
  if (!isFinal(meaning.answer)) return { reading, ...blind };
  return { ...blind, reading: { ...reading, proof: refusalProof(known.paymentId, answer, refusal.details) } };
}

function lookAt(seen: Seen, known: Known): Look {
  const meaning = classifyPayment(seen.payment, known);
  if (seen.payment.id !== known.paymentId) return blindLook(known, meaning, NOT_REFUSED);
  const facts = notingState(known.facts, seen.payment);
  const { paymentId } = known;
  return {
    reading: toReading({ paymentId, meaning, facts, send: null, seen, details: NOT_REFUSED }),
    facts,
    sendable: meaning.answer.kind === 'cancellable' ? seen : null,
  };
}

/** A look that showed nothing of the payment. */
export function blindLook({ paymentId, facts }: Known, meaning: Meaning, details: Refusal['details']): Look {
  return {
    reading: toReading({ paymentId, meaning, facts, send: null, seen: null, details }),
    facts,
    sendable: null,
  };
}

function classifyRefusedRead(answer: HttpAnswer, refusal: Refusal, facts: RunFacts): Meaning | ProviderFault {
  const isUntouched = !mayHaveSent(facts) && !facts.linkIssued;
  if (isNotSupported(refusal) && isUntouched) return notSupported();
  if (refusal.status === 429) return rateLimited(refusal);
  const blocked = blockedBy(refusal);
  if (blocked !== null) return blocked;
  if (refusal.status === 404 && !isHtml(answer)) {
    return isUntouched && facts.reads === 0 ? notFound() : indeterminate('payment_not_found_any_more');
  }
  return refusal.status >= 500 || !refusal.isReadable ? unreadable(refusal) : indeterminate('read_refused');
}

function notFound(): Meaning {
  return settled({ kind: 'notFound', moneyMovement: 'unknown', reason: null, remedy: null, amounts: null });
}

/** A page of a proxy in between is not Powens saying that it does not know the payment. */
function isHtml({ headers, text }: HttpAnswer): boolean {
  return (headers['content-type'] ?? '').includes('html') || text.trimStart().startsWith('<');
}
