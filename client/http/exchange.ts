import { givenRequestId } from '../../contracts/correlation.js';
import type { RequestProblem } from '../../contracts/request.js';
import { readRetryAfter } from '../../contracts/retry-after.js';
import { CancellationError } from '../errors.js';
import type { CancellationErrorCode } from '../errors.js';

export interface HttpOptions {
  /** Where the API answers, e.g. `https://pay.shop.example`; a path is kept. */
  readonly baseUrl: string;
  /** One of the deployment's `API_TOKENS`; its name is the actor of every command. */
  readonly token?: string;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  /** Deadline of each call, beside what it waits for; default 10 s. */
  readonly requestTimeoutMs?: number;
}

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly requestId?: string | undefined;
  /** Milliseconds that the API itself may wait. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly entityTag: string | null;
  /** Null for 304. */
  readonly body: unknown;
}

const STANDARD_TIMEOUT_MS = 10_000;

/** Calls of one API: each with its deadline, each failure with its meaning. */
export class Exchange {
  readonly #options: HttpOptions;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** @throws {CancellationError} `api_unavailable` when no answer came in time, `aborted`, and what the answer means */
  async send(call: Call): Promise<Answer> {
    const deadline = AbortSignal.timeout((this.#options.requestTimeoutMs ?? STANDARD_TIMEOUT_MS) + (call.waitMs ?? 0));
    const signal = call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
    try {
      const response = await (this.#options.fetch ?? fetch)(`${this.#options.baseUrl.replace(/\/+$/, '')}${call.path}`, {
        method: call.method,
        redirect: 'error',
        signal,
        headers: this.#headers(call),
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      });
      const body = parsed(await response.text());
      if (response.status >= 400) throw meaningOf(response, body);
      return { status: response.status, entityTag: response.headers.get('etag'), body };
    } catch (error) {
      if (error instanceof CancellationError) throw error;
      if (call.signal?.aborted === true) throw new CancellationError('aborted', 'The call was given up.', { cause: error });
      throw new CancellationError('api_unavailable', 'The API cannot be reached right now; try again.', { cause: error });
    }
  }

  #headers({ body, requestId, headers = {} }: Call): Record<string, string> {
    const { token } = this.#options;
    const id = givenRequestId(requestId);
    return {
      accept: 'application/json, application/problem+json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(id === null ? {} : { 'x-request-id': id }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    };
  }
}

/** Codes of problems (docs/problems.md) that mean the same over Temporal, and those that only HTTP has. */
const MEANING: Readonly<Record<string, CancellationErrorCode>> = {
  not_found: 'not_found',
  invalid_request: 'invalid_request',
  invalid_json: 'invalid_request',
  payload_too_large: 'invalid_request',
  terms_conflict: 'terms_conflict',
  idempotency_key_reused: 'idempotency_key_reused',
  cancellation_closed: 'cancellation_closed',
  not_in_review: 'not_in_review',
  no_payer_awaited: 'no_payer_awaited',
  nothing_announced: 'nothing_announced',
  events_off: 'events_off',
  invalid_cursor: 'invalid_cursor',
  rate_limited: 'rate_limited',
  cancellation_unreadable: 'cancellation_unreadable',
  temporal_unavailable: 'temporal_unavailable',
  worker_unavailable: 'worker_unavailable',
  unauthorized: 'not_allowed',
  insufficient_scope: 'not_allowed',
  host_not_allowed: 'not_allowed',
};

function meaningOf({ status, headers }: Response, body: unknown): CancellationError {
  const { code, detail, errors } = problemIn(body);
  const meaning = MEANING[code] ?? meaningOfStatus(status);
  const message = detail ?? `The API answered ${status}.`;
  const retryAfterSeconds = readRetryAfter(headers.get('retry-after'), new Date().toISOString());
  if (meaning !== 'terms_conflict') return new CancellationError(meaning, message, { problems: errors, retryAfterSeconds });
  return new CancellationError(meaning, message, { fields: errors.map(({ pointer }) => pointer.slice(1).replaceAll('/', '.')) });
}

/** Of what stands before the API as well. */
function meaningOfStatus(status: number): CancellationErrorCode {
  if (status === 429) return 'rate_limited';
  return status >= 500 || status === 408 ? 'api_unavailable' : 'invalid_request';
}

function problemIn(body: unknown): { readonly code: string; readonly detail: string | null; readonly errors: readonly RequestProblem[] } {
  if (typeof body !== 'object' || body === null) return { code: '', detail: null, errors: [] };
  return {
    code: 'code' in body && typeof body.code === 'string' ? body.code : '',
    detail: 'detail' in body && typeof body.detail === 'string' ? body.detail : null,
    errors: 'errors' in body && Array.isArray(body.errors) ? body.errors.filter(isRequestProblem) : [],
  };
}

function isRequestProblem(value: unknown): value is RequestProblem {
  return typeof value === 'object' && value !== null && 'pointer' in value && typeof value.pointer === 'string' && 'detail' in value;
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
