import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { OPERATIONS, problemsOf } from '../../api/documentation/operations.js';
import type { Operation } from '../../api/documentation/operations.js';
import type { ProblemCode } from '../../api/problem.js';
import { freshPaymentId, openClientRig, SAYS } from '../client/rig.js';
import type { ClientRig, Saying } from '../client/rig.js';
import { begunWithKey } from '../client/unreadable-runs.js';
import { freshNamespace } from '../support/namespace.js';
import { countingClient, LOCAL, openApi } from './rig.js';
import type { TestApi } from './rig.js';

let rig: ClientRig;
/** The API with events, without them, with tokens, without a worker, without Temporal, and for one call a minute. */
let open: TestApi;
let silent: TestApi;
let guarded: TestApi;
let workerless: TestApi;
let cutOff: TestApi;
let limited: TestApi;
beforeAll(async () => {
  const { address } = inject('temporal');
  rig = await openClientRig({ address, namespace: await freshNamespace(address) });
  const { client, taskQueue } = rig;
  const events = { EVENTS_URL: 'http://127.0.0.1:1/events', EVENTS_SECRET: `whsec_${'A'.repeat(43)}=` };
  open = await openApi({ client, taskQueue, env: events });
  silent = await openApi({ client, taskQueue });
  guarded = await openApi({ client, taskQueue, env: { API_TOKENS: 'a:for-reading:read:*,b:for-cancelling:cancel:*' } });
  workerless = await openApi({ client, taskQueue: 'nobody-works-here', rpcTimeoutMs: 300, env: events });
  cutOff = await openApi({ client: countingClient().client, env: events });
  limited = await openApi({ client: countingClient().client, env: { API_RATE_PER_MINUTE: '1' } });
});
afterAll(async () => {
  for (const api of [open, silent, guarded, workerless, cutOff, limited]) await api.close();
  await rig.close();
});

interface Sent {
  readonly to?: TestApi;
  readonly id?: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls an operation: rightly, but for what `sent` says. */
function call(operation: Operation, sent: Sent = {}): Promise<LightMyRequestResponse> {
  const { method, path, body } = operation;
  const payload = sent.raw ?? JSON.stringify(sent.body ?? rightBody(operation));
  return (sent.to ?? open).app.inject({
    method,
    url: `${path.replace('{id}', sent.id ?? 'nobody')}${sent.query ?? ''}`,
    headers: { ...LOCAL, ...(body === null ? {} : { 'content-type': 'application/json' }), ...sent.headers },
    ...(body === null ? {} : { payload }),
  });
}

function rightBody({ id }: Operation): unknown {
  switch (id) {
    case 'startCancellation':
    case 'checkCancellation':
      return { provider: 'powens', paymentId: freshPaymentId() };
    case 'resolveCancellation':
      return { kind: 'refused', reason: 'the bank said so' };
    default:
      return {};
  }
}

/** The id of a cancellation that stands where these answers lead. */
async function cancellation(...answers: readonly [Saying, ...Saying[]]): Promise<string> {
  const paymentId = freshPaymentId();
  rig.says(paymentId, ...answers);
  return (await rig.cancellations.start({ provider: 'powens', paymentId }, { waitMs: 20_000 })).id;
}

async function closedCancellation(): Promise<string> {
  const id = await cancellation(SAYS.cancelled);
  await (await rig.cancellations.get(id)).result({ waitMs: 20_000 });
  return id;
}

async function unansweredCancellation(): Promise<string> {
  const answer = await workerless.app.inject({
    method: 'POST',
    url: '/v1/cancellations',
    headers: { ...LOCAL, prefer: 'wait=0' },
    payload: { provider: 'powens', paymentId: freshPaymentId() },
  });
  return answer.json<{ id: string }>().id;
}

/** How each documented problem comes about. Those of the connection itself, and of a drain, have tests of their own. */
const PROVOKED: Partial<Record<ProblemCode, (operation: Operation) => Promise<LightMyRequestResponse>>> = {
  invalid_request: (operation) => call(operation, operation.body === null ? { query: '?colour=red' } : { body: { colour: 'red' } }),
  unauthorized: (operation) => call(operation, { to: guarded }),
  insufficient_scope: (operation) => {
    const token = operation.scope === 'read' ? 'for-cancelling' : 'for-reading';
    return call(operation, { to: guarded, headers: { authorization: `Bearer ${token}` } });
  },
  host_not_allowed: (operation) => call(operation, { headers: { host: 'shop.example' } }),
  rate_limited: async (operation) => {
    await call(operation, { to: limited });
    return call(operation, { to: limited });
  },
  invalid_json: (operation) => call(operation, { raw: '{' }),
  payload_too_large: (operation) => call(operation, { body: { reason: 'x'.repeat(17_000) } }),
  unsupported_media_type: (operation) => call(operation, { headers: { 'content-type': 'text/plain' } }),
  not_found: (operation) =>
    call(operation, operation.path.includes('{id}') ? {} : { body: { provider: 'powens', paymentId: '1', account: 'nobody' } }),
  cancellation_unreadable: async (operation) => {
    const payment = { provider: 'powens', account: 'default', paymentId: freshPaymentId() };
    const { id } = await begunWithKey(rig.client, 'gone', payment);
    return call(operation, operation.id === 'startCancellation' ? { body: payment } : { id });
  },
  temporal_unavailable: async (operation) => call(operation, { to: cutOff, id: await closedCancellation() }),
  worker_unavailable: async (operation) => call(operation, { to: workerless, id: await unansweredCancellation() }),
  terms_conflict: async (operation) => {
    const { resource } = await rig.cancellations.get(await cancellation(SAYS.payerNeeded));
    return call(operation, { body: { provider: 'powens', paymentId: resource.paymentId, orderRef: 'B-1' } });
  },
  idempotency_key_reused: async (operation) => {
    const headers = { 'idempotency-key': 'k', prefer: 'wait=0' };
    const body = { provider: 'powens', paymentId: freshPaymentId() };
    await call(operation, { headers, body });
    return call(operation, { headers, body: { ...body, orderRef: 'B-1' } });
  },
  cancellation_closed: async (operation) => call(operation, { id: await closedCancellation() }),
  not_in_review: async (operation) => call(operation, { id: await cancellation(SAYS.payerNeeded) }),
  no_payer_awaited: async (operation) => call(operation, { id: await cancellation(SAYS.inProgress) }),
  nothing_announced: async (operation) => call(operation, { id: await cancellation(SAYS.inProgress) }),
  events_off: async (operation) => call(operation, { to: silent, id: await closedCancellation() }),
  invalid_cursor: (operation) => call(operation, { query: '?cursor=AAAAAAAAAAAAAAAA' }),
};

const ELSEWHERE: readonly ProblemCode[] = ['shutting_down'];

describe.each(OPERATIONS.filter(({ scope }) => scope !== null).map((operation) => [operation.id, operation] as const))('%s', (_id, operation) => {
  it.each(problemsOf(operation).filter((code) => !ELSEWHERE.includes(code)))('answers with %s, as documented', async (code) => {
    const provoke = PROVOKED[code];
    if (provoke === undefined) throw new Error(`nobody knows how ${code} comes about`);
    const answer = await provoke(operation);
    expect(answer.json()).toMatchObject({ code, status: answer.statusCode });
  });
});
