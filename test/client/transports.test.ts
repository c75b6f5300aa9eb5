import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { HttpPaymentCancellations } from '../../client/http/index.js';
import { CancellationError } from '../../client/index.js';
import type { CancellationHandle, CancellationLibrary } from '../../client/index.js';
import { projectRoot } from '../../tools/project-root.js';
import { countingClient, openApi } from '../api/rig.js';
import type { TestApi } from '../api/rig.js';
import { freshNamespace } from '../support/namespace.js';
import { eventually } from '../workflow/eventually.js';
import { freshPaymentId, openClientRig, SAYS } from './rig.js';
import type { ClientRig, Saying } from './rig.js';

let rig: ClientRig;
let api: TestApi;
let baseUrl: string;
let overHttp: HttpPaymentCancellations;
beforeAll(async () => {
  const { address } = inject('temporal');
  rig = await openClientRig({ address, namespace: await freshNamespace(address) });
  api = await openApi({ client: rig.client, taskQueue: rig.taskQueue, env: { EVENTS_URL: 'http://127.0.0.1:1/events', EVENTS_SECRET: `whsec_${'A'.repeat(43)}=` } });
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  baseUrl = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
  overHttp = new HttpPaymentCancellations({ baseUrl });
});
afterAll(async () => {
  await api.close();
  await rig.close();
});

const WAIT = { waitMs: 20_000 };

/** What a call fails with, in all that programs look at. */
async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'no error',
    (error: unknown) =>
      error instanceof CancellationError ? { code: error.code, retryable: error.retryable, fields: error.fields, problems: error.problems } : error,
  );
}

describe.each<[string, () => CancellationLibrary]>([
  ['Temporal', () => rig.cancellations],
  ['HTTP', () => overHttp],
])('the client library over %s', (_name, open) => {
  async function started(...answers: readonly [Saying, ...Saying[]]): Promise<CancellationHandle> {
    const paymentId = freshPaymentId();
    rig.says(paymentId, ...answers);
    return open().start({ provider: 'powens', paymentId, orderRef: 'A-17' }, WAIT);
  }

  it('starts a cancellation and gives its outcome', async () => {
    const cancellation = await started(SAYS.cancelled);
    expect(cancellation).toMatchObject({ created: true, closed: true, resource: { status: 'cancelled', created: true, orderRef: 'A-17' } });
    expect(await cancellation.result(WAIT)).toMatchObject({ kind: 'cancelled', how: 'direct', moneyMovement: 'none' });
    expect(await cancellation.result()).toEqual(cancellation.resource.outcome);
  });

  it('gives an outcome that is no cancellation as a value', async () => {
    expect(await (await started(SAYS.tooLate)).result(WAIT)).toMatchObject({ kind: 'tooLate', how: null });
  });

  it('finds an equal request, and the one of an idempotency key even after its end', async () => {
    const paymentId = freshPaymentId();
    rig.says(paymentId, SAYS.payerNeeded, SAYS.cancelled);
    const request = { provider: 'powens', paymentId };
    const idempotencyKey = ' a "key" \\ ';
    const first = await open().start(request, { ...WAIT, idempotencyKey });
    expect(await open().start(request)).toMatchObject({ id: first.id, created: false, resource: { created: false } });
    await first.recheck();
    await first.result(WAIT);
    expect(await open().start(request, { idempotencyKey })).toMatchObject({ id: first.id, created: false, closed: true });
    const reused = open().start({ ...request, orderRef: 'B-1' }, { idempotencyKey });
    expect(await failureOf(reused)).toMatchObject({ code: 'idempotency_key_reused', retryable: false });
  });

  it('takes along the id of the request it is called for', async () => {
    const paymentId = freshPaymentId();
    const request = { provider: 'powens', paymentId };
    await open().check(request, { ...WAIT, requestId: 'look-4711' });
    await (await open().start(request, { ...WAIT, requestId: 'order-4711' })).result(WAIT);
    expect(rig.askedBy(paymentId)).toEqual(['look-4711', 'order-4711']);
  });

  it.each(['two words', 'a\nb', 'x'.repeat(65)])('goes without an id that is none: %j', async (requestId) => {
    const paymentId = freshPaymentId();
    const request = { provider: 'powens', paymentId };
    await open().check(request, { ...WAIT, requestId });
    await (await open().start(request, { ...WAIT, requestId })).result(WAIT);
    expect(rig.askedBy(paymentId)).toHaveLength(2);
    expect(rig.askedBy(paymentId)).not.toContain(requestId);
  });

  it('names the terms that conflict', async () => {
    const { resource } = await started(SAYS.payerNeeded);
    const other = { provider: 'powens', paymentId: resource.paymentId, orderRef: 'B-1', payer: { returnUrl: 'https://shop.example/b' } };
    expect(await failureOf(open().start(other))).toEqual({
      code: 'terms_conflict',
      retryable: false,
      fields: ['orderRef', 'payer.returnUrl'],
      problems: [],
    });
  });

  it('refuses a wrong request by field before anything is sent', async () => {
    const wrong = open().start({ provider: 'powens', paymentId: '1', deadline: 'P31D', maxRounds: 0 }, { idempotencyKey: '' });
    expect(await failureOf(wrong)).toMatchObject({
      code: 'invalid_request',
      problems: [{ pointer: '/deadline' }, { pointer: '/maxRounds' }, { pointer: '' }],
    });
  });

  it('says what to do next, and waits until it has been done', async () => {
    const cancellation = await started(SAYS.payerNeeded, SAYS.cancelledByPayer);
    expect(await cancellation.nextAction()).toMatchObject({ type: 'redirect_payer', url: expect.stringContaining('/r/') });
    const changed = cancellation.changed(WAIT);
    await cancellation.recheck();
    expect((await changed).status).not.toBe('awaiting_payer');
    expect(await cancellation.result(WAIT)).toMatchObject({ how: 'afterPayerValidation' });
    expect(await cancellation.nextAction()).toBeNull();
  });

  it('sees what changed while it did not look', async () => {
    const mine = await started(SAYS.payerNeeded, SAYS.refused);
    const theirs = await open().get(mine.id);
    await theirs.stop({ reason: 'the order was kept' });
    await theirs.result(WAIT);
    expect((await mine.changed(WAIT)).status).toBe('not_cancelled');
    expect(mine.closed).toBe(true);
  });

  it('ends a wait in time, or when its caller gives up', async () => {
    const cancellation = await started(SAYS.payerNeeded);
    expect((await cancellation.changed({ waitMs: 100 })).status).toBe('awaiting_payer');
    expect(await failureOf(cancellation.result({ waitMs: 100 }))).toMatchObject({ code: 'timeout', retryable: true });
    expect(await failureOf(cancellation.result({ signal: AbortSignal.abort() }))).toMatchObject({ code: 'aborted', retryable: false });
  });

  it('gives commands, and says why one is refused', async () => {
    const cancellation = await started(SAYS.payerNeeded, SAYS.payerNeeded, SAYS.refused);
    expect(await cancellation.freshPayerLink()).toMatchObject({ id: cancellation.id });
    await eventually('the fresh link', () => cancellation.status(), ({ status, rounds }) => status === 'awaiting_payer' && rounds === 1);
    expect(await failureOf(cancellation.resolve({ kind: 'refused', reason: 'the bank said so' }))).toMatchObject({ code: 'not_in_review' });
    await cancellation.stop();
    await cancellation.result(WAIT);
    for (const command of ['stop', 'recheck', 'freshPayerLink'] as const) {
      expect(await failureOf(cancellation[command]())).toMatchObject({ code: 'cancellation_closed', retryable: false });
    }
  });

  it('lets a person resolve what nobody can tell', async () => {
    const cancellation = await started(SAYS.unclear);
    await eventually('needs_review', () => cancellation.status(), ({ status }) => status === 'needs_review');
    expect(await failureOf(cancellation.freshPayerLink())).toMatchObject({ code: 'no_payer_awaited' });
    await cancellation.resolve({ kind: 'notExecuted', reason: 'the bank said so on the phone' });
    expect(await cancellation.result(WAIT)).toMatchObject({ kind: 'notExecuted', decidedBy: { reason: 'the bank said so on the phone' } });
  });

  it('says that a run ended without an outcome', async () => {
    const cancellation = await started(SAYS.payerNeeded);
    await rig.client.workflow.getHandle(cancellation.resource.workflowId).terminate();
    expect(await failureOf(cancellation.result(WAIT))).toMatchObject({ code: 'no_outcome' });
    expect(cancellation.resource).toMatchObject({ status: 'needs_review', problem: { code: 'run_terminated' } });
  });

  it('lists by payment, page by page', async () => {
    const { id, resource } = await started(SAYS.cancelled);
    const { paymentId } = resource;
    const filter = { paymentIds: [paymentId], accounts: ['default'], provider: 'powens', orderRef: 'A-17', status: 'cancelled', limit: 1 } as const;
    const { items, nextCursor } = await eventually('the list', () => open().list(filter), (page) => page.items.length > 0);
    expect(items).toMatchObject([{ id, status: 'cancelled', created: false }]);
    if (nextCursor !== null) expect(await open().list({ ...filter, cursor: nextCursor })).toEqual({ items: [], nextCursor: null });
    expect(await failureOf(open().list({ cursor: 'AAAAAAAAAAAAAAAA' }))).toMatchObject({ code: 'invalid_cursor' });
  });

  it('knows nothing of a cancellation that nobody made', async () => {
    for (const id of ['nobody', '../providers', '']) expect(await failureOf(open().get(id))).toMatchObject({ code: 'not_found' });
  });

  it('cannot send an event again before there is one', async () => {
    const cancellation = await started(SAYS.inProgress);
    expect(await failureOf(cancellation.replayEvent())).toMatchObject({ code: 'nothing_announced', retryable: false });
  });

  it('says that a dry run needs a worker', { timeout: 60_000 }, async () => {
    await rig.stopWorker();
    try {
      const check = open().check({ provider: 'powens', paymentId: freshPaymentId() });
      expect(await failureOf(check)).toMatchObject({ code: 'worker_unavailable', retryable: true });
    } finally {
      await rig.startWorker();
    }
  });
});

describe('the client library over HTTP alone', () => {
  it('needs nothing but the runtime', () => {
    expect(importsOf(resolve(projectRoot, 'client/http/index.ts'))).toEqual(new Set(['node:crypto']));
  });

  it('says that nobody answers, or somebody else does', async () => {
    const nobody = new HttpPaymentCancellations({ baseUrl: 'http://127.0.0.1:1' });
    expect(await failureOf(nobody.get('x'))).toMatchObject({ code: 'api_unavailable', retryable: true });
    const silent = new HttpPaymentCancellations({ baseUrl, requestTimeoutMs: 1, fetch: neverAnswers });
    expect(await failureOf(silent.get('x'))).toMatchObject({ code: 'api_unavailable', retryable: true });
    const proxy = createServer((_request, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'));
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    const behind = new HttpPaymentCancellations({ baseUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
    expect(await failureOf(behind.get('x'))).toMatchObject({ code: 'api_unavailable', retryable: true });
    proxy.close();
  });

  it('says that it called too often, and when to come back', async () => {
    const limited = await openApi({ client: rig.client, taskQueue: rig.taskQueue, env: { API_RATE_PER_MINUTE: '1' } });
    const library = new HttpPaymentCancellations({ baseUrl: await limited.app.listen({ host: '127.0.0.1', port: 0 }) });
    await library.list();
    const refused = await library.list().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'rate_limited', retryable: true, retryAfterSeconds: expect.any(Number) as number });
    const { retryAfterSeconds } = refused as CancellationError;
    expect([retryAfterSeconds !== null && retryAfterSeconds >= 1, Number(retryAfterSeconds) <= 60]).toEqual([true, true]);
    await limited.close();
  });

  it.each<[string, number, string | null, string, (seconds: number | null) => boolean]>([
    ['a proxy that limits calls', 429, '7', 'rate_limited', (seconds) => seconds === 7],
    ['one that does not say until when', 429, null, 'rate_limited', (seconds) => seconds === null],
    ['one that gives a date, which counts as a day at most', 429, 'Fri, 31 Dec 9999 23:59:59 GMT', 'rate_limited', (seconds) => seconds === 86_400],
    ['one that gives a date long ago', 503, new Date(0).toUTCString(), 'api_unavailable', (seconds) => seconds === 0],
    ['one that gives nonsense', 503, 'soon', 'api_unavailable', (seconds) => seconds === null],
    ['an answer that asks for nothing', 404, null, 'invalid_request', (seconds) => seconds === null],
  ])('takes from %s when to come back', async (_who, status, retryAfter, code, isRight) => {
    const answer = async (): Promise<Response> => new Response('', { status, headers: retryAfter === null ? {} : { 'retry-after': retryAfter } });
    const refused = await new HttpPaymentCancellations({ baseUrl, fetch: answer }).get('x').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code, retryAfterSeconds: expect.toSatisfy(isRight) as number });
  });

  it('knows when to come back while Temporal is away', async () => {
    const cutOff = await openApi({ client: countingClient().client });
    const library = new HttpPaymentCancellations({ baseUrl: await cutOff.app.listen({ host: '127.0.0.1', port: 0 }) });
    await expect(library.list()).rejects.toMatchObject({ code: 'temporal_unavailable', retryable: true, retryAfterSeconds: 5 });
    await cutOff.close();
  });

  it('sends its token, and says when it does not do', async () => {
    const guarded = await openApi({ client: rig.client, taskQueue: rig.taskQueue, env: { API_TOKENS: 'reader:reader-token:read:*' } });
    await guarded.app.listen({ host: '127.0.0.1', port: 0 });
    const url = `http://127.0.0.1:${(guarded.app.server.address() as AddressInfo).port}`;
    const reader = new HttpPaymentCancellations({ baseUrl: `${url}/`, token: 'reader-token' });
    expect(await reader.list()).toMatchObject({ items: expect.any(Array) });
    expect(await failureOf(reader.start({ provider: 'powens', paymentId: '1' }))).toMatchObject({ code: 'not_allowed' });
    expect(await failureOf(new HttpPaymentCancellations({ baseUrl: url }).list())).toMatchObject({ code: 'not_allowed' });
    await guarded.close();
  });
});

const neverAnswers: typeof fetch = (_input, init) =>
  new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('given up'))));

/** Everything beyond our own files that a module needs when it runs. */
function importsOf(file: string, seen = new Set<string>()): Set<string> {
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  const targets = [...source.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)';/gms)].map(([, target]) => target ?? '');
  const own = targets.filter((target) => target.startsWith('.')).map((target) => resolve(dirname(file), target.replace(/\.js$/, '.ts')));
  const foreign = targets.filter((target) => !target.startsWith('.'));
  return new Set([...foreign, ...own.flatMap((next) => (seen.has(next) ? [] : [...importsOf(next, seen)]))]);
}
