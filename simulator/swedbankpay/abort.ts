import { z } from 'zod';
import type { Answer } from '../core/answer.js';
import { readFields } from '../core/request.js';
import type { PostPurchaseCall } from './cancel.js';
import { allowedOperations } from './operations-list.js';
import { expansionsIn, orderAnswer } from './order-body.js';
import { baseUrlOf, type SwedbankPayParts } from './parts.js';
import type { PaymentOrder } from './payment-order.js';
import { abortNotAllowed, inputError, playedProblem, problemAnswer } from './problems.js';
import { versionOf } from './version.js';

const schema = z.object({
  paymentorder: z.object({
    operation: z.enum(['Abort', 'PaymentAttemptAborted']),
    abortReason: z.string().regex(/^[A-Za-z0-9]+$/),
  }),
});

/** `PATCH` on an order: abort it, or only the payer's attempt. Answered with the whole order. */
export function abortOrder(parts: SwedbankPayParts, call: PostPurchaseCall): Answer {
  const { received, merchant } = call;
  const read = schema.safeParse(readFields(received));
  if (!read.success) {
    return problemAnswer(inputError('PaymentOrder.Operation', 'operation must be Abort or PaymentAttemptAborted, with an alphanumeric abortReason.'));
  }
  const order = playBeforeAbort(parts, call.order);
  const played = order.knobs.abortProblem;
  if (played !== null && (played.times === null || order.problemsPlayed < played.times)) {
    parts.orders.note(order, { problemsPlayed: order.problemsPlayed + 1 });
    return playedProblem(played);
  }
  // Which problem a refused abort of an order gets is documented for sessions only.
  if (!allowedOperations(order, merchant).includes('abort')) return problemAnswer(abortNotAllowed(), { contentType: order.knobs.problemForm });
  const { operation, abortReason } = read.data.paymentorder;
  const after = operation === 'Abort' ? abort(parts, order, { abortReason, callSeq: received.callSeq }) : order;
  const list = { order: after, merchant, version: versionOf(received, after), base: baseUrlOf(parts) };
  return orderAnswer(list, { expand: expansionsIn(received.query) });
}

function playBeforeAbort({ life }: SwedbankPayParts, order: PaymentOrder): PaymentOrder {
  if (order.status !== 'Initialized') return order;
  switch (order.knobs.beforeAbort) {
    case 'nothing':
      return order;
    case 'authorise':
      return life.authorise(order, { cause: 'payer' });
    case 'sell':
      return life.sell(order, { cause: 'payer' });
  }
}

function abort(
  { life, orders }: SwedbankPayParts,
  order: PaymentOrder,
  { abortReason, callSeq }: { readonly abortReason: string; readonly callSeq: number },
): PaymentOrder {
  switch (order.knobs.abortEffect) {
    case 'atOnce': {
      const aborted = life.abort(order, abortReason, { cause: 'api', callSeq });
      const { staleReads } = order.knobs;
      return staleReads === 0 ? aborted : orders.note(aborted, { stale: { order: { ...order, stale: null }, readsLeft: staleReads } });
    }
    case 'later':
      return life.abortLater(order, abortReason);
    case 'never':
      return order;
  }
}
