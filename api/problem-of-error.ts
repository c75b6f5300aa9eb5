import { CancellationError } from '../client/index.js';
import type { CancellationErrorCode } from '../client/index.js';
import { ProblemError } from './problem.js';
import type { ProblemCode } from './problem.js';

/** The problem behind anything a handler or the HTTP server throws. */
export function problemOfError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof CancellationError) return problemOfCancellation(error);
  const code = serverErrorCode(error);
  const known = code === null ? undefined : SERVER_ERRORS[code];
  if (known !== undefined) return new ProblemError(known.code, known.detail, { cause: error });
  return new ProblemError('internal_error', 'The request could not be handled; its id helps to find out why.', {
    cause: error,
  });
}

function problemOfCancellation(error: CancellationError): ProblemError {
  const code = PROBLEM_OF[error.code];
  const fields = error.fields.map((field) => ({
    pointer: `/${field.replace('.', '/')}`,
    detail: 'differs from the request that is open',
  }));
  return new ProblemError(code, error.message, { errors: [...error.problems, ...fields], cause: error });
}

const PROBLEM_OF: Readonly<Record<CancellationErrorCode, ProblemCode>> = {
  not_found: 'not_found',
  invalid_request: 'invalid_request',
  terms_conflict: 'terms_conflict',
  idempotency_key_reused: 'idempotency_key_reused',
  cancellation_closed: 'cancellation_closed',
  not_in_review: 'not_in_review',
  no_payer_awaited: 'no_payer_awaited',
  nothing_announced: 'nothing_announced',
  invalid_cursor: 'invalid_cursor',
  temporal_unavailable: 'temporal_unavailable',
  worker_unavailable: 'worker_unavailable',
  cancellation_unreadable: 'cancellation_unreadable',
  namespace_not_prepared: 'temporal_unavailable',
  aborted: 'shutting_down',
  no_outcome: 'internal_error',
  api_unavailable: 'internal_error',
  rate_limited: 'internal_error',
  not_allowed: 'insufficient_scope',
  events_off: 'events_off',
  timeout: 'internal_error',
};

/** Fastify's own errors (fastify docs, "Errors"), by their code. */
const SERVER_ERRORS: Readonly<Record<string, { readonly code: ProblemCode; readonly detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'payload_too_large', detail: 'Send at most 16 KiB.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'unsupported_media_type',
    detail: 'Send the body with Content-Type: application/json.',
  },
  // A method that needs a body, on a path that is not there.
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: { code: 'not_found', detail: 'There is no such thing.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'invalid_request', detail: 'The body is not as long as Content-Length says.' },
  FST_ERR_BAD_URL: { code: 'invalid_request', detail: 'The path is not validly encoded.' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'not_found', detail: 'There is no such thing.' },
};

function serverErrorCode(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
