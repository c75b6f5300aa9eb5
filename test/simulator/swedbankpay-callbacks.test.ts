import { describe, expect, it } from 'vitest';
import { CALLBACK_RETRIES } from '../../simulator/swedbankpay/callbacks.js';
import type { RunningSimulator } from '../../simulator/server.js';
import { eventually } from '../workflow/eventually.js';
import { openSimulator, send } from './support.js';
import { type Json, merchantOf, type PlacedOrder } from './swedbankpay-support.js';

/** Nobody listens there: what would have been sent is read from the deliveries. */
const NOWHERE = 'http://127.0.0.1:9/webhooks/swedbankpay/default/secret';

const openWithCallbacks = (): Promise<RunningSimulator> =>
  openSimulator({ swedbankpay: { token: 'simulator-access-token', payeeReference: 'alphanumeric', callbackUrl: NOWHERE } });

async function deliveriesOf(simulator: RunningSimulator, order: PlacedOrder): Promise<readonly Json[]> {
  const { json } = await send('GET', `${simulator.url}/admin/deliveries?payment=${encodeURIComponent(order.path)}`);
  const deliveries: unknown = json['deliveries'];
  return Array.isArray(deliveries) ? deliveries : [];
}

function bodyOf(delivery: Json | undefined): string {
  return Buffer.from(String(delivery?.['bodyBase64']), 'base64').toString();
}

describe('callbacks', () => {
  it('tell of every transaction: which order, and no state', async () => {
    const simulator = await openWithCallbacks();
    const merchant = merchantOf(simulator);
    const order = await merchant.place();
    await merchant.operate(order, 'cancel');
    const deliveries = await deliveriesOf(simulator, order);
    expect(deliveries.map(({ event }) => String(event).split(' ')[0])).toEqual(['Authorization', 'Cancellation']);
    expect(JSON.parse(bodyOf(deliveries.at(-1)))).toEqual({
      orderReference: 'or-1',
      paymentOrder: { id: order.path, instrument: 'CreditCard', number: expect.any(Number) },
    });
    expect(deliveries[0]).toMatchObject({ method: 'POST', url: NOWHERE });
  });

  it('of 2.0 name the payment and the transaction too', async () => {
    const simulator = await openWithCallbacks();
    const merchant = merchantOf(simulator);
    const order = await merchant.place({ scenario: 'callback-2.0' });
    expect(JSON.parse(bodyOf((await deliveriesOf(simulator, order)).at(-1)))).toMatchObject({
      paymentOrder: { id: order.path, instrument: 'paymentorders' },
      payment: { id: expect.stringMatching(/^\/psp\/creditcard\/payments\//) },
      transaction: { id: expect.stringContaining('/authorizations/') },
    });
  });

  it.each([
    ['callbacks-duplicated', 3],
    ['authorised', 1],
  ])('%s: %i of each', async (scenario, copies) => {
    const simulator = await openWithCallbacks();
    const order = await merchantOf(simulator).place({ scenario });
    expect(await deliveriesOf(simulator, order)).toHaveLength(copies);
  });

  it('can be about an order nobody knows, broken, or lost', async () => {
    const simulator = await openWithCallbacks();
    const merchant = merchantOf(simulator);
    const unknown = await merchant.place({ scenario: 'callbacks-unknown-order' });
    expect(bodyOf((await deliveriesOf(simulator, unknown))[0])).not.toContain(unknown.path);
    const broken = await merchant.place({ scenario: 'callbacks-forged-body' });
    const brokenBody = bodyOf((await deliveriesOf(simulator, broken))[0]);
    expect(() => JSON.parse(brokenBody) as unknown).toThrow();
    const lost = await merchant.place({ scenario: 'callbacks-lost' });
    expect(await deliveriesOf(simulator, lost)).toMatchObject([{ state: 'dropped' }]);
  });

  it('can be sent by hand, also about another order', async () => {
    const simulator = await openWithCallbacks();
    const merchant = merchantOf(simulator);
    const [order, other] = [await merchant.place(), await merchant.place()];
    await send('POST', `${simulator.url}/admin/swedbankpay/orders/${order.id}/callback`, { body: { about: other.id } });
    expect(bodyOf((await deliveriesOf(simulator, other)).at(-1))).toContain(other.path);
  });

  it('go on being sent 30, 60, 360, 432, 864 and 1265 s after the transaction, until a 200', () => {
    const { retry } = CALLBACK_RETRIES;
    let sum = 0;
    expect(retry.kind === 'schedule' && retry.delaysMs.map((delay) => (sum += delay) / 1000)).toEqual([30, 60, 360, 432, 864, 1265]);
    expect([200, 201, 202, 204, 302, 500].map(CALLBACK_RETRIES.accepts)).toEqual([true, false, false, false, false, false]);
  });

  it('are tried again by the virtual clock', async () => {
    const simulator = await openWithCallbacks();
    const order = await merchantOf(simulator).place();
    const attempts = async (): Promise<number> => {
      const tried: unknown = (await deliveriesOf(simulator, order))[0]?.['attempts'];
      return Array.isArray(tried) ? tried.length : 0;
    };
    await eventually('the first attempt', attempts, (count) => count === 1);
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 30_000 } });
    await eventually('the second attempt', attempts, (count) => count === 2);
  });
});
