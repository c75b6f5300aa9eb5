import type { HttpAnswer } from '../../contracts/provider.js';
import { retryAfterSeconds } from '../../platform/http.js';
import { machineCode } from './machine-code.js';
import { blocked, type Meaning, settled } from './meaning.js';
import type { PowensBody } from './wire.js';

/** What an answer without a payment says, free of its texts (reference page "Errors"). */
export interface Refusal {
  readonly status: number;
  /** Lower case, because Powens spells one code in several ways; null where the body holds none. */
  readonly errorCode: string | null;
  readonly isReadable: boolean;
  readonly details: RefusalDetails;
}

/** For operators. */
export interface RefusalDetails {
  readonly code: string | null;
  readonly providerRequestId: string | null;
  readonly retryAfterSeconds: number | null;
}

/** Nothing was refused. */
export const NOT_REFUSED: RefusalDetails = { code: null, providerRequestId: null, retryAfterSeconds: null };

/** Reads a refusal; `body` is the answer's, parsed. */
export function readRefusal(answer: HttpAnswer, body: PowensBody): Refusal {
  const error = body.kind === 'error' ? body.error : null;
  return {
    status: answer.status,
    errorCode: error?.code.toLowerCase() ?? null,
    isReadable: error !== null,
    details: {
      code: machineCode(error?.code ?? (isSuccess(answer) ? null : `http_${answer.status}`)),
      providerRequestId: machineCode(error?.requestId ?? null),
      retryAfterSeconds: retryAfterSeconds(answer),
    },
  };
}

/** True for the statuses with which Powens reports success (reference page "API design": 200, 202, 204). */
export function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}

/** The connector cannot cancel this payment; any status, decided by the code alone. */
export function isNotSupported({ errorCode }: Refusal): boolean {
  return errorCode === 'notsupported';
}

/** The outcome of `isNotSupported`. */
export function notSupported(): Meaning {
  return settled({ kind: 'notSupported', moneyMovement: 'expected', reason: null, remedy: null, amounts: null });
}

/** What it means when we are refused, and not the payment; null otherwise. The token was renewed by now. */
export function blockedBy({ status, errorCode }: Refusal): Meaning | null {
  if (errorCode === 'config') return blocked('powens_config');
  if (status === 401) return blocked('powens_unauthorised');
  return status === 403 || errorCode === 'forbidden' ? blocked('powens_forbidden') : null;
}
