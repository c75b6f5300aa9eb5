import { jsonAnswer, type Answer } from '../core/answer.js';
import { readFields } from '../core/request.js';
import type { MatchedRequest, ProviderRoute, ReceivedCall } from '../core/route.js';
import { cancelPayment } from './cancel.js';
import { createPayment } from './create-payment.js';
import { BAD_REQUEST, errorAnswer, forbidden, invalidValue } from './errors.js';
import { listPayments } from './list-payments.js';
import { API_BASE, type PowensParts } from './parts.js';
import { integer, paymentBody, toJson } from './payment-body.js';
import { grants, readScopes } from './tokens.js';
import { updatePayment } from './update-payment.js';

const READ_SCOPES = ['payments:read-only', 'payments:validate'] as const;

/** `/payments` and below (API reference "Payments"). `PUT` is a documented synonym of `POST` on a resource. */
export function paymentRoutes(parts: PowensParts): readonly ProviderRoute[] {
  const update = {
    path: `${API_BASE}/payments/:id`,
    call: (request: MatchedRequest) => ('cancel' in (readFields(request) ?? {}) ? 'cancel' : 'update'),
    payment: idOf,
    handle: (received: ReceivedCall) => change(parts, received),
  };
  return [
    {
      method: 'POST',
      path: `${API_BASE}/payments`,
      call: 'create',
      payment: () => null,
      handle: (received) => createPayment(parts, received),
    },
    {
      method: 'GET',
      path: `${API_BASE}/payments`,
      call: 'list',
      payment: () => null,
      handle: (received) => listPayments(parts, received),
    },
    {
      method: 'GET',
      path: `${API_BASE}/payments/:id`,
      call: 'read',
      payment: idOf,
      handle: (received) => readPayment(parts, received),
    },
    { method: 'POST', ...update },
    { method: 'PUT', ...update },
    {
      method: 'POST',
      path: `${API_BASE}/payments/:id/scopedtoken`,
      call: 'scopedtoken',
      payment: idOf,
      handle: (received) => issueScopedToken(parts, received),
    },
  ];
}

function idOf(request: MatchedRequest): string | null {
  return request.parameters['id'] ?? null;
}

function readPayment(parts: PowensParts, received: ReceivedCall): Answer {
  const admitted = parts.access.admitToPayment(received, READ_SCOPES);
  if (admitted.refusal !== null) return admitted.refusal;
  const { payment, token } = admitted.value;
  const shown = parts.life.read(payment, received.callSeq);
  if (payment.knobs.serviceTokenDiesAfter === 'read') parts.tokens.expire(token);
  return jsonAnswer(200, toJson(paymentBody(shown)));
}

function change(parts: PowensParts, received: ReceivedCall): Answer {
  const fields = readFields(received);
  const wantsCancel = fields !== null && 'cancel' in fields;
  const admitted = parts.access.admitToPayment(received, [wantsCancel ? 'payments:cancel' : 'payments:validate']);
  if (admitted.refusal !== null) return admitted.refusal;
  if (fields === null) return errorAnswer(400, 'invalidValue', BAD_REQUEST);
  const { payment } = admitted.value;
  if (wantsCancel) return cancelPayment(parts, { received, caller: admitted.value, payment, fields });
  return updatePayment(parts, { received, payment, fields });
}

function issueScopedToken(parts: PowensParts, received: ReceivedCall): Answer {
  const admitted = parts.access.admitToPayment(received, ['payments:validate']);
  if (admitted.refusal !== null) return admitted.refusal;
  const { payment, token: bearer } = admitted.value;
  const scopes = readScopes(readFields(received)?.['scope']);
  if (scopes === null) return invalidValue('scope', 'missing or unknown');
  // "payments:admin cannot be granted to a scoped token" (API reference); its alias neither.
  if (scopes.some((scope) => scope === 'payments:admin' || scope === 'payments')) return forbidden(scopes);
  if (!scopes.every((scope) => grants(bearer, [scope]))) return forbidden(scopes);
  const { knobs } = payment;
  const seconds = payment.scopedTokens < knobs.deadTokens ? 0 : knobs.scopedTokenSeconds;
  const { token, change } = parts.tokens.prepare({ clientId: payment.clientId, scopes, payment: payment.id, seconds });
  parts.payments.change(
    payment,
    {
      effect: 'scopedToken.issued',
      cause: 'api',
      callSeq: received.callSeq,
      set: { scopedTokens: payment.scopedTokens + 1 },
    },
    change,
  );
  if (knobs.serviceTokenDiesAfter === 'scopedtoken') parts.tokens.expire(bearer);
  const lifetime = knobs.expiresIn === 'present' ? { expires_in: knobs.scopedTokenSeconds } : {};
  const body = { token: token.token, scope: scopes.join(' '), ...lifetime, id_payment: integer(payment.id) };
  return jsonAnswer(200, toJson(body));
}
