import { setTimeout as pause } from 'node:timers/promises';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CancellationResource } from '../../contracts/resource.js';
import { freshPaymentId, openClientRig, SAYS } from '../client/rig.js';
import type { ClientRig, Saying } from '../client/rig.js';
import { freshNamespace } from '../support/namespace.js';
import { eventually } from '../workflow/eventually.js';
import { bearer, LOCAL, openApi } from './rig.js';
import type { TestApi } from './rig.js';

let rig: ClientRig;
let api: TestApi;
let guarded: TestApi;
beforeAll(async () => {
  const { address } = inject('temporal');
  rig = await openClientRig({ address, namespace: await freshNamespace(address) });
  const { client, taskQueue } = rig;
  api = await openApi({ client, taskQueue });
  guarded = await openApi({
    client,
    taskQueue,
    env: {
      API_TOKENS: 'orders:orders-token:*:default,other:other-token:*:shop-2',
      ACCOUNTS_FILE: '',
    },
  });
});
afterAll(async () => {
  await api.close();
  await guarded.close();
  await rig.close();
});

async function post(path: string, body?: unknown, headers: Record<string, string> = {}, to = api): Promise<LightMyRequestResponse> {
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
  return to.app.inject({ method: 'POST', url: path, headers: { ...LOCAL, ...type, ...headers }, ...payload });
}

function get(path: string, headers: Record<string, string> = {}, to = api): Promise<LightMyRequestResponse> {
  return to.app.inject({ method: 'GET', url: path, headers: { ...LOCAL, ...headers } });
}

async function start(says: readonly [Saying, ...Saying[]], body: object = {}): Promise<CancellationResource> {
  const paymentId = freshPaymentId();
  rig.says(paymentId, ...says);
  const answer = await post('/v1/cancellations', { provider: 'powens', paymentId, ...body }, { prefer: 'wait=20' });
  expect(answer.statusCode).toBe(202);
  return answer.json();
}

describe('POST /v1/cancellations', () => {
  it.each(['9007199254740993', '1234567890123456789'])('takes the payment id %s as a number, digit by digit', async (paymentId) => {
    const headers = { ...LOCAL, 'content-type': 'application/json', prefer: 'wait=0' };
    const answer = await api.app.inject({ method: 'POST', url: '/v1/cancellations', headers, payload: `{ "provider": "powens", "paymentId": ${paymentId} }` });
    expect([answer.statusCode, answer.json<CancellationResource>().paymentId]).toEqual([202, paymentId]);
  });

  it('answers 202 with where to follow it, after the first step', async () => {
    const paymentId = freshPaymentId();
    rig.says(paymentId, SAYS.payerNeeded);
    const answer = await post('/v1/cancellations', { provider: 'powens', paymentId: Number(paymentId) }, { prefer: 'wait=20' });
    const resource: CancellationResource = answer.json();
    expect(answer.statusCode).toBe(202);
    expect(answer.headers).toMatchObject({
      location: `/v1/cancellations/${resource.id}`,
      'retry-after': '2',
      'preference-applied': 'wait=20',
    });
    expect(resource).toMatchObject({ status: 'awaiting_payer', paymentId, created: true });
    expect(resource.nextAction?.url).toBe(`http://127.0.0.1:3000/r/${api.handle(resource.id)}`);
    expect((await get(`/v1/cancellations/${resource.id}`)).json()).toEqual({ ...resource, created: false });
  });

  it('waits no longer than asked, and not at all for wait=0', async () => {
    const paymentId = freshPaymentId();
    let answerNow = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answerNow = resolve));
    rig.says(paymentId, () => answered.then(() => SAYS.cancelled));
    const answer = await post('/v1/cancellations', { provider: 'powens', paymentId }, { prefer: 'respond-async, wait=0' });
    expect(answer.json()).toMatchObject({ status: 'requested', created: true });
    expect(answer.headers['preference-applied']).toBe('wait=0');
    const long = await post('/v1/cancellations', { provider: 'powens', paymentId }, { prefer: 'wait="1"' });
    expect(long.json()).toMatchObject({ status: 'requested', created: false });
    answerNow();
  });

  it('finds the open request again, and refuses other terms by name', async () => {
    const first = await start([SAYS.payerNeeded], { orderRef: 'A', deadline: 'P7D' });
    const same = { provider: 'powens', paymentId: first.paymentId };
    expect((await post('/v1/cancellations', { ...same, deadline: '7d' })).json()).toEqual({ ...first, created: false });
    const other = await post('/v1/cancellations', { ...same, orderRef: 'B', payer: { returnUrl: 'https://shop.example/' } });
    expect(other.statusCode).toBe(409);
    expect(other.json()).toMatchObject({
      code: 'terms_conflict',
      errors: [{ pointer: '/orderRef' }, { pointer: '/payer/returnUrl' }],
    });
  });

  it('remembers an Idempotency-Key, quoted or bare', async () => {
    const body = { provider: 'powens', paymentId: freshPaymentId() };
    const headers = { 'idempotency-key': '"key-1"', prefer: 'wait=20' };
    const first: CancellationResource = (await post('/v1/cancellations', body, headers)).json();
    expect(first.status).toBe('cancelled');
    const again = await post('/v1/cancellations', body, { 'idempotency-key': 'key-1' });
    expect(again.statusCode).toBe(202);
    expect(again.json()).toEqual({ ...first, created: false });
    const reused = await post('/v1/cancellations', { ...body, orderRef: 'other' }, { 'idempotency-key': 'key-1' });
    expect([reused.statusCode, reused.json().code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('takes a payment by another spelling as the same payment', async () => {
    const first = await start([SAYS.payerNeeded]);
    const again = await post('/v1/cancellations', { provider: 'powens', paymentId: Number(first.paymentId) });
    expect(again.json().id).toBe(first.id);
  });
});

describe('GET /v1/cancellations/{id}', () => {
  it('says when nothing has changed', async () => {
    const { id } = await start([SAYS.payerNeeded]);
    const first = await get(`/v1/cancellations/${id}`);
    const tag = String(first.headers.etag);
    expect(tag).toMatch(/^"[^"]+"$/);
    for (const named of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
      const again = await get(`/v1/cancellations/${id}`, { 'if-none-match': named });
      expect([again.statusCode, again.body]).toEqual([304, '']);
      expect(again.headers.etag).toBe(tag);
    }
    expect((await get(`/v1/cancellations/${id}`, { 'if-none-match': '"x"' })).statusCode).toBe(200);
    expect((await api.app.inject({ method: 'HEAD', url: `/v1/cancellations/${id}`, headers: LOCAL })).statusCode).toBe(200);
  });

  it('waits for a change, and only while the copy is true', async () => {
    const { id } = await start([SAYS.payerNeeded]);
    const tag = String((await get(`/v1/cancellations/${id}`)).headers.etag);
    const waiting = get(`/v1/cancellations/${id}?wait=20`, { 'if-none-match': tag });
    await pause(100);
    expect((await post(`/v1/cancellations/${id}/stop`, { reason: 'changed my mind' })).statusCode).toBe(202);
    expect((await waiting).statusCode).toBe(200);
    const outdated = await get(`/v1/cancellations/${id}?wait=20`, { 'if-none-match': tag });
    expect(outdated.statusCode).toBe(200);
  });

  it('answers 304 when the wait ends without a change', async () => {
    const { id } = await start([SAYS.payerNeeded]);
    const tag = String((await get(`/v1/cancellations/${id}`)).headers.etag);
    expect((await get(`/v1/cancellations/${id}?wait=1`, { 'if-none-match': tag })).statusCode).toBe(304);
  });

  it('ends its wait when the process drains', async () => {
    const draining = await openApi({ client: rig.client, taskQueue: rig.taskQueue });
    const { id } = await start([SAYS.payerNeeded]);
    const waiting = get(`/v1/cancellations/${id}?wait=25`, {}, draining);
    await pause(200);
    await draining.close();
    expect((await waiting).json()).toMatchObject({ id, status: 'awaiting_payer' });
  });
});

describe('commands', () => {
  it('recheck, payer-link and stop answer with the resource', async () => {
    const { id } = await start([SAYS.payerNeeded]);
    expect((await post(`/v1/cancellations/${id}/recheck`)).statusCode).toBe(202);
    expect((await post(`/v1/cancellations/${id}/payer-link`, {})).statusCode).toBe(202);
    const stopped = await post(`/v1/cancellations/${id}/stop`, { reason: 'why not' });
    expect(stopped.json()).toMatchObject({ id });
    const ended = await eventually('the outcome', async () => (await get(`/v1/cancellations/${id}`)).json(), (seen) => seen.outcome !== null);
    expect(ended).toMatchObject({ status: 'not_cancelled', outcome: { kind: 'stopped' } });
    for (const command of ['recheck', 'payer-link', 'stop']) {
      const late = await post(`/v1/cancellations/${id}/${command}`);
      expect([late.statusCode, late.json().code]).toEqual([409, 'cancellation_closed']);
    }
  });

  it('resolve decides in needs_review only, and keeps who did', async () => {
    const open = await start([SAYS.payerNeeded]);
    const decision = { kind: 'refused', reason: 'the bank said so' };
    const refused = await post(`/v1/cancellations/${open.id}/resolve`, decision);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'not_in_review']);
    const { id } = await start([SAYS.unclear]);
    expect((await post(`/v1/cancellations/${id}/resolve`, decision)).statusCode).toBe(202);
    const seen: CancellationResource = (await get(`/v1/cancellations/${id}?wait=5`)).json();
    expect(seen.outcome).toMatchObject({ kind: 'refused', decidedBy: { actor: 'anonymous', reason: 'the bank said so' } });
  });

  it('without a worker are a 503, and the rest goes on', async () => {
    const { id } = await start([SAYS.payerNeeded]);
    await rig.stopWorker();
    const hasty = await openApi({ client: rig.client, taskQueue: rig.taskQueue, rpcTimeoutMs: 500 });
    try {
      const answer = await post(`/v1/cancellations/${id}/stop`, {}, {}, hasty);
      expect([answer.statusCode, answer.json().code]).toEqual([503, 'worker_unavailable']);
      expect((await get(`/v1/cancellations/${id}`, {}, hasty)).json().status).toBe('awaiting_payer');
      expect((await get(`/r/${api.handle(id)}`, {}, hasty)).statusCode).toBe(503);
    } finally {
      await hasty.close();
      await rig.startWorker();
    }
  });
});

describe('another account', () => {
  it('neither sees, stops, resolves nor links a cancellation', async () => {
    const { id } = await start([SAYS.payerNeeded]);
    const other = bearer('other-token');
    const before = guarded.log().length;
    expect((await get(`/v1/cancellations/${id}`, other, guarded)).statusCode).toBe(404);
    for (const [command, body] of [['stop', {}], ['recheck', {}], ['payer-link', {}], ['resolve', { kind: 'refused', reason: 'x' }]] as const) {
      expect((await post(`/v1/cancellations/${id}/${command}`, body, other, guarded)).statusCode).toBe(404);
    }
    expect((await get('/v1/cancellations', other, guarded)).json()).toEqual({ items: [], nextCursor: null });
    expect((await get(`/v1/cancellations/${id}`, bearer('orders-token'), guarded)).statusCode).toBe(200);
    expect(guarded.log().length).toBeGreaterThan(before);
  });
});

describe('GET /v1/cancellations', () => {
  it('finds by payment, order, status and account, and pages', async () => {
    const one = await start([SAYS.payerNeeded], { orderRef: 'list/1' });
    const two = await start([SAYS.cancelled], { orderRef: 'list/1' });
    const idsFor = async (query: string): Promise<string[]> => {
      const answer = await get(`/v1/cancellations?${query}`);
      expect(answer.statusCode).toBe(200);
      return answer.json().items.map(({ id }: CancellationResource) => id);
    };
    await eventually('both are listed', () => idsFor('orderRef=list%2F1'), (ids) => ids.length === 2);
    await eventually('by status', () => idsFor('orderRef=list/1&status=cancelled'), (ids) => ids.join() === two.id);
    expect(await idsFor(`paymentId=${one.paymentId}`)).toEqual([one.id]);
    expect(await idsFor(`paymentId=${one.paymentId}&provider=powens&account=default`)).toEqual([one.id]);
    expect(await idsFor(`paymentId=${one.paymentId}&account=shop-9`)).toEqual([]);
    const first = (await get('/v1/cancellations?orderRef=list/1&limit=1')).json();
    const second = (await get(`/v1/cancellations?orderRef=list/1&limit=1&cursor=${first.nextCursor}`)).json();
    expect(new Set([...first.items, ...second.items].map(({ id }: CancellationResource) => id)).size).toBe(2);
  });
});

describe('the log', () => {
  it('names routes and never an address, a handle or a token', async () => {
    const { id } = await start([SAYS.payerNeeded]);
    await get(`/r/${api.handle(id)}`);
    await get(`/r/${api.handle(id)}/status`);
    await post('/webhooks/swedbankpay/default/path-secret-canary', {});
    expect(api.log()).toContain('"route":"/r/:handle"');
    expect(api.log()).not.toContain(api.handle(id));
    expect(api.log()).not.toMatch(/canary/);
  });
});
