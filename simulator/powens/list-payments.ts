import { jsonAnswer, type Answer } from '../core/answer.js';
import type { ReceivedCall } from '../core/route.js';
import { invalidValue } from './errors.js';
import type { PowensParts } from './parts.js';
import { paymentBody, toJson } from './payment-body.js';
import type { PowensPayment } from './payment.js';

const LARGEST_LIMIT = 1_000;

/** `GET /payments` with the filters a cancellation client could want; the others of the reference are ignored. */
export function listPayments(parts: PowensParts, received: ReceivedCall): Answer {
  const admitted = parts.access.admit(received, ['payments:read-only']);
  if (admitted.refusal !== null) return admitted.refusal;
  const { query } = received;
  const limit = Number(query.get('limit') ?? LARGEST_LIMIT);
  const offset = Number(query.get('offset') ?? 0);
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_LIMIT) return invalidValue('limit', 'from 1 to 1000');
  if (!Number.isInteger(offset) || offset < 0) return invalidValue('offset', 'not below 0');
  const own = parts.payments
    .list()
    .filter((payment) => payment.clientId === admitted.value.client.clientId && passes(payment, query));
  const ordered = query.has('reverse') ? own.toReversed() : own;
  const shown = ordered.slice(offset, offset + limit);
  return jsonAnswer(200, toJson({ payments: shown.map((payment) => paymentBody(payment)) }));
}

function passes(payment: PowensPayment, query: URLSearchParams): boolean {
  const wanted: readonly (readonly [string | null, string | null])[] = [
    [query.get('state'), payment.state],
    [query.get('error_code'), payment.errorCode],
    [query.get('connector_uuid'), payment.connectorUuid],
  ];
  const reference = query.get('reference_id');
  const referenced =
    reference === null || payment.instructions.some((instruction) => instruction.referenceId === reference);
  return referenced && wanted.every(([value, actual]) => value === null || value === actual);
}
