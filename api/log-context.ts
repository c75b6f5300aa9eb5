import type { FastifyRequest } from 'fastify';
import { cancelWorkflowId } from '../contracts/names.js';
import type { PaymentRef } from '../contracts/payment.js';

/**
 * From here on every log line of this request, the one of its end included, names the run it is about: what API and
 * workers log about one cancellation is found by its workflow id.
 */
export function logRun(request: FastifyRequest, workflowId: string): void {
  request.log = request.log.child({ workflowId });
}

/** The same, where only the payment is known. */
export function logPayment(request: FastifyRequest, payment: PaymentRef): void {
  logRun(request, cancelWorkflowId(payment));
}
