import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyEvent } from '../../client/verify-event.js';
import type { CancellationCloudEvent } from '../../client/verify-event.js';
import { deliveryWorkflowId } from '../../contracts/event.js';
import { begin, isEnded, linkOf } from '../e2e/story.js';
import { startStack } from '../support/stack.js';
import type { Stack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** How long a receiver that takes nothing wants to be left alone: no second attempt of a test comes by itself. */
const LATER = { 'retry-after': '3600' };

interface Receiver {
  readonly url: string;
  /** What arrived, whether it was taken or not; one that does not verify fails the test that looks. */
  eventsOf(cancellationId: string): CancellationCloudEvent[];
  /** From now on this is the answer; null: none at all. */
  answers(status: number | null): void;
  close(): void;
}

async function openReceiver(): Promise<Receiver> {
  const arrived: Parameters<typeof verifyEvent>[0][] = [];
  let status: number | null = 204;
  let unanswered: ServerResponse[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      arrived.push({ headers: request.headers, rawBody: Buffer.concat(chunks) });
      if (status === null) unanswered.push(response);
      else response.writeHead(status, LATER).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const events = (): CancellationCloudEvent[] =>
    arrived.map((delivery) => {
      const verdict = verifyEvent(delivery, SECRET);
      if (!verdict.ok) throw new Error(verdict.problem);
      expect(delivery.headers['webhook-id']).toBe(verdict.event.id);
      return verdict.event;
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    eventsOf: (id) => events().filter(({ subject }) => subject === id),
    answers: (next) => {
      status = next;
      if (next === null) return;
      for (const response of unanswered) response.writeHead(next).end();
      unanswered = [];
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

let receiver: Receiver;
let stack: Stack;
beforeAll(async () => {
  receiver = await openReceiver();
  stack = await startStack({ env: { EVENTS_URL: receiver.url, EVENTS_SECRET: SECRET } });
});
afterAll(() => receiver.close());

function events(id: string, count: number): Promise<CancellationCloudEvent[]> {
  return eventually(`${count} events`, async () => receiver.eventsOf(id), ({ length }) => length >= count);
}

/** Until then a replay finds this delivery on its way, and hurries it at most. */
async function deliveryEnded(eventId: string): Promise<unknown> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  try {
    return await new Client({ connection, namespace: stack.namespace }).workflow.getHandle(deliveryWorkflowId(eventId)).result();
  } finally {
    await connection.close();
  }
}

function replay(id: string, headers: Readonly<Record<string, string>> = {}): ReturnType<Stack['api']['post']> {
  return stack.api.post(`/v1/cancellations/${id}/events/replay`, undefined, headers);
}

describe('the events of a cancellation', () => {
  it('tell that the payer is needed and then how it ended, signed, and are sent again as they were', async () => {
    const story = await begin(stack, 'webview-approve');
    const { id } = await story.cancel({ orderRef: 'A-17' });
    const [needed] = await events(id, 1);
    expect(needed).toMatchObject({ type: 'payment.cancellation.payer_required', data: { id, orderRef: 'A-17', status: 'awaiting_payer' } });
    expect(needed?.data.nextAction?.url).toBe(linkOf(await story.resource(id)));

    await deliveryEnded(needed?.id ?? '');
    expect(await replay(id)).toMatchObject({ status: 202, body: { id, status: 'awaiting_payer' } });
    const [, again] = await events(id, 2);
    expect(again).toEqual(needed);

    await story.visit(linkOf(await story.resource(id)));
    const ended = await story.resource(id, isEnded);
    const [, , cancelled] = await events(id, 3);
    expect(cancelled).toMatchObject({ type: 'payment.cancellation.cancelled', data: ended });
    expect(cancelled?.id).not.toBe(needed?.id);

    await deliveryEnded(cancelled?.id ?? '');
    expect(await replay(id)).toMatchObject({ status: 202, body: { id, status: 'cancelled' } });
    expect((await events(id, 4)).at(-1)).toEqual(cancelled);
  });

  it('keep no outcome from who waits for the first step', async () => {
    const story = await begin(stack, 'direct');
    expect(await story.cancel({}, { prefer: 'wait=20' })).toMatchObject({ status: 'cancelled', outcome: { kind: 'cancelled' } });
  });

  it('tell of a cancellation that did not come about', async () => {
    const story = await begin(stack, 'already-done');
    const { id } = await story.cancel();
    expect(await events(id, 1)).toMatchObject([{ type: 'payment.cancellation.not_cancelled', data: { outcome: { kind: 'tooLate' } } }]);
  });

  it('end with a receiver that is gone, until somebody asks for them again', async () => {
    receiver.answers(410);
    const story = await begin(stack, 'direct');
    const { id } = await story.cancel();
    const [refused] = await events(id, 1);
    expect(await deliveryEnded(refused?.id ?? '')).toEqual({ delivered: false, reason: 'receiver_gone', attempts: 1 });
    receiver.answers(204);
    expect((await replay(id)).status).toBe(202);
    expect((await events(id, 2))[1]).toEqual(refused);
  });

  it('come at once when they are asked for, and not only when the next attempt is due', async () => {
    receiver.answers(503);
    const story = await begin(stack, 'direct');
    const { id } = await story.cancel();
    const [untaken] = await events(id, 1);
    receiver.answers(204);
    const came = await eventually('the event again', async () => ({ asked: await replay(id), told: receiver.eventsOf(id) }), ({ told }) => told.length > 1);
    expect(came.asked.status).toBe(202);
    expect(came.told[1]).toEqual(untaken);
    expect(await deliveryEnded(untaken?.id ?? '')).toMatchObject({ delivered: true });
  });

  it('are found in the log of the worker by the request that began the cancellation, and a repeat by its own', async () => {
    const story = await begin(stack, 'direct');
    const { id, workflowId } = await story.cancel({}, { 'x-request-id': 'order-4711' });
    const [told] = await events(id, 1);
    await deliveryEnded(told?.id ?? '');
    expect((await replay(id, { 'x-request-id': 'replay-4711' })).status).toBe(202);
    await events(id, 2);
    const deliveries = (): readonly unknown[] =>
      stack.output('worker').split('\n').filter((line) => line.includes('deliverEvent') && line.includes(workflowId)).map((line) => JSON.parse(line) as unknown);
    const delivered = { msg: 'A step is done', cancellationWorkflowId: workflowId, delivered: true };
    expect(await eventually('both lines', deliveries, ({ length }) => length >= 2)).toMatchObject([
      { ...delivered, requestId: 'order-4711' },
      { ...delivered, requestId: 'replay-4711' },
    ]);
  });

  it('never hold up an outcome, even when nobody answers', async () => {
    receiver.answers(null);
    try {
      const story = await begin(stack, 'direct');
      const { id } = await story.cancel();
      expect((await story.resource(id, isEnded)).outcome).toMatchObject({ kind: 'cancelled' });
      await events(id, 1);
      // One is on its way: asking again sends no second one.
      expect((await replay(id)).status).toBe(202);
      expect(receiver.eventsOf(id)).toHaveLength(1);
    } finally {
      receiver.answers(204);
    }
  });

  it('cannot be sent again before there is one, nor for a cancellation that nobody made', async () => {
    await stack.simulator.request('PUT', '/admin/service-times', { body: { provider: 'powens', call: 'read', milliseconds: 3_000 } });
    try {
      const story = await begin(stack, 'direct');
      const { id } = await story.cancel({}, { prefer: 'wait=0' });
      expect(await replay(id)).toMatchObject({ status: 409, body: { code: 'nothing_announced' } });
    } finally {
      await stack.simulator.request('PUT', '/admin/service-times', { body: { provider: 'powens', call: 'read', milliseconds: 0 } });
    }
    expect(await replay('nobody')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('need a worker to be found while the cancellation is open, and none once it has ended', async () => {
    const open = await begin(stack, 'webview-approve');
    const waiting = await open.cancel();
    const closed = await begin(stack, 'direct');
    const { id } = await closed.cancel();
    await closed.resource(id, isEnded);
    const [told] = await events(id, 1);
    await deliveryEnded(told?.id ?? '');
    await stack.kill('worker', 'SIGTERM');
    const unanswered = await replay(waiting.id);
    expect(unanswered).toMatchObject({ status: 503, body: { code: 'worker_unavailable' } });
    expect(unanswered.headers.get('retry-after')).toBe('5');
    expect((await replay(id)).status).toBe(202);
    await stack.restart('worker');
    await events(id, 2);
  });

  it('are off without EVENTS_URL', async () => {
    const story = await begin(stack, 'direct');
    const { id } = await story.cancel();
    await stack.kill('api', 'SIGTERM');
    await stack.restart('api', { EVENTS_URL: '', EVENTS_SECRET: '' });
    expect(await replay(id)).toMatchObject({ status: 409, body: { code: 'events_off' } });
  });
});
