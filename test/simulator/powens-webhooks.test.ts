import { createHmac } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../../simulator/server.js';
import { eventually } from '../workflow/eventually.js';
import {
  CALLBACK_URL,
  CLIENT_ID,
  CLIENT_SECRET,
  cancel,
  createPayment,
  openReceiver,
  openSimulator,
  openSimulatorOn,
  send,
  serviceToken,
  type Received,
  type Receiver,
} from './support.js';

const SECRET = 'key-as-it-is-written==';
const PATH = '/webhooks/powens/default';

async function simulatorWithWebhook(receiver: Receiver): Promise<RunningSimulator> {
  const powens = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, redirectUrls: [CALLBACK_URL] };
  return openSimulator({
    powens: { ...powens, webhookUrl: `${receiver.url}${PATH}?ignored=1`, webhookSecret: SECRET },
  });
}

async function cancelled(simulator: RunningSimulator, order: object = {}): Promise<string> {
  const id = await createPayment(simulator, order);
  await cancel(simulator, id, await serviceToken(simulator));
  return id;
}

async function approve(simulator: RunningSimulator, id: string): Promise<void> {
  await send('POST', `${simulator.url}/admin/powens/payments/${id}/payer`, { body: { action: 'approve' } });
}

/** The documented signature, worked out anew: over method, path, date and raw body. */
function expectedSignature(request: Received, body: Buffer = request.body): string {
  const date = String(request.headers['bi-signature-date']);
  return createHmac('sha256', SECRET).update(`POST.${PATH}.${date}.`).update(body).digest('base64');
}

function bodyOf(request: Received | undefined): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse((request?.body ?? Buffer.from('{}')).toString());
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}

async function deliveryStates(simulator: RunningSimulator): Promise<readonly unknown[]> {
  return simulator.world.deliveries.list().map((delivery) => delivery.state);
}

describe('webhooks of the simulated Powens', () => {
  it('tell a change of state, signed over path, date and raw body', async () => {
    const receiver = await openReceiver();
    const simulator = await simulatorWithWebhook(receiver);
    const id = await cancelled(simulator);
    await receiver.arrived(1);
    const [request] = receiver.received;
    expect(request?.method).toBe('POST');
    expect(bodyOf(request)).toMatchObject({
      id: Number(id),
      state: 'rejected',
      error_code: 'cancelledByUser',
      id_webhook_data: expect.any(Number),
    });
    expect(request?.headers['bi-signature-date']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(request?.headers['bi-signature']).toBe(request === undefined ? '' : expectedSignature(request));
  });

  it('say nothing when only the detail changes, unless the knob says so', async () => {
    const receiver = await openReceiver();
    const simulator = await simulatorWithWebhook(receiver);
    await cancelled(simulator, { scenario: 'webview-approve' });
    expect(await deliveryStates(simulator)).toEqual([]);
    await cancelled(simulator, { scenario: 'webview-approve', knobs: { webhookOnDetailChange: true } });
    await receiver.arrived(1);
    expect(bodyOf(receiver.received[0])).toMatchObject({ state: 'pending', state_detail: 'cancelling_webauth' });
  });

  it.each([
    ['webhook-gzip', (request: Received) => gunzipSync(request.body)],
    ['webhook-gzip-wire', (request: Received) => request.body],
  ])('%s: compressed, signed over the documented or the other reading', async (scenario, signedBytes) => {
    const receiver = await openReceiver();
    const simulator = await simulatorWithWebhook(receiver);
    await approve(simulator, await cancelled(simulator, { scenario }));
    await receiver.arrived(1);
    const [request] = receiver.received;
    expect(request?.headers['content-encoding']).toBe('gzip');
    expect(request?.headers['bi-signature']).toBe(request && expectedSignature(request, signedBytes(request)));
  });

  it('webhook-bad-signature and webhook-missing-headers do what they say', async () => {
    const receiver = await openReceiver();
    const simulator = await simulatorWithWebhook(receiver);
    await approve(simulator, await cancelled(simulator, { scenario: 'webhook-bad-signature' }));
    await receiver.arrived(1);
    const [bad] = receiver.received;
    expect(bad?.headers['bi-signature']).not.toBe(bad && expectedSignature(bad));
    await approve(simulator, await cancelled(simulator, { scenario: 'webhook-missing-headers' }));
    await receiver.arrived(2);
    expect(receiver.received[1]?.headers['bi-signature']).toBeUndefined();
  });

  it('webhook-duplicated: three times the same id_webhook_data', async () => {
    const receiver = await openReceiver();
    const simulator = await simulatorWithWebhook(receiver);
    await approve(simulator, await cancelled(simulator, { scenario: 'webhook-duplicated' }));
    await receiver.arrived(3);
    const ids = receiver.received.map((request) => bodyOf(request)['id_webhook_data']);
    expect(new Set(ids).size).toBe(1);
  });

  it('webhook-out-of-order: an older pending follows', async () => {
    const receiver = await openReceiver();
    const simulator = await simulatorWithWebhook(receiver);
    await approve(simulator, await cancelled(simulator, { scenario: 'webhook-out-of-order' }));
    await receiver.arrived(2);
    const bodies = receiver.received
      .map(bodyOf)
      .sort((one, other) => Number(one['id_webhook_data']) - Number(other['id_webhook_data']));
    expect(bodies.map((body) => body['state'])).toEqual(['pending', 'rejected']);
  });

  it('webhook-unknown-payment: one more about a payment nobody knows', async () => {
    const receiver = await openReceiver();
    const simulator = await simulatorWithWebhook(receiver);
    const id = await cancelled(simulator, { scenario: 'webhook-unknown-payment' });
    await approve(simulator, id);
    await receiver.arrived(2);
    expect(receiver.received.map((request) => bodyOf(request)['id'])).toEqual(
      expect.arrayContaining([Number(id), Number(`${id}999`)]),
    );
  });

  it('webhook-old-domain: silent about interactive changes, not about the bank', async () => {
    const receiver = await openReceiver();
    const simulator = await simulatorWithWebhook(receiver);
    await approve(simulator, await cancelled(simulator, { scenario: 'webhook-old-domain' }));
    expect(await deliveryStates(simulator)).toEqual([]);
    const other = await createPayment(simulator, { scenario: 'webhook-old-domain' });
    await send('POST', `${simulator.url}/admin/powens/payments/${other}/bank`, { body: { action: 'execute' } });
    await receiver.arrived(1);
    expect(bodyOf(receiver.received[0])).toMatchObject({ state: 'done' });
  });

  it('are tried again by the flusher until a 2xx, on the virtual clock', async () => {
    const receiver = await openReceiver((count) => (count < 3 ? 500 : 204));
    const simulator = await simulatorWithWebhook(receiver);
    await cancelled(simulator);
    for (let attempt = 1; attempt < 3; attempt += 1) {
      await eventually('the attempt', () => simulator.world.deliveries.list()[0]?.attemptCount, (count) => count === attempt);
      await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 60_000 } });
    }
    await eventually('the delivery', () => deliveryStates(simulator), ([state]) => state === 'delivered');
    expect(receiver.received).toHaveLength(3);
  });

  it('stop a run of the flusher after ten failures in a row', async () => {
    const receiver = await openReceiver(() => 500);
    const simulator = await simulatorWithWebhook(receiver);
    await send('POST', `${simulator.url}/admin/powens/payments`, { body: { count: 12 } });
    for (const payment of simulator.world.journal.effects({}).flatMap((row) => row.payment ?? [])) {
      await send('POST', `${simulator.url}/admin/powens/payments/${payment}/bank`, { body: { action: 'execute' } });
    }
    await receiver.arrived(12);
    await simulator.world.deliveries.idle();
    await send('POST', `${simulator.url}/admin/deliveries/flush`);
    expect(receiver.received).toHaveLength(22);
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 60_000 } });
    await receiver.arrived(32);
    await simulator.world.deliveries.idle();
    expect(receiver.received).toHaveLength(32);
  });

  it('do not hold up the end of the simulator, and are sent by the next one', async () => {
    const receiver = await openReceiver((count) => (count === 1 ? null : 204));
    const simulator = await simulatorWithWebhook(receiver);
    await cancelled(simulator);
    await receiver.arrived(1);
    await simulator.close();
    const next = await openSimulatorOn(simulator.ledgerFile);
    await send('POST', `${next.url}/admin/clock`, { body: { advanceMs: 60_000 } });
    await receiver.arrived(2);
  });

  it('are sent after a restart when the last process did not get to it', async () => {
    const receiver = await openReceiver((count) => (count === 1 ? 500 : 204));
    const simulator = await simulatorWithWebhook(receiver);
    await cancelled(simulator);
    await eventually('the attempt', () => simulator.world.deliveries.list()[0]?.attemptCount, (count) => count === 1);
    await simulator.close();
    const next = await openSimulatorOn(simulator.ledgerFile);
    await send('POST', `${next.url}/admin/clock`, { body: { advanceMs: 60_000 } });
    await eventually('the delivery', () => deliveryStates(next), ([state]) => state === 'delivered');
  });

  it('can be dropped, and delayed by the virtual clock', async () => {
    const receiver = await openReceiver();
    const simulator = await simulatorWithWebhook(receiver);
    const interfere = (interference: object): Promise<unknown> =>
      send('PUT', `${simulator.url}/admin/interference`, {
        body: { channel: 'webhook', provider: 'powens', ...interference },
      });
    await interfere({ drop: true });
    await cancelled(simulator);
    expect(await deliveryStates(simulator)).toEqual(['dropped']);
    await interfere({ delayMs: 60_000 });
    await cancelled(simulator);
    expect(await deliveryStates(simulator)).toEqual(['dropped', 'held']);
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 60_000 } });
    await receiver.arrived(1);
  });
});
