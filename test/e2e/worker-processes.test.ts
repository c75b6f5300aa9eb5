import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Variables } from '../../tools/start/simulated-providers.js';
import { type AnotherProcess, startStack, type Stack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';
import { eventNamesOf, type HistoryEvent } from '../workflow/history.js';
import { begin, isEnded, RECOVERY_MS, type Resource } from './story.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let stack: Stack;
let connection: Connection;
let receiver: Server;
const heard: string[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    heard.push(String(request.headers['webhook-id']));
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  connection = await Connection.connect({ address: inject('temporal').address });
  stack = await startStack({ env: { EVENTS_URL: `http://127.0.0.1:${port}/events`, EVENTS_SECRET: SECRET }, parts: ['simulator', 'api'] });
});
afterAll(async () => {
  receiver.close();
  await connection.close();
});

async function worker(name: string, args: readonly string[] = [], env: Variables = {}): Promise<AnotherProcess> {
  return await stack.another('worker', { name, args, env });
}

async function eventsOf(workflowId: string): Promise<readonly HistoryEvent[]> {
  const { events } = await new Client({ connection, namespace: stack.namespace }).workflow.getHandle(workflowId).fetchHistory();
  return events ?? [];
}

/** The processes that took something from a queue for a run. */
async function processesOf(workflowId: string): Promise<ReadonlySet<number>> {
  const identities = (await eventsOf(workflowId)).flatMap(({ activityTaskStartedEventAttributes: activity, workflowTaskStartedEventAttributes: task }) => [
    ...(activity ? [activity.identity] : []),
    ...(task ? [task.identity] : []),
  ]);
  return new Set(identities.map((identity) => Number(identity?.split('@')[0])));
}

async function deliveriesOf({ workflowId }: Resource): Promise<readonly string[]> {
  return (await eventsOf(workflowId)).flatMap(({ startChildWorkflowExecutionInitiatedEventAttributes: child }) => (child ? [String(child.workflowId)] : []));
}

/** How long every call of a kind takes at the provider. */
async function serviceTime(call: string, milliseconds: number): Promise<void> {
  await stack.simulator.request('PUT', '/admin/service-times', { body: { provider: 'powens', call, milliseconds } });
}

async function statusOf(url: string): Promise<number> {
  const answer = await fetch(url);
  await answer.body?.cancel();
  return answer.status;
}

describe('workers split by queue', () => {
  it('cancel in one process and tell the order service in the other', async () => {
    const cancelling = await worker('cancelling', ['--queues', 'countermand']);
    const telling = await worker('telling', ['--queues', 'countermand-events']);
    const story = await begin(stack, 'direct');
    const run = await story.resource((await story.cancel()).id, isEnded);
    expect(run.outcome).toMatchObject({ kind: 'cancelled' });
    const [delivery] = await deliveriesOf(run);
    await eventually('the event', () => heard, (ids) => ids.some((id) => delivery?.endsWith(id) === true));
    expect(await processesOf(run.workflowId)).toEqual(new Set([cancelling.pid]));
    expect(await processesOf(String(delivery))).toEqual(new Set([telling.pid]));

    await telling.kill('SIGTERM');
    const untold = await begin(stack, 'direct');
    const unheard = await untold.resource((await untold.cancel()).id, isEnded);
    expect(unheard.outcome).toMatchObject({ kind: 'cancelled' });
    const [waiting] = await deliveriesOf(unheard);
    expect(heard.some((id) => waiting?.endsWith(id) === true)).toBe(false);
    await worker('telling again', ['--queues', 'countermand-events']);
    await eventually('the event', () => heard, (ids) => ids.some((id) => waiting?.endsWith(id) === true), RECOVERY_MS);
    await cancelling.kill('SIGTERM');
  });
});

describe('a provider with a queue of its own', () => {
  it('is called from there alone, in every step of a run and for a check', async () => {
    const env = { PROVIDER_QUEUES: 'powens:100' };
    const own = await worker('its own', ['--queues', 'countermand-provider-powens'], env);
    const others = await worker('the others', ['--queues', 'countermand,countermand-events'], env);
    const story = await begin(stack, 'webview-approve');
    const checked = await stack.api.post('/v1/cancellation-checks', { provider: 'powens', paymentId: story.paymentId });
    expect(checked.body).toMatchObject({ cancellable: 'yes' });
    const { id, workflowId } = await story.cancel();
    await story.payer('approve', 1);
    expect((await story.resource(id, isEnded)).outcome).toMatchObject({ kind: 'cancelled' });
    expect(await story.effectiveCancellations()).toBe(1);
    const events = await eventsOf(workflowId);
    const queues = events.flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => (scheduled ? [scheduled.taskQueue?.name] : []));
    expect(queues[0]).toBe('countermand');
    expect(new Set(queues.slice(1))).toEqual(new Set(['countermand-provider-powens']));
    expect(await processesOf(workflowId)).toEqual(new Set([own.pid, others.pid]));
    await Promise.all([own.kill('SIGTERM'), others.kill('SIGTERM')]);
  });
});

describe('a worker that is told to stop', () => {
  it('finishes the call it has begun, is alive but not ready meanwhile, and ends well', async () => {
    const stopping = await worker('stopping');
    expect(await statusOf(`${stopping.url}/readyz`)).toBe(200);
    const story = await begin(stack, 'direct');
    await serviceTime('cancel', 3_000);
    const { id, workflowId } = await story.cancel({}, { prefer: 'wait=0' });
    await eventually('the call', async () => (await story.calls())['powens.cancel'], (count) => count === 1);
    stopping.signal('SIGTERM');
    await eventually('it is not ready', () => statusOf(`${stopping.url}/readyz`), (status) => status === 503);
    expect(await statusOf(`${stopping.url}/livez`)).toBe(200);
    expect(stopping.hasEnded()).toBe(false);
    // Said again, it still finishes.
    await stopping.kill('SIGTERM');
    expect(stopping.exitCode()).toBe(0);
    await serviceTime('cancel', 0);

    const next = await worker('next');
    expect((await story.resource(id, isEnded)).outcome).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect((await story.calls())['powens.cancel']).toBe(1);
    expect(attemptsOf(await eventsOf(workflowId))).toEqual([1]);
    await next.kill('SIGTERM');
  });

  it('hands a wait over at once, without a failed attempt', async () => {
    const first = await worker('first');
    const story = await begin(stack, 'webview-approve');
    const { id, workflowId } = await story.cancel();
    await serviceTime('read', 2_000);
    const reads = (await story.calls())['powens.read'] ?? 0;
    await eventually('the read', async () => (await story.calls())['powens.read'] ?? 0, (count) => count > reads, RECOVERY_MS);
    await first.kill('SIGTERM');
    expect(first.exitCode()).toBe(0);
    await serviceTime('read', 0);

    const second = await worker('second');
    // Later a signal may meet a task that ends the run: the server then has that task done again, and it counts as failed.
    expect(eventNamesOf(await eventsOf(workflowId))).not.toContain('WorkflowTaskFailed');
    await story.payer('approve', 1);
    expect((await story.resource(id, isEnded)).outcome).toMatchObject({ kind: 'cancelled' });
    const names = eventNamesOf(await eventsOf(workflowId));
    for (const noise of ['ActivityTaskFailed', 'ActivityTaskTimedOut']) expect(names).not.toContain(noise);
    await second.kill('SIGTERM');
  });
});

/** The attempt in which each activity told its result. */
function attemptsOf(events: readonly HistoryEvent[]): readonly number[] {
  return events.flatMap(({ activityTaskStartedEventAttributes: started }) => (started ? [Number(started.attempt)] : []));
}
