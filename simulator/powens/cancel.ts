import { jsonAnswer, type Answer } from '../core/answer.js';
import type { ReceivedCall } from '../core/route.js';
import { redirectUrlProblem } from './client-application.js';
import type { Caller } from './access.js';
import { findConnector } from './connectors.js';
import { BAD_REQUEST, errorAnswer, invalidValue, missingParameter } from './errors.js';
import { returnFromBank } from './callbacks.js';
import type { PowensParts } from './parts.js';
import { paymentBody, toJson } from './payment-body.js';
import { isCancelling, meetsCancelCriteria, type PowensPayment } from './payment.js';

const LONGEST_CLIENT_STATE = 2_000;

export interface CancelCall {
  readonly received: ReceivedCall;
  readonly caller: Caller;
  readonly payment: PowensPayment;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** `POST /payments/{id}` with `cancel` (guide "Cancelling a payment"; API reference, PaymentCancelRequest). */
export function cancelPayment(parts: PowensParts, { received, caller, payment, fields }: CancelCall): Answer {
  if (fields['cancel'] !== true && fields['cancel'] !== 'true') return invalidValue('cancel', 'it must be true');
  const clientRedirectUri = fields['client_redirect_uri'];
  if (typeof clientRedirectUri !== 'string') return missingParameter('client_redirect_uri');
  const redirectProblem = redirectUrlProblem(caller.client, clientRedirectUri);
  if (redirectProblem !== null) return invalidValue('client_redirect_uri', redirectProblem);
  const clientState = fields['client_state'] ?? null;
  if (clientState !== null && typeof clientState !== 'string') return invalidValue('client_state', 'not a string');
  if (clientState !== null && clientState.length > LONGEST_CLIENT_STATE) {
    return invalidValue('client_state', `longer than ${LONGEST_CLIENT_STATE} characters`);
  }
  const { knobs } = payment;
  const refusedRepeat = isCancelling(payment) && knobs.repeatedCancel === 'refused';
  if (!meetsCancelCriteria(payment) || refusedRepeat) {
    return errorAnswer(
      knobs.wrongStateStatus,
      knobs.wrongStateCode,
      'The payment cannot be cancelled now.',
      knobs.requestId,
    );
  }
  if (knobs.cancelAnswer === 'notSupported' || findConnector(payment.connectorUuid)?.cancellationAvailable === false) {
    return errorAnswer(knobs.notSupportedStatus, 'notSupported', BAD_REQUEST, knobs.requestId);
  }
  const request = { clientRedirectUri, clientState, callSeq: received.callSeq };
  const accepted = parts.life.acceptCancellation(payment, request);
  if (knobs.serviceTokenDiesAfter === 'cancel') parts.tokens.expire(caller.token);
  if (knobs.earlyCallback) parts.callbacks.visit(accepted.id, returnFromBank(accepted, null));
  // The bank may have been faster already: the answer tells what is.
  const shown = parts.payments.get(accepted.id) ?? accepted;
  return jsonAnswer(isCancelling(shown) ? knobs.payerNeededStatus : 200, toJson(paymentBody(shown)));
}
