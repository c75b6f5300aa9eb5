import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpPaymentCancellations } from '../../client/http/index.js';
import type { CancellationPage } from '../../client/index.js';
import { freshPaymentId } from '../client/rig.js';
import { begunWithKey, clientWithKeys } from '../client/unreadable-runs.js';
import { eventually } from '../workflow/eventually.js';
import { bearer, openApi } from './rig.js';
import type { TestApi } from './rig.js';
import { openTwoShops, TOKENS } from './two-shops.js';
import type { TwoShops } from './two-shops.js';

const PERSONAL = 'canary-of-a-description';

let shops: TwoShops;
/** An API that encrypts, and lacks the key of one cancellation. */
let api: TestApi;
let readable: string;
let hidden: Awaited<ReturnType<typeof begunWithKey>>;

beforeAll(async () => {
  shops = await openTwoShops();
  const { client, taskQueue } = shops.rig;
  api = await openApi({ client: clientWithKeys(client, 'held'), taskQueue, env: { API_TOKENS: `a:${TOKENS.a}:*:shop-a,b:${TOKENS.b}:*:shop-b,all:${TOKENS.all}:*:*` } });
  readable = (await shops.cancellationOf('shop-a')).id;
  const payment = { provider: 'powens', account: 'shop-a', paymentId: freshPaymentId(), description: PERSONAL };
  hidden = await begunWithKey(client, 'gone', payment);
  await eventually('both are visible', async () => (await listAs(TOKENS.a)).json<CancellationPage>(), ({ items, unreadable }) => items.length === 1 && unreadable?.length === 1);
});
afterAll(async () => {
  await api.close();
  await shops.close();
});

function callAs(token: string, url: string, method: 'GET' | 'POST' = 'GET'): Promise<LightMyRequestResponse> {
  return api.app.inject({ method, url, headers: bearer(token) });
}

function listAs(token: string): Promise<LightMyRequestResponse> {
  return callAs(token, '/v1/cancellations');
}

describe('a cancellation the API lacks the key of', () => {
  it('hides no other, and stands in the list by its run and key', async () => {
    for (const token of [TOKENS.a, TOKENS.all]) {
      const answer = await listAs(token);
      expect(answer.statusCode).toBe(200);
      const { items, unreadable } = answer.json<CancellationPage>();
      expect(items.map(({ id }) => id)).toEqual([readable]);
      expect(unreadable).toEqual([{ workflowId: hidden.workflowId, runId: hidden.runId, keyId: 'gone' }]);
    }
  });

  it('is one line of the log, by workflow id and key', async () => {
    await listAs(TOKENS.a);
    const lines = api.log().split('\n').filter((line) => line.includes('left out of a list'));
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ level: 'warn', workflowId: hidden.workflowId, keyId: 'gone' });
  });

  it.each(['', '/stop', '/recheck', '/payer-link'])('is refused by name at its address%s, with the key and nothing else', async (command) => {
    const answer = await callAs(TOKENS.a, `/v1/cancellations/${hidden.id}${command}`, command === '' ? 'GET' : 'POST');
    expect(answer.json()).toMatchObject({ status: 500, code: 'cancellation_unreadable', detail: expect.stringContaining('key "gone"') as string });
    const logged = api.log().split('\n').filter((line) => line.includes('A request failed')).at(-1) ?? '';
    expect(logged).toContain('which SECRET_KEYS of this process does not hold');
    for (const text of [answer.body, api.log()]) expect(text).not.toContain(PERSONAL);
  });

  it('is told the same through the client library over HTTP', async () => {
    const baseUrl = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const library = new HttpPaymentCancellations({ baseUrl, token: TOKENS.a });
    expect(await library.list()).toMatchObject({ items: [{ id: readable }], unreadable: [{ workflowId: hidden.workflowId, keyId: 'gone' }] });
    await expect(library.get(hidden.id)).rejects.toMatchObject({ code: 'cancellation_unreadable', retryable: true });
  });

  it('is nobody else’s business', async () => {
    expect((await listAs(TOKENS.b)).json()).toEqual({ items: [], nextCursor: null });
    for (const query of ['?account=shop-a', '?status=requested', '?limit=1']) {
      expect((await callAs(TOKENS.b, `/v1/cancellations${query}`)).json(), query).toEqual({ items: [], nextCursor: null });
    }
    expect((await callAs(TOKENS.b, `/v1/cancellations/${hidden.id}`)).json()).toMatchObject({ status: 404, code: 'not_found' });
  });
});
