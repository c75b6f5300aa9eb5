import { adminProblem } from '../admin/admin-answer.js';
import type { Answer } from '../core/answer.js';
import type { MatchedRequest } from '../core/route.js';
import type { PowensParts } from './parts.js';
import type { PowensPayment } from './payment.js';

/** Hands on the payment of the path, or answers 404. */
export function withPayment(
  { payments }: PowensParts,
  request: MatchedRequest,
  go: (payment: PowensPayment) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const payment = payments.get(request.parameters['id'] ?? '');
  return payment === undefined ? adminProblem(404, 'There is no such payment.') : go(payment);
}
