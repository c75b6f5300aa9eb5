import type { Proof } from '../../contracts/outcome.js';
import type { HttpAnswer } from '../../contracts/provider.js';
import { problemCode } from './problem.js';
import type { Body } from './wire.js';

const LONGEST_STATE_FIELD = 128;

/**
 * The provider's words that an answer rests on: whitelisted state fields of one body, and its digest. Null
 * where the body says nothing readable.
 */
export function proofIn({ body, answer, paymentId }: { readonly body: Body; readonly answer: HttpAnswer; readonly paymentId: string }): Proof | null {
  const state = stateIn(body);
  if (state === null) return null;
  return { provider: 'swedbankpay', resource: paymentId, state, readAt: answer.receivedAt, digest: answer.digest };
}

function stateIn(body: Body): Proof['state'] | null {
  switch (body.kind) {
    case 'order':
      return {
        ...(typeof body.order.status === 'string' ? { status: plain(body.order.status) } : { state: plain(body.order.state) }),
        operation: plain(body.order.operation),
        remainingCaptureAmount: body.order.remainingcaptureamount ?? null,
        remainingCancellationAmount: body.order.remainingcancellationamount ?? null,
        remainingReversalAmount: body.order.remainingreversalamount ?? null,
      };
    case 'cancellation':
      return {
        transactionId: plain(body.transaction.id),
        transactionType: plain(body.transaction.type),
        transactionState: plain(body.transaction.state),
        ...(typeof body.transaction.problem?.type === 'string' ? { problemType: problemCode(body.transaction.problem.type) } : {}),
      };
    case 'problem':
      return { problemType: problemCode(body.problem.type) };
    case 'empty':
    case 'unreadable':
      return null;
  }
}

/** A provider's word as it may stand in outcomes: short and printable, else not at all. */
function plain(word: string | null | undefined): string | null {
  if (typeof word !== 'string' || word.length > LONGEST_STATE_FIELD) return null;
  return /^[A-Za-z0-9/_.-]*$/.test(word) ? word : null;
}
