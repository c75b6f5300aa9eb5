import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../../simulator/server.js';
import { closeAfterTest, listen, openSimulator, send, submit } from './support.js';

interface FakeApi {
  readonly url: string;
  readonly requests: {
    readonly method: string;
    readonly target: string;
    readonly headers: Record<string, unknown>;
    readonly body: string;
  }[];
}

/** Stands for Countermand's API: one answer for everything. */
async function openApi(status: number, answer: object): Promise<FakeApi> {
  const requests: FakeApi['requests'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      requests.push({ method: request.method ?? '', target: request.url ?? '', headers: request.headers, body });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  const port = await listen(server);
  closeAfterTest(server);
  return { url: `http://127.0.0.1:${port}`, requests };
}

async function openShop(apiUrl: string, apiToken: string | null = null): Promise<RunningSimulator> {
  const simulator = await openSimulator({ shop: { apiUrl, apiToken } });
  const shop = await send('GET', `${simulator.url}/shop`);
  expect(shop.status).toBe(200);
  return simulator;
}

const WAITING = {
  id: 'c-1',
  status: 'awaiting_payer',
  nextAction: { type: 'redirect_payer', url: 'http://127.0.0.1:3000/r/handle' },
  outcome: null,
  problem: null,
};

const CANCELLED = {
  id: 'c-1',
  status: 'cancelled',
  nextAction: null,
  outcome: {
    kind: 'cancelled',
    how: 'afterPayerValidation',
    moneyMovement: 'none',
    reason: null,
    remedy: null,
    amounts: null,
    decidedBy: null,
    proof: {
      provider: 'powens',
      resource: '/payments/1001',
      state: { state: 'rejected', error_code: 'cancelledByUser' },
      readAt: '2026-01-01T00:00:00Z',
      digest: 'sha256:abc',
    },
  },
};

describe('the demo shop', () => {
  it('lists an order of each sort, each with a button, and says whose page it is', async () => {
    const simulator = await openShop('http://127.0.0.1:9');
    const { text } = await send('GET', `${simulator.url}/shop`);
    expect(text).toContain('Demo shop');
    for (const article of ['Tea pot', 'Reading lamp', 'Wool blanket', 'Garden chair', 'Box of apples']) {
      expect(text).toContain(`aria-label="Cancel this payment: ${article}"`);
    }
    expect(text).not.toContain('<script');
  });

  it('asks Countermand with the order page as return URL, and sends the payer on', async () => {
    const api = await openApi(202, WAITING);
    const simulator = await openShop(api.url, 'shop-token');
    const reply = await submit(`${simulator.url}/shop/orders/A-1001/cancel`, {});
    expect([reply.status, reply.headers.get('location')]).toEqual([303, WAITING.nextAction.url]);
    const [request] = api.requests;
    expect(request).toMatchObject({
      method: 'POST',
      target: '/v1/cancellations',
      headers: { prefer: 'wait=3', authorization: 'Bearer shop-token', 'content-type': 'application/json' },
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      provider: 'powens',
      paymentId: expect.stringMatching(/^\d+$/),
      orderRef: 'A-1001',
      reason: 'requested_by_customer',
      description: 'Order A-1001 cancelled',
      payer: { returnUrl: `${simulator.url}/shop/orders/A-1001` },
    });
  });

  it('shows the outcome with its proof on the order page', async () => {
    const api = await openApi(202, CANCELLED);
    const simulator = await openShop(api.url);
    const reply = await submit(`${simulator.url}/shop/orders/A-1002/cancel`, {});
    expect(reply.headers.get('location')).toBe('/shop/orders/A-1002');
    const { text } = await send('GET', `${simulator.url}/shop/orders/A-1002?cancellation=c-1&status=cancelled`);
    for (const shown of [
      'The payment is cancelled',
      'after payer validation',
      '/payments/1001',
      'cancelledByUser',
      'sha256:abc',
    ]) {
      expect(text).toContain(shown);
    }
    expect(api.requests.at(-1)?.target).toBe('/v1/cancellations/c-1');
  });

  it('offers the way to the bank while the payer is needed', async () => {
    const api = await openApi(202, WAITING);
    const simulator = await openShop(api.url);
    await submit(`${simulator.url}/shop/orders/A-1001/cancel`, {});
    const { text } = await send('GET', `${simulator.url}/shop/orders/A-1001`);
    expect(text).toContain('href="http://127.0.0.1:3000/r/handle"');
  });

  it('shows what the API refuses: title, detail, code and field', async () => {
    const api = await openApi(400, {
      title: 'Validation failed',
      detail: 'See the errors.',
      code: 'validation',
      errors: [{ pointer: '/payer/returnUrl', detail: 'not in RETURN_URL_ORIGINS <b>' }],
    });
    const simulator = await openShop(api.url);
    const { text } = await submit(`${simulator.url}/shop/orders/A-1001/cancel`, {});
    for (const shown of [
      'Validation failed',
      'See the errors.',
      'validation',
      'payer.returnUrl: not in RETURN_URL_ORIGINS &lt;b&gt;',
    ]) {
      expect(text).toContain(shown);
    }
  });

  it('says so when Countermand cannot be reached', async () => {
    const simulator = await openShop('http://127.0.0.1:9');
    const { text } = await submit(`${simulator.url}/shop/orders/A-1001/cancel`, {});
    expect(text).toContain('Countermand cannot be reached');
  });

  it('places the same orders again with fresh payments', async () => {
    const simulator = await openShop('http://127.0.0.1:9');
    const teaPots = async (): Promise<number> =>
      (await send('GET', `${simulator.url}/shop`)).text.match(/Cancel this payment: Tea pot/g)?.length ?? 0;
    expect(await teaPots()).toBe(1);
    const reply = await submit(`${simulator.url}/shop/orders`, {});
    expect(reply.headers.get('location')).toBe('/shop');
    expect(await teaPots()).toBe(2);
  });

  it('does not know other orders', async () => {
    const simulator = await openShop('http://127.0.0.1:9');
    expect((await send('GET', `${simulator.url}/shop/orders/B-1`)).status).toBe(404);
  });
});
