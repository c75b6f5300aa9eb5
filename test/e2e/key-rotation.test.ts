import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROVIDER_NOTIFIED } from '../../contracts/messages.js';
import { eventReceiver, InboxInMemory } from '../../examples/event-receiver.js';
import { dataConverterOf } from '../../platform/payload-codec.js';
import { readClientSettings } from '../../platform/settings.js';
import { providers } from '../../providers/registry.js';
import { type Part, startStack, type Stack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';
import { begin, isEnded, linkOf, RECOVERY_MS } from './story.js';

const keyOf = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const EVENTS_SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;

const inbox = new InboxInMemory();
let receiver: Server;
let stack: Stack;
let connection: Connection;

beforeAll(async () => {
  receiver = eventReceiver(EVENTS_SECRET, inbox);
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const eventsUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`;
  stack = await startStack({ env: { PAYLOAD_ENCRYPTION: 'on', SECRET_KEYS: keyOf('first'), EVENTS_URL: eventsUrl, EVENTS_SECRET } });
  connection = await Connection.connect({ address: stack.temporalAddress });
});
afterAll(async () => {
  await connection.close();
  receiver.close();
});

async function roll(parts: readonly Part[], ...keys: readonly string[]): Promise<void> {
  await Promise.all(
    parts.map(async (part) => {
      await stack.kill(part, 'SIGTERM');
      await stack.restart(part, { SECRET_KEYS: keys.join(',') });
    }),
  );
}

/**
 * Nothing of the run is on its way to a worker or back. A task that the server hands out in the very moment in which a
 * worker stops asking is lost, and comes again ten seconds later.
 */
async function atRest({ workflowId }: { readonly workflowId: string }, ...keys: readonly string[]): Promise<void> {
  const look = async () => {
    const { raw, status } = await clientWith(...keys).workflow.getHandle(workflowId).describe();
    return { status: status.name, task: raw.pendingWorkflowTask ?? null, children: raw.pendingChildren ?? [] };
  };
  await eventually('the run is at rest', look, ({ status, task, children }) => status !== 'RUNNING' || (task === null && children.length === 0), RECOVERY_MS);
}

/** Somebody's own program in the namespace, with these keys. */
function clientWith(...keys: readonly string[]): Client {
  const dataConverter = dataConverterOf(readClientSettings({ ...stack.env, SECRET_KEYS: keys.join(',') }, providers));
  return new Client({ connection, namespace: stack.namespace, dataConverter });
}

describe('changing the key', () => {
  it.each([
    { order: ['worker', 'api'], former: keyOf('a'), next: keyOf('b') },
    { order: ['api', 'worker'], former: keyOf('c'), next: keyOf('d') },
  ] as const)('rolled to $order.0 first: runs begun before go on, everything stays readable', async ({ order, former, next }) => {
    await roll(['worker', 'api'], former);
    const before = await begin(stack, 'webview-approve');
    const opened = await before.cancel({ description: 'begun with the former key' });
    const stopped = await (await begin(stack, 'webview-approve')).cancel();
    for (const run of [opened, stopped]) await atRest(run, former);

    await roll(['worker', 'api'], former, next);
    await roll([order[0]], next, former);
    // One side writes with the next key already, the other with the former.
    const link = linkOf(opened);
    expect((await fetch(link, { redirect: 'manual' })).headers.get('location')).toMatch(/auth\/webview/);
    const meanwhile = await begin(stack, 'webview-approve');
    const begun = await meanwhile.cancel();
    expect(begun.status).toBe('awaiting_payer');
    expect((await stack.api.post(`/v1/cancellations/${stopped.id}/stop`, { reason: 'changed their mind' })).status).toBe(202);
    for (const run of [begun, stopped]) await atRest(run, next, former);
    await roll([order[1]], next, former);

    await before.visit(link);
    await meanwhile.visit(linkOf(begun));
    expect((await before.resource(opened.id, isEnded)).outcome).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect((await meanwhile.resource(begun.id, isEnded)).outcome).toMatchObject({ kind: 'cancelled' });
    expect((await before.resource(stopped.id, isEnded)).outcome).toMatchObject({ kind: 'stopped' });
    for (const { id } of [opened, begun, stopped]) {
      await eventually('the event', async () => [...inbox.events.values()], (all) => all.some(({ subject, type }) => subject === id && /cancelled$/.test(type)));
    }
    const history = JSON.stringify(await clientWith(next, former).workflow.getHandle(opened.workflowId).result());
    expect(history).toContain('"cancelled"');
  });

  it('a key removed too early: nothing fails, every process names it, and all goes on once it is back', async () => {
    const [lost, other] = [keyOf('lost'), keyOf('other')];
    await roll(['worker', 'api'], lost);
    const story = await begin(stack, 'webview-approve');
    const opened = await story.cancel();
    await atRest(opened, lost);
    await roll(['worker', 'api'], other);
    const { workflowId } = opened;

    const refused = await stack.api.get(`/v1/cancellations/${opened.id}`);
    expect(refused.body).toMatchObject({ status: 500, code: 'cancellation_unreadable', detail: expect.stringContaining('key "lost"') as string });
    const list = async () => (await stack.api.get(`/v1/cancellations?paymentId=${story.paymentId}`)).text;
    expect(JSON.parse(await eventually('the list', list, (text) => text.includes(workflowId)))).toMatchObject({ items: [], unreadable: [{ workflowId, keyId: 'lost' }] });
    const naming = /is encrypted with key \\?"lost\\?", which SECRET_KEYS of this process does not hold as it was: add key lost to it/;
    await eventually('the log names the key', async () => stack.output('api'), (output) => naming.test(output));

    const handle = clientWith(other, lost).workflow.getHandle(workflowId);
    await handle.signal(PROVIDER_NOTIFIED, {});
    await eventually('the task is repeated', async () => stack.output('worker'), (output) => /the input is encrypted with key \\*"lost\\*"/.test(output));
    expect(stack.output('worker')).toMatch(naming);
    expect((await handle.describe()).status.name).toBe('RUNNING');

    await roll(['worker', 'api'], other, lost);
    // The failed task comes again once it has timed out.
    await eventually('the way to the bank', async () => (await fetch(linkOf(opened), { redirect: 'manual' })).status, (status) => status === 303, RECOVERY_MS);
    await story.visit(linkOf(opened));
    expect((await story.resource(opened.id, isEnded)).outcome).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(await story.effectiveCancellations()).toBe(1);
  });
});
