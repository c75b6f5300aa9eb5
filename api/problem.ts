import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestProblem } from '../contracts/request.js';

/** Every problem the API can answer with (RFC 9457): stable code → HTTP status and title. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  malformed_request: { status: 400, title: 'This is not an HTTP request' },
  invalid_json: { status: 400, title: 'The body is not JSON' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  insufficient_scope: { status: 403, title: 'The token does not allow this' },
  host_not_allowed: { status: 403, title: 'Without tokens the API answers to this machine only' },
  not_found: { status: 404, title: 'There is no such thing' },
  method_not_allowed: { status: 405, title: 'This method is not allowed here' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  terms_conflict: { status: 409, title: 'This payment is being cancelled with other terms' },
  cancellation_closed: { status: 409, title: 'The cancellation has its outcome already' },
  not_in_review: { status: 409, title: 'Only a cancellation in needs_review can be resolved' },
  no_payer_awaited: { status: 409, title: 'No payer is waited for' },
  nothing_announced: { status: 409, title: 'No event was announced yet' },
  events_off: { status: 409, title: 'This deployment sends no events' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key came with another body before' },
  rate_limited: { status: 429, title: 'Too many calls' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  internal_error: { status: 500, title: 'Something unexpected happened' },
  cancellation_unreadable: { status: 500, title: 'This cancellation cannot be read here' },
  temporal_unavailable: { status: 503, title: 'Temporal cannot be reached right now' },
  worker_unavailable: { status: 503, title: 'No worker answers right now' },
  shutting_down: { status: 503, title: 'This process is going away' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS).filter(isProblemCode);

function isProblemCode(code: string): code is ProblemCode {
  return code in PROBLEMS;
}

/** Seconds after which a repeat is worth while. */
export const RETRY_AFTER_SECONDS = 5;

/** What a handler throws to answer with a problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly errors: readonly RequestProblem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail: string,
    more: {
      readonly errors?: readonly RequestProblem[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** The one 404 of cancellations: whether it is another account's or nobody's is not told. */
export function notFound(): ProblemError {
  return new ProblemError('not_found', 'There is no such cancellation.');
}

/** A 400 that names what is wrong where. */
export function invalid(errors: readonly RequestProblem[]): ProblemError {
  const where = errors.map(({ pointer, detail }) => (pointer === '' ? detail : `${pointer}: ${detail}`));
  return new ProblemError('invalid_request', where.join('; '), { errors });
}

/** Answers with `application/problem+json`. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: ProblemError): FastifyReply {
  const { status, title } = PROBLEMS[problem.code];
  if (status === 503) reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  return reply
    .code(status)
    .headers(problem.headers)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:countermand:problem:${problem.code}`,
        title,
        status,
        detail: problem.message,
        code: problem.code,
        requestId: request.id,
        ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
      }),
    );
}
