import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callbackEndpoint } from '../../examples/callback-endpoint.js';
import { eventReceiver, InboxInMemory } from '../../examples/event-receiver.js';
import { cancelOrder } from '../../examples/order-service.js';
import { PAYER_RETURNED } from '../../contracts/messages.js';
import { readClientSettings } from '../../platform/settings.js';
import { providers } from '../../providers/registry.js';
import { startStack } from '../support/stack.js';
import type { Stack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';
import { begin, isEnded, linkOf } from './story.js';

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const inbox = new InboxInMemory();
const arrivals: string[] = [];
const receiver = eventReceiver(SECRET, {
  take: async (event) => {
    await inbox.take(event);
    arrivals.push(event.subject);
  },
});

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { EVENTS_URL: `${await listening(receiver)}/events`, EVENTS_SECRET: SECRET } });
});
afterAll(() => receiver.close());

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the examples', () => {
  it('cancel the payment of an order whose payer must approve, once however often it is asked', async () => {
    const story = await begin(stack, 'webview-approve');
    const order = { reference: `A-${story.paymentId}`, paymentId: story.paymentId };
    const visited: string[] = [];
    const visit = async (url: string): Promise<void> => {
      visited.push(url);
      await story.visit(url);
    };
    const outcome = await cancelOrder(order, { baseUrl: stack.urls.api }, visit);
    expect(outcome).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(await cancelOrder(order, { baseUrl: stack.urls.api }, visit)).toEqual(outcome);
    expect(visited).toHaveLength(1);
    expect(await story.effectiveCancellations()).toBe(1);
  });

  it('receive every event once, however often it is sent', async () => {
    const story = await begin(stack, 'direct');
    const { id } = await story.cancel();
    const mine = (): unknown[] => [...inbox.events.values()].filter(({ subject }) => subject === id);
    await eventually('the event', async () => mine(), ({ length }) => length === 1);
    await eventually(
      'the event once more',
      async () => (await stack.api.post(`/v1/cancellations/${id}/events/replay`)).status === 202 && arrivals.filter((subject) => subject === id).length,
      (count) => count !== false && count > 1,
    );
    expect(mine()).toMatchObject([{ type: 'payment.cancellation.cancelled', data: { status: 'cancelled' } }]);
  });

  it('refuse an event nobody signed', async () => {
    const before = inbox.events.size;
    const url = stack.env['EVENTS_URL'] ?? '';
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(inbox.events.size).toBe(before);
  });

  it("wake a run through somebody else's callback endpoint, and let no forged return through", async () => {
    const connection = await Connection.connect({ address: stack.temporalAddress });
    const temporal = new Client({ connection, namespace: stack.namespace });
    const { keyRing } = readClientSettings({ ...stack.env, TEMPORAL_CONFIG_FILE: '/nonexistent' }, providers);
    const endpoint = callbackEndpoint(temporal, keyRing, 'https://shop.example/thanks');
    const origin = await listening(endpoint);
    try {
      const story = await begin(stack, 'silence');
      const { id, workflowId } = await story.cancel();
      const waiting = await story.resource(id, ({ nextAction }) => nextAction !== null);
      await fetch(linkOf(waiting), { redirect: 'manual' });
      const { callbackUrl } = await story.payer('approve');
      const genuine = new URL(callbackUrl ?? '');
      const back = new URL(`${origin}/back-from-bank${genuine.search}`);

      const forged = new URL(back);
      forged.searchParams.set('state', `${back.searchParams.get('state')?.slice(0, -1) ?? ''}!`);
      const foreign = new URL(back);
      foreign.searchParams.set('id_payment', '999');
      const returnsTold = async (): Promise<number> => {
        const { events = [] } = await temporal.workflow.getHandle(workflowId).fetchHistory();
        return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes?.signalName === PAYER_RETURNED).length;
      };
      for (const url of [forged, foreign]) expect((await fetch(url, { redirect: 'manual' })).status).toBe(400);
      expect(await returnsTold()).toBe(0);

      const answer = await fetch(back, { redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, 'https://shop.example/thanks']);
      // A signal that meets a task under way stands in the history once that task is done.
      await eventually('the return', returnsTold, (count) => count === 1);
      expect((await story.resource(id, isEnded)).outcome).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    } finally {
      endpoint.close();
      await connection.close();
    }
  });
});
