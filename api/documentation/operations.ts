import type { z } from 'zod';
import type { ApiScope } from '../../platform/api-tokens.js';
import type { ProblemCode } from '../problem.js';
import { EmptyBody, ListQuery, ReadQuery, ResolveBody, StartBody, StopBody } from '../schemas.js';
import {
  AliveSchema,
  CancellationCheckSchema,
  CancellationPageSchema,
  CancellationSchema,
  MetricsTextSchema,
  NotReadySchema,
  ProvidersSchema,
  ReadySchema,
} from './response-schemas.js';

/** One call of the API, as its documentation tells it. */
export interface Operation {
  readonly id: string;
  /** Who calls; default: an order service or an operator. */
  readonly caller?: OutsideCaller;
  readonly method: 'GET' | 'POST';
  /** With parameters as OpenAPI writes them, `{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  /** Null: anybody may call. */
  readonly scope: ApiScope | null;
  /** How a caller without token proves who it is, where that is no part of the path. */
  readonly proof?: SignatureScheme;
  readonly query: z.ZodObject | null;
  readonly body: { readonly schema: z.ZodType; readonly required: boolean } | null;
  readonly requestHeaders: readonly RequestHeader[];
  readonly answers: readonly Answer[];
  /** What HEAD answers; default: the same without a body. */
  readonly headAnswers?: readonly Answer[];
  /** Beside those that every call of its kind has. */
  readonly problems: readonly ProblemCode[];
}

export type OutsideCaller = 'payer' | 'provider';
export type SignatureScheme = 'powensSignature';

export interface Answer {
  readonly status: number;
  readonly description: string;
  readonly body: z.ZodType | null;
  /** Of the body; default: `application/json`. */
  readonly mediaType?: string;
  readonly headers: readonly ResponseHeader[];
}

export type RequestHeader = 'Idempotency-Key' | 'Prefer' | 'If-None-Match' | 'BI-Signature-Date';
export type ResponseHeader =
  | 'X-Request-Id'
  | 'WWW-Authenticate'
  | 'Location'
  | 'Retry-After'
  | 'Preference-Applied'
  | 'ETag'
  | 'Refresh'
  | 'Set-Cookie';

const NO_INPUT = { query: null, body: null, requestHeaders: [] } as const;
const ACCEPTED: Answer = {
  status: 202,
  description: 'Taken: the cancellation as it stands, and where to follow it.',
  body: CancellationSchema,
  headers: ['Location', 'Retry-After'],
};
const UNCHANGED: Answer = { status: 304, description: 'Nothing new since `If-None-Match`.', body: null, headers: ['ETag'] };

/** Every call for order services and operators. A test holds the registered routes and their answers to it. */
export const OPERATIONS: readonly Operation[] = [
  {
    id: 'startCancellation',
    method: 'POST',
    path: '/v1/cancellations',
    summary: 'Ask to cancel a payment',
    description:
      'Answers once the request is durably kept, and waits for the first answer of the provider as long as `Prefer` says. ' +
      'A repeat for the same open payment finds the same cancellation (`created: false`); so does a repeat with the same ' +
      '`Idempotency-Key`, even after its end. Safe to repeat after any failure.',
    scope: 'cancel',
    query: null,
    body: { schema: StartBody, required: true },
    requestHeaders: ['Idempotency-Key', 'Prefer'],
    answers: [{ ...ACCEPTED, headers: ['Location', 'Retry-After', 'Preference-Applied'] }],
    problems: ['not_found', 'terms_conflict', 'idempotency_key_reused', 'cancellation_unreadable', 'temporal_unavailable'],
  },
  {
    id: 'listCancellations',
    method: 'GET',
    path: '/v1/cancellations',
    summary: 'List cancellations',
    description:
      'Open ones first, then the latest closed. Eventually consistent: a new one may take a moment to appear. One that cannot ' +
      'be read hides no other: it stands under `unreadable` instead of `items`.',
    scope: 'read',
    ...NO_INPUT,
    query: ListQuery,
    answers: [{ status: 200, description: 'One page.', body: CancellationPageSchema, headers: [] }],
    problems: ['invalid_cursor', 'temporal_unavailable'],
  },
  {
    id: 'readCancellation',
    method: 'GET',
    path: '/v1/cancellations/{id}',
    summary: 'Follow a cancellation',
    description:
      'Needs no worker. With `wait` the answer comes when status or rounds change, at the latest after that time; with ' +
      '`If-None-Match` it waits only while your copy is still true.',
    scope: 'read',
    query: ReadQuery,
    body: null,
    requestHeaders: ['If-None-Match'],
    answers: [
      { status: 200, description: 'The cancellation.', body: CancellationSchema, headers: ['ETag'] },
      UNCHANGED,
    ],
    problems: ['not_found', 'cancellation_unreadable', 'temporal_unavailable'],
  },
  {
    id: 'freshPayerLink',
    method: 'POST',
    path: '/v1/cancellations/{id}/payer-link',
    summary: "Make the payer's link fresh",
    description: 'The address the payer has stays the same and leads to the fresh link.',
    scope: 'cancel',
    ...NO_INPUT,
    body: { schema: EmptyBody, required: false },
    answers: [ACCEPTED],
    problems: ['not_found', 'cancellation_closed', 'no_payer_awaited', 'cancellation_unreadable', 'temporal_unavailable', 'worker_unavailable'],
  },
  {
    id: 'stopCancellation',
    method: 'POST',
    path: '/v1/cancellations/{id}/stop',
    summary: 'Stop waiting',
    description: 'One last read of the payment, then a truthful outcome.',
    scope: 'cancel',
    ...NO_INPUT,
    body: { schema: StopBody, required: false },
    answers: [ACCEPTED],
    problems: ['not_found', 'cancellation_closed', 'cancellation_unreadable', 'temporal_unavailable', 'worker_unavailable'],
  },
  {
    id: 'recheckCancellation',
    method: 'POST',
    path: '/v1/cancellations/{id}/recheck',
    summary: 'Read the payment now',
    description: 'Reads the payment at the provider without waiting for the next scheduled read.',
    scope: 'cancel',
    ...NO_INPUT,
    body: { schema: EmptyBody, required: false },
    answers: [ACCEPTED],
    problems: ['not_found', 'cancellation_closed', 'cancellation_unreadable', 'temporal_unavailable', 'worker_unavailable'],
  },
  {
    id: 'resolveCancellation',
    method: 'POST',
    path: '/v1/cancellations/{id}/resolve',
    summary: 'Decide what only a person can',
    description: 'Ends a cancellation that stands at `needs_review`. Every kind but `cancelled`, which only the provider can prove.',
    scope: 'operate',
    ...NO_INPUT,
    body: { schema: ResolveBody, required: true },
    answers: [ACCEPTED],
    problems: ['not_found', 'cancellation_closed', 'not_in_review', 'cancellation_unreadable', 'temporal_unavailable', 'worker_unavailable'],
  },
  {
    id: 'replayEvent',
    method: 'POST',
    path: '/v1/cancellations/{id}/events/replay',
    summary: 'Send the latest event again',
    description: 'As the same event: id, type and time stay. One that waits for its next attempt makes it at once.',
    scope: 'operate',
    ...NO_INPUT,
    body: { schema: EmptyBody, required: false },
    answers: [ACCEPTED],
    problems: ['not_found', 'nothing_announced', 'events_off', 'cancellation_unreadable', 'temporal_unavailable', 'worker_unavailable'],
  },
  {
    id: 'checkCancellation',
    method: 'POST',
    path: '/v1/cancellation-checks',
    summary: 'Ask what a cancellation would meet',
    description: 'Dry run with the body of a start: reads the payment once, sends nothing, promises nothing.',
    scope: 'cancel',
    ...NO_INPUT,
    body: { schema: StartBody, required: true },
    answers: [{ status: 200, description: 'What a request would probably meet.', body: CancellationCheckSchema, headers: [] }],
    problems: ['not_found', 'temporal_unavailable', 'worker_unavailable'],
  },
  {
    id: 'listProviders',
    method: 'GET',
    path: '/v1/providers',
    summary: 'What each provider can do',
    description: "Capabilities per provider and account, of the token's accounts.",
    scope: 'read',
    ...NO_INPUT,
    requestHeaders: ['If-None-Match'],
    answers: [
      { status: 200, description: 'Providers and accounts.', body: ProvidersSchema, headers: ['ETag'] },
      UNCHANGED,
    ],
    problems: [],
  },
  {
    id: 'readMetrics',
    method: 'GET',
    path: '/metrics',
    summary: 'Prometheus metrics',
    description:
      'Of this process, and how all open cancellations stand at Temporal (at most 10 s old). Needs a token for all accounts ' +
      '(`*`). No metric holds a payment, an account or a person; `docs/metrics.md` has them all.',
    scope: 'read',
    ...NO_INPUT,
    answers: [
      { status: 200, description: "Prometheus' text form.", body: MetricsTextSchema, mediaType: 'text/plain', headers: [] },
    ],
    problems: [],
  },
  {
    id: 'readHealth',
    method: 'GET',
    path: '/healthz',
    summary: 'Is the process alive',
    description: 'Asks nothing of anybody else.',
    scope: null,
    ...NO_INPUT,
    answers: [{ status: 200, description: 'Alive.', body: AliveSchema, headers: [] }],
    problems: [],
  },
  {
    id: 'readReadiness',
    method: 'GET',
    path: '/readyz',
    summary: 'Can the process serve',
    description: 'Temporal answers, its namespace is prepared, and the process is not going away.',
    scope: null,
    ...NO_INPUT,
    answers: [
      { status: 200, description: 'Ready.', body: ReadySchema, headers: [] },
      { status: 503, description: 'Not ready, and what it waits for.', body: NotReadySchema, headers: ['Retry-After'] },
    ],
    problems: [],
  },
];

/** What may happen to any request, before a route is found or while one fails. */
export const PROBLEMS_OF_EVERY_CALL: readonly ProblemCode[] = [
  'malformed_request',
  'request_timeout',
  'headers_too_large',
  'internal_error',
];
const PROBLEMS_OF_CALLERS: readonly ProblemCode[] = [
  'invalid_request',
  'unauthorized',
  'insufficient_scope',
  'host_not_allowed',
  'rate_limited',
];
const PROBLEMS_OF_BODIES: readonly ProblemCode[] = ['invalid_json', 'payload_too_large', 'unsupported_media_type'];

/** Every problem a call can answer with, beside those of every call. */
export function problemsOf({ caller, scope, body, problems }: Operation): readonly ProblemCode[] {
  if (caller !== undefined) return problems;
  return [
    ...(scope === null ? [] : PROBLEMS_OF_CALLERS),
    ...(body === null ? [] : PROBLEMS_OF_BODIES),
    ...problems,
    ...(problems.includes('temporal_unavailable') ? (['shutting_down'] as const) : []),
  ];
}
