import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { startStack, type Stack } from '../support/stack.js';
import { startTemporalServer, type TemporalServer } from '../support/temporal-server.js';
import { eventually } from '../workflow/eventually.js';
import { begin, isEnded, linkOf, RECOVERY_MS } from './story.js';

let temporal: TemporalServer;
let stack: Stack;

beforeAll(async () => {
  temporal = await startTemporalServer(inject('temporal').cli);
  stack = await startStack({ temporalAddress: temporal.address });
});
afterAll(async () => {
  await stack.stop();
  await temporal.stop();
});

async function fault(paymentId: string, call: string, kind: string): Promise<void> {
  const answer = await stack.simulator.post('/admin/faults', { provider: 'powens', payment: paymentId, call, kind });
  expect(answer.status).toBe(201);
}

describe('the outcome is right and one cancellation took effect', () => {
  beforeEach(async () => {
    await stack.simulator.request('DELETE', '/admin/faults');
  });

  it('when the worker is killed after the provider committed and before the result was recorded', async () => {
    const story = await begin(stack, 'direct');
    await fault(story.paymentId, 'cancel', 'lost-answer-hang');
    const { id } = await story.cancel({}, { prefer: 'wait=0' });
    await eventually('the cancellation takes effect', () => story.effectiveCancellations(), (count) => count === 1);
    await stack.kill('worker', 'SIGKILL');
    await stack.restart('worker');
    const ended = await story.resource(id, isEnded);
    expect(ended.outcome).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(await story.effectiveCancellations()).toBe(1);
    expect((await story.calls())['powens.cancel']).toBe(1);
  });

  it('when the worker is killed while the payer is awaited, and the callback comes while none is alive', async () => {
    const story = await begin(stack, 'webview-approve');
    const { id, ...first } = await story.cancel();
    await fetch(linkOf({ id, ...first }), { redirect: 'manual' });
    await stack.kill('worker', 'SIGKILL');
    const { callbackUrl } = await story.payer('approve');
    const answered = Date.now();
    const answer = await fetch(callbackUrl ?? '', { redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(Date.now() - answered).toBeLessThan(10_000);
    await stack.restart('worker');
    expect((await story.resource(id, isEnded)).outcome).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(await story.effectiveCancellations()).toBe(1);
  });

  it('when the worker is killed and the next one is asked at once: by a payer, and to stop', async () => {
    const story = await begin(stack, 'webview-approve');
    const waiting = await story.cancel();
    await stack.kill('worker', 'SIGKILL');
    await stack.restart('worker');
    const onward = await fetch(linkOf(waiting), { redirect: 'manual' });
    expect(onward.status).toBe(303);
    const stopped = await stack.api.post(`/v1/cancellations/${waiting.id}/stop`, { reason: 'changed their mind' });
    expect(stopped.status).toBe(202);
    expect((await story.resource(waiting.id, isEnded)).outcome).toMatchObject({ kind: 'stopped' });
  });

  it('when the worker is killed while it verifies', async () => {
    const story = await begin(stack, 'webview-approve');
    const { id, ...first } = await story.cancel();
    await fetch(linkOf({ id, ...first }), { redirect: 'manual' });
    await fault(story.paymentId, 'read', 'hang-before');
    const reads = (await story.calls())['powens.read'] ?? 0;
    const { callbackUrl } = await story.payer('approve');
    await fetch(callbackUrl ?? '', { redirect: 'manual' });
    await eventually('the read', async () => (await story.calls())['powens.read'] ?? 0, (count) => count > reads);
    await stack.kill('worker', 'SIGKILL');
    await stack.restart('worker');
    expect((await story.resource(id, isEnded)).outcome).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(await story.effectiveCancellations()).toBe(1);
  });

  it('when the API is killed between link and return', async () => {
    const story = await begin(stack, 'webview-approve');
    const { id, ...first } = await story.cancel();
    await fetch(linkOf({ id, ...first }), { redirect: 'manual' });
    await stack.kill('api', 'SIGKILL');
    const { callbackUrl } = await story.payer('approve');
    await expect(fetch(callbackUrl ?? '')).rejects.toThrow();
    await stack.restart('api');
    await fetch(callbackUrl ?? '', { redirect: 'manual' });
    expect((await story.resource(id, isEnded)).outcome).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(await story.effectiveCancellations()).toBe(1);
  });

  it('when the Temporal server is killed and comes back on its file', async () => {
    const story = await begin(stack, 'webview-approve');
    const { id, ...first } = await story.cancel();
    await fetch(linkOf({ id, ...first }), { redirect: 'manual' });
    await temporal.kill('SIGKILL');
    const lost = await stack.api.post('/v1/cancellations', { provider: 'powens', paymentId: '1' });
    expect(lost.status).toBe(503);
    expect(Number(lost.headers.get('retry-after'))).toBeGreaterThan(0);
    await temporal.restart();
    await eventually('the API is ready', async () => (await stack.api.get('/readyz')).status, (status) => status === 200, RECOVERY_MS);
    await story.payer('approve', 1);
    expect((await story.resource(id, isEnded)).outcome).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(await story.effectiveCancellations()).toBe(1);
  });
});
