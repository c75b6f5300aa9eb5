import type { CancellationAnswer } from '../../contracts/answer.js';
import type { Proof } from '../../contracts/outcome.js';
import type { HttpAnswer, TimeBudget } from '../../contracts/provider.js';
import { retryAfterSeconds } from '../../platform/http.js';
import * as answers from './answers.js';
import type { SwedbankPayClient } from './client.js';
import type { Trust } from './operations.js';
import { orderOf, type PaymentOrder } from './order.js';
import { meaningOf, meaningOfStatus, problemCode, type ProblemMeaning } from './problem.js';
import { proofIn } from './proof.js';
import type { RunSoFar } from './run-notes.js';
import { type Body, readBody } from './wire.js';

/** What one authoritative read brought. */
export type OrderRead = ReadTrace & (
  | { readonly kind: 'order'; readonly order: PaymentOrder }
  /** No order: what that means for the run. */
  | { readonly kind: 'noOrder'; readonly answer: CancellationAnswer; readonly rereads: number }
);

interface ReadTrace {
  readonly proof: Proof | null;
  readonly code: string | null;
  readonly sessionId: string;
  readonly retryAfterSeconds: number | null;
}

interface ReadCall {
  readonly client: SwedbankPayClient;
  readonly trust: Trust;
  readonly run: RunSoFar;
  readonly budget: TimeBudget;
}

/** `paid` tells a sale from an authorisation, the list whether anyone released a rest. */
const EXPANSION = ['paid', 'financialtransactions'];

/**
 * Reads the order with the least expansion that decides: one call, and a second one only for a 2.0 order
 * whose operations and amounts leave it open. Safe to repeat. @throws {ProviderFault}
 */
export async function readOrder(call: ReadCall): Promise<OrderRead> {
  // A failed attempt counts only where one of ours may be among them.
  const expand = call.run.cancelAccepted ? [...EXPANSION, 'postpurchasefailedattempts'] : EXPANSION;
  const first = await readWith(call, expand);
  if (first.kind !== 'order' || !needsTransactions(first.order, call.run)) return first;
  const second = await readWith(call, ['currentpayment']);
  return second.kind === 'order' ? second : first;
}

/** True for a 2.0 order that only the transactions of its current payment can decide. */
function needsTransactions({ wire, transactionsShown, phase, cancel, abort, remaining, amount }: PaymentOrder, run: RunSoFar): boolean {
  const isVersion2 = typeof wire.status !== 'string' && typeof wire.state === 'string';
  if (!isVersion2 || transactionsShown) return false;
  if (phase === 'pending' || run.cancelAccepted) return true;
  const isOpen = phase === 'paid' || phase === 'unknown' || phase === 'notAuthorised';
  const isOffered = cancel.kind !== 'notOffered' || abort.kind !== 'notOffered';
  const isDecided = remaining.cancellation > 0 || remaining.reversal >= (amount ?? Number.POSITIVE_INFINITY);
  return isOpen && !isOffered && !isDecided;
}

async function readWith({ client, trust, run, budget }: ReadCall, expand: readonly string[]): Promise<OrderRead> {
  const { answer, sessionId } = await client.readOrder({ paymentId: trust.paymentId, expand, budget });
  const body = readBody(answer);
  const trace = {
    proof: proofIn({ body, answer, paymentId: trust.paymentId }),
    sessionId: (body.kind === 'problem' ? body.problem.sessionid : null) ?? sessionId,
    retryAfterSeconds: retryAfterSeconds(answer),
  };
  if (body.kind !== 'order' || answer.status >= 300) return { ...trace, ...withoutOrder(body, answer, run) };
  if (body.order.id !== trust.paymentId) {
    return { ...trace, kind: 'noOrder', answer: answers.unclear('answer_for_another_order'), rereads: 0, proof: null, code: null };
  }
  const order = orderOf(body.order, body.operations, trust);
  return { ...trace, kind: 'order', order, code: null };
}

type WithoutOrder = Pick<Extract<OrderRead, { kind: 'noOrder' }>, 'kind' | 'answer' | 'rereads' | 'code'>;

function withoutOrder(body: Body, { status }: HttpAnswer, run: RunSoFar): WithoutOrder {
  const { meaning, code } = readingOf(body, status);
  const noOrder = (answer: CancellationAnswer, rereads = 0): WithoutOrder => ({ kind: 'noOrder', answer, rereads, code });
  switch (meaning) {
    case 'blocked':
      return noOrder(answers.blocked(code));
    case 'notFound':
      // Known before, or asked something of: it cannot just be gone.
      return run.knewOrder ? noOrder(answers.unclear('not_found')) : noOrder(answers.notFound, 2);
    case 'rateLimited':
      return noOrder(answers.unclear('rate_limited'));
    case 'outcomeUnknown':
    case 'tryAgainLater':
      return noOrder(answers.unclear('provider_unavailable'));
    case 'unreadable':
      return noOrder(answers.unclear('unreadable_answer'));
    case 'inputRejected':
    case 'referenceRejected':
    case 'forbidden':
    case 'conflict':
    case 'declined':
    case 'authorisationExpired':
    case 'unmapped':
      return noOrder(answers.unclear('unmapped_problem'));
  }
}

function readingOf(body: Body, status: number): { readonly meaning: ProblemMeaning | 'unreadable'; readonly code: string } {
  const code = `http_${status}`;
  if (body.kind === 'problem') return { meaning: meaningOf(body.problem, status), code: problemCode(body.problem.type) };
  // A gateway's page under 404 says nothing about the order; an empty answer is the API's own.
  const isOwnAnswer = body.kind === 'empty' && status >= 400;
  return { meaning: isOwnAnswer || status === 401 || status === 429 || status >= 500 ? meaningOfStatus(status) : 'unreadable', code };
}
