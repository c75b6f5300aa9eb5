import type { RequestProblem } from '../contracts/request.js';

export const CANCELLATION_ERROR_CODES = [
  /** No such cancellation, or not one of yours. */
  'not_found',
  /** The request itself is wrong; `problems` says where. */
  'invalid_request',
  /** Another request for this payment is open with other terms; `fields` names them. */
  'terms_conflict',
  /** This `Idempotency-Key` came with another body before. */
  'idempotency_key_reused',
  /** The cancellation has its outcome: commands come too late. */
  'cancellation_closed',
  /** `resolve` outside `needs_review`. */
  'not_in_review',
  /** A fresh link was asked for while no payer is waited for. */
  'no_payer_awaited',
  /** A replay was asked for before any event was announced. */
  'nothing_announced',
  /** The list cursor is not one of ours. */
  'invalid_cursor',
  /** Temporal could not be reached in time. Nothing is lost: a repeat finds what was begun. */
  'temporal_unavailable',
  /** No worker answered in time; the request is kept, but this call needs one. */
  'worker_unavailable',
  /** The run is there, but this process cannot read it: it lacks the key, or somebody else began the run. */
  'cancellation_unreadable',
  /** The namespace is not prepared yet: start a worker or the API once. */
  'namespace_not_prepared',
  /** The run ended without an outcome; a person must look. */
  'no_outcome',
  /** Over HTTP: the API, or what stands before it, gave no usable answer. A repeat finds what was begun. */
  'api_unavailable',
  /** Over HTTP: called too often; nothing was done. `retryAfterSeconds` says when to come back. */
  'rate_limited',
  /** Over HTTP: the token is missing, unknown, or lacks the scope. */
  'not_allowed',
  /** Over HTTP: this deployment sends no events. */
  'events_off',
  /** The caller's `AbortSignal` fired. */
  'aborted',
  /** The wait ended before the outcome came. */
  'timeout',
] as const;
export type CancellationErrorCode = (typeof CANCELLATION_ERROR_CODES)[number];

/** The one error this library throws; `code` is stable, messages are for people. */
export class CancellationError extends Error {
  override readonly name = 'CancellationError';
  readonly code: CancellationErrorCode;
  /** Trying the same again later may work, and is safe. */
  readonly retryable: boolean;
  /** Names of the terms that differ, for `terms_conflict`. */
  readonly fields: readonly string[];
  /** What is wrong where, for `invalid_request`. */
  readonly problems: readonly RequestProblem[];
  /** Seconds after which a repeat is worth while, where the API says so; null otherwise, and always over Temporal. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: CancellationErrorCode,
    message: string,
    more: {
      readonly fields?: readonly string[];
      readonly problems?: readonly RequestProblem[];
      readonly retryAfterSeconds?: number | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.retryable = RETRYABLE.includes(code);
    this.fields = more.fields ?? [];
    this.problems = more.problems ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
  }
}

const RETRYABLE: readonly CancellationErrorCode[] = [
  'temporal_unavailable',
  'worker_unavailable',
  'cancellation_unreadable',
  'namespace_not_prepared',
  'api_unavailable',
  'rate_limited',
  'timeout',
];
