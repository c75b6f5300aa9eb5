import { isLosslessNumber, type LosslessNumber, parse } from 'lossless-json';
import { z } from 'zod';

/**
 * What Powens sends, reduced to the fields a cancellation needs (reference page "Payments"): identities,
 * IBANs and texts never get past this file. Ids stay exact decimal strings.
 */
export interface PowensPayment {
  readonly id: string;
  readonly state: string | null;
  readonly stateDetail: string | null;
  readonly errorCode: string | null;
  readonly action: string | null;
  readonly validateUri: string | null;
  readonly connectorUuid: string | null;
  readonly instructions: readonly PowensInstruction[];
}

export interface PowensInstruction {
  readonly executionDateType: string | null;
  readonly executionDate: string | null;
}

/** The error envelope (reference page "Errors"); `code` decides before the HTTP status does. */
export interface PowensError {
  readonly code: string;
  readonly requestId: string | null;
}

export type PowensBody =
  | { readonly kind: 'payment'; readonly payment: PowensPayment }
  | { readonly kind: 'error'; readonly error: PowensError }
  | { readonly kind: 'unreadable' };

const ExactNumber = z.custom<LosslessNumber>(isLosslessNumber).transform((number) => number.value);
const Id = z.union([z.string(), ExactNumber]);
/** Decides, so another shape than text makes the whole body unreadable. */
const DecidingText = z.string().nullish().transform((text) => text ?? null);
/** Helps, so another shape than text is as good as none. */
const HelpfulText = z.string().nullable().catch(null);

const Instruction = z
  .object({ execution_date_type: DecidingText, execution_date: HelpfulText })
  .transform((wire) => ({ executionDateType: wire.execution_date_type, executionDate: wire.execution_date }));

const Payment = z
  .object({
    id: Id,
    state: HelpfulText,
    state_detail: DecidingText,
    error_code: DecidingText,
    action: HelpfulText,
    validate_uri: HelpfulText,
    connector_uuid: HelpfulText,
    instructions: z.array(Instruction).nullish(),
  })
  .transform((wire) => ({
    id: wire.id,
    state: wire.state,
    stateDetail: wire.state_detail,
    errorCode: wire.error_code,
    action: wire.action,
    validateUri: wire.validate_uri,
    connectorUuid: wire.connector_uuid,
    instructions: wire.instructions ?? [],
  }));

const ErrorEnvelope = z
  .object({ id: z.null().optional(), code: z.string().min(1), request_id: Id.nullable().catch(null) })
  .transform((wire) => ({ code: wire.code, requestId: wire.request_id }));

const ServiceToken = z.object({ token: z.string().min(1) }).transform((wire) => wire.token);

const ScopedToken = z
  .object({ token: z.string().min(1), expires_in: ExactNumber.nullable().catch(null), id_payment: Id.nullish() })
  .transform((wire) => ({
    token: wire.token,
    expiresInSeconds: /^[1-9][0-9]{0,8}$/.test(wire.expires_in ?? '') ? Number(wire.expires_in) : null,
    paymentId: wire.id_payment ?? null,
  }));

const WebhookPayment = z.object({ id: Id }).transform((wire) => wire.id);

const Connector = z
  .object({ payment_settings: z.object({ cancellation_available: z.boolean() }) })
  .transform((wire) => wire.payment_settings.cancellation_available);

/** The body of an answer about a payment, told apart by shape: a payment has an `id`, an error a `code`. */
export function parseBody(text: string): PowensBody {
  const json = parseJson(text);
  const payment = Payment.safeParse(json);
  if (payment.success) return { kind: 'payment', payment: payment.data };
  const error = ErrorEnvelope.safeParse(json);
  return error.success ? { kind: 'error', error: error.data } : { kind: 'unreadable' };
}

/** The token of `/auth/token`, a secret, or null where the body holds none. */
export function parseServiceToken(text: string): string | null {
  return ServiceToken.safeParse(parseJson(text)).data ?? null;
}

export interface PowensScopedToken {
  /** Secret. */
  readonly token: string;
  readonly expiresInSeconds: number | null;
  readonly paymentId: string | null;
}

/** The answer of `/payments/{id}/scopedtoken`, or null where the body holds no token. */
export function parseScopedToken(text: string): PowensScopedToken | null {
  return ScopedToken.safeParse(parseJson(text)).data ?? null;
}

/** The exact payment id in a webhook's body, or null (guide "Webhooks": the body is the payment). */
export function parseWebhookPaymentId(text: string): string | null {
  return WebhookPayment.safeParse(parseJson(text)).data ?? null;
}

/** Whether a connector can cancel at all, or null where it does not say (reference page "Connectors"). */
export function parseCancellationAvailable(text: string): boolean | null {
  return Connector.safeParse(parseJson(text)).data ?? null;
}

/** Null for anything that is no JSON, duplicate keys included. */
function parseJson(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
