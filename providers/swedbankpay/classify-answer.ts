import type { CancellationAnswer } from '../../contracts/answer.js';
import type { HttpAnswer } from '../../contracts/provider.js';
import * as answers from './answers.js';
import { classifyProblem } from './classify-problem.js';
import { contradictsItself } from './contradiction.js';
import type { Trust } from './operations.js';
import { capturedAmount, orderOf, type PaymentOrder, transactionOf } from './order.js';
import { meaningOf, meaningOfStatus, problemCode } from './problem.js';
import type { RunSoFar } from './run-notes.js';
import type { SendVerdict } from './send-verdict.js';
import type { Body, WireTransaction } from './wire.js';

export interface SendAnswered {
  readonly operation: 'cancel' | 'abort';
  readonly body: Body;
  readonly status: HttpAnswer['status'];
  /** The order as it was read before the send. */
  readonly before: PaymentOrder;
  /** The run before the send. */
  readonly run: RunSoFar;
  readonly trust: Trust;
}

/**
 * What the answer to a cancel or abort request means, by its shape: the 2.0 and 3.0 transaction, the 3.1
 * order, a problem under any status. Only an explicit `Cancelled`, `Aborted` or `Completed`, or the rest
 * released after a part was captured, is a cancellation. Pure and total.
 */
export function classifyAnswer(sent: SendAnswered): SendVerdict {
  const { body, status, run, operation } = sent;
  switch (body.kind) {
    case 'problem':
      return classifyProblem({ meaning: meaningOf(body.problem, status), code: problemCode(body.problem.type), run, operation });
    case 'order':
      return isSuccess(status) ? classifyOrder(sent, body) : unreadable(sent);
    case 'cancellation':
      return isSuccess(status) ? classifyTransaction(sent, body.transaction) : unreadable(sent);
    case 'empty':
      return classifyEmpty(sent);
    case 'unreadable':
      return unreadable(sent);
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function classifyEmpty(sent: SendAnswered): SendVerdict {
  const { status, run, operation } = sent;
  if (status === 202) return accepted(answers.unconfirmed(operation));
  if (isSuccess(status)) return unreadable(sent);
  // An empty error body is a normal case, also for a missing right.
  const meaning = status === 403 ? 'forbidden' : meaningOfStatus(status);
  return classifyProblem({ meaning, code: `http_${status}`, run, operation });
}

/** Gateway pages, cut bodies, a success that carries an error status: may have been done all the same. */
function unreadable({ status, run, operation }: SendAnswered): SendVerdict {
  if (status === 401 || status === 429) {
    return classifyProblem({ meaning: meaningOfStatus(status), code: `http_${status}`, run, operation });
  }
  return { fate: 'lost', answer: answers.unclear('unreadable_answer'), refusal: null, code: null, transactionNumber: null };
}

function classifyOrder(sent: SendAnswered, { order: wire, operations }: Extract<Body, { kind: 'order' }>): SendVerdict {
  const { operation, status, trust } = sent;
  if (wire.id !== trust.paymentId) {
    return { fate: 'lost', answer: answers.unclear('answer_for_another_order'), refusal: null, code: null, transactionNumber: null };
  }
  if (status === 202) return accepted(answers.unconfirmed(operation));
  const after = orderOf(wire, operations, trust);
  const proved = operation === 'abort' ? provedAbort(after) : provedCancellation(sent, after);
  return accepted(proved ?? answers.unconfirmed(operation));
}

function provedAbort(after: PaymentOrder): CancellationAnswer | null {
  const { remaining } = after;
  const hasMoney = remaining.capture > 0 || remaining.cancellation > 0 || remaining.reversal > 0;
  if (after.phase !== 'aborted' || hasMoney) return null;
  return answers.cancelled({ how: 'aborted', amounts: null });
}

function provedCancellation({ before }: SendAnswered, after: PaymentOrder): CancellationAnswer | null {
  const { remaining } = after;
  const hasMoney = remaining.capture > 0 || remaining.cancellation > 0 || remaining.reversal > 0;
  // The operations beside it may be stale, the status and the amounts are the answer's own.
  if (after.phase === 'cancelled' && !hasMoney) return answers.cancelled({ how: 'direct', amounts: wholeOf(before) });
  return after.phase === 'paid' && !contradictsItself(after) ? provedRelease(before, after) : null;
}

function provedRelease(before: PaymentOrder, after: PaymentOrder): CancellationAnswer | null {
  const { remaining } = after;
  const nothingRemains = remaining.capture === 0 && remaining.cancellation === 0 && after.cancel.kind === 'notOffered';
  const captured = remaining.reversal;
  const isPart = after.amount !== null && captured > 0 && captured < after.amount;
  const wasPart = capturedAmount(before) > 0 && captured >= capturedAmount(before);
  if (!nothingRemains || !isPart || !wasPart) return null;
  const released = (after.amount ?? 0) - captured;
  return answers.partlyCancelled({ how: 'remainderReleased', amounts: answers.amountsOf(after, { released, captured }) });
}

function wholeOf(before: PaymentOrder): ReturnType<typeof answers.amountsOf> {
  const released = before.remaining.cancellation > 0 ? before.remaining.cancellation : before.amount;
  return answers.amountsOf(before, { released, captured: 0 });
}

function classifyTransaction(sent: SendAnswered, wire: WireTransaction): SendVerdict {
  const { operation, status } = sent;
  const { type, state, number } = transactionOf(wire);
  if (operation !== 'cancel' || type !== 'cancellation') return accepted(answers.unclear('unreadable_answer'));
  switch (state) {
    case 'completed':
      return accepted(status === 202 ? answers.unconfirmed('cancel') : provedTransaction(sent, wire), number);
    case 'underWay':
      return accepted(answers.unconfirmed('cancel'), number);
    case 'failed': {
      const code = problemCode(wire.problem?.type ?? wire.failederrorcode ?? 'transaction-failed');
      return { fate: 'rejected', answer: answers.unclear('declined'), refusal: 'declined', code, transactionNumber: number };
    }
    case 'unknown':
      return accepted(answers.unclear('unknown_state'), number);
  }
}

function provedTransaction({ before }: SendAnswered, wire: WireTransaction): CancellationAnswer {
  const captured = capturedAmount(before);
  const released = wire.amount ?? before.remaining.cancellation;
  const amounts = answers.amountsOf(before, { released, captured });
  return captured > 0
    ? answers.partlyCancelled({ how: 'remainderReleased', amounts })
    : answers.cancelled({ how: 'direct', amounts });
}

function accepted(answer: CancellationAnswer, transactionNumber: number | null = null): SendVerdict {
  return { fate: 'accepted', answer, refusal: null, code: null, transactionNumber };
}
