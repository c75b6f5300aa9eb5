import { jsonAnswer, type Answer } from '../core/answer.js';
import type { ReceivedCall } from '../core/route.js';
import { BAD_REQUEST, errorAnswer } from './errors.js';
import type { PowensParts } from './parts.js';
import { paymentBody, toJson } from './payment-body.js';
import type { PowensPayment } from './payment.js';

export interface UpdateCall {
  readonly received: ReceivedCall;
  readonly payment: PowensPayment;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * `POST /payments/{id}` with the other documented bodies: validate, resume, fields, psu_validate, confirm
 * (guides "Implementing your own payment validation webview" and "Confirming payments manually").
 */
export function updatePayment(parts: PowensParts, call: UpdateCall): Answer {
  const updated = update(parts, call);
  if (updated === null) return errorAnswer(400, 'invalidValue', BAD_REQUEST, call.payment.knobs.requestId);
  return jsonAnswer(200, toJson(paymentBody(updated)));
}

function update(parts: PowensParts, { received, payment, fields }: UpdateCall): PowensPayment | null {
  const { life } = parts;
  if (fields['validated'] === true) return startValidation(parts, payment, received.callSeq);
  // The payer confirms in another channel: a resume only looks.
  if (fields['resume'] === true) return life.read(payment, received.callSeq);
  if (fields['confirm'] === false) return life.settle(payment, 'rejected', 'confirmationRefused', 'api');
  if (fields['psu_validate'] === false) return life.refuse(payment, received.callSeq);
  const given = fields['fields'] !== undefined || fields['psu_validate'] === true || fields['confirm'] === true;
  return given ? life.approve(payment, received.callSeq) : null;
}

function startValidation({ payments, bankLinks }: PowensParts, payment: PowensPayment, callSeq: number): PowensPayment {
  if (payment.state !== 'created') return payment;
  const validateUri = bankLinks.issue(payment.id, { from: 'payment', webviewRedirect: null });
  const set = { state: 'validating', action: 'redirect', validateUri };
  return payments.change(payment, { effect: 'payment.validating', cause: 'api', callSeq, set });
}
