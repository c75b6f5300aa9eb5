import type { Client } from '@temporalio/client';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TemporalWatch } from '../../api/temporal-watch.js';
import { cancellationIdOf } from '../../contracts/cancellation-id.js';
import { createLogger } from '../../platform/logging.js';
import { eventually } from '../workflow/eventually.js';
import { webhookOf } from './accounts.js';
import { countingClient, LOCAL, openApi, WEBHOOK_SECRET } from './rig.js';
import type { CountingClient, TestApi } from './rig.js';

const ID = cancellationIdOf({ workflowId: 'cancel-payment/powens/default/1', firstRunId: '0193b5a0-0000-7000-8000-000000000000' });
const START: InjectOptions = { method: 'POST', url: '/v1/cancellations', headers: LOCAL, payload: { provider: 'powens', paymentId: '1' } };

describe('while Temporal is known to be away', () => {
  let counting: CountingClient;
  let api: TestApi;
  beforeAll(async () => {
    counting = countingClient();
    api = await openApi({ client: counting.client, reachable: false });
  });
  afterAll(async () => {
    await api.close();
  });

  it.each<[string, InjectOptions]>([
    ['a start', START],
    ['a check', { ...START, url: '/v1/cancellation-checks' }],
    ['a list', { url: '/v1/cancellations', headers: LOCAL }],
    ['a read', { url: `/v1/cancellations/${ID}?wait=25`, headers: LOCAL }],
    ['a command', { method: 'POST', url: `/v1/cancellations/${ID}/stop`, headers: LOCAL }],
    ['a webhook', webhookOf('default', WEBHOOK_SECRET, '1')],
  ])('%s is refused without asking it, with when to come back', async (_what, request) => {
    const answer = await api.app.inject(request);
    expect(answer.json()).toMatchObject({ status: 503, code: 'temporal_unavailable' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(counting.calls()).toBe(0);
  });

  it('a payer gets a page that offers a repeat', async () => {
    const back = `/callbacks/powens?state=${api.state('1')}&id_payment=1`;
    for (const url of [back, `/r/${api.handle(ID)}`, `/r/${api.handle(ID)}/status`]) {
      const answer = await api.app.inject({ url });
      expect([answer.statusCode, Number(answer.headers['retry-after']) > 0]).toEqual([503, true]);
      expect(answer.headers['content-type']).toMatch(/^text\/html/);
      expect(answer.body).toContain('href=""');
    }
    expect(counting.calls()).toBe(0);
  });

  it('what needs no Temporal is answered as ever', async () => {
    expect((await api.app.inject({ url: '/v1/providers', headers: LOCAL })).statusCode).toBe(200);
    expect((await api.app.inject({ ...START, payload: { provider: 'acme' } })).statusCode).toBe(400);
    expect((await api.app.inject({ url: '/callbacks/powens?state=forged' })).statusCode).toBe(400);
    expect((await api.app.inject({ ...webhookOf('default', WEBHOOK_SECRET, '1'), headers: {} })).statusCode).toBe(401);
  });
});

describe('a payer who comes back while Temporal hangs and nobody knows it yet', () => {
  it.each([
    ['today', 86_400_000],
    ['long after', -1],
  ])('%s waits no longer than a payer should', async (_when, age) => {
    // With this deadline of the calls themselves the test would end before the answer comes.
    const api = await openApi({ client: hangingClient(), rpcTimeoutMs: 600_000 });
    const state = api.state('1', { expiresAt: new Date(Date.now() + age) });
    const answer = await api.app.inject({ url: `/callbacks/powens?state=${state}&id_payment=1` });
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
    await api.close();
  });
});

describe('TemporalWatch', () => {
  it('takes one lost answer for a hiccup, two for an absence, and the next answer for the end of it', async () => {
    const answers = [false, true, false, false, true, true];
    const known: boolean[] = [];
    const stop = new AbortController();
    const watch: TemporalWatch = new TemporalWatch(async () => {
      known.push(watch.isReachable());
      const answer = answers[known.length - 1] ?? true;
      if (known.length === answers.length) stop.abort();
      if (!answer) throw new Error('nobody there');
    }, quiet);
    await watch.run(stop.signal);
    expect(known).toEqual([true, true, true, true, false, true]);
  });

  it('takes a server without time or permission for one that is there', async () => {
    for (const [code, there] of [[7, true], [8, true], [4, false], [14, false]] as const) {
      let asked = 0;
      const stop = new AbortController();
      const watch = new TemporalWatch(async () => {
        asked += 1;
        throw Object.assign(new Error('no'), { code, details: 'no', metadata: {} });
      }, quiet);
      const running = watch.run(stop.signal);
      await eventually('two questions', async () => asked, (times) => times > 1);
      stop.abort();
      await running;
      expect([code, watch.isReachable()]).toEqual([code, there]);
    }
  });
});

const quiet = createLogger({ name: 'api', level: 'error' });

/** A Temporal client whose calls never end. */
function hangingClient(): Client {
  const hanging: object = new Proxy(() => undefined, {
    get: (_target, name) => (name === 'then' ? undefined : hanging),
    apply: () => new Promise(() => undefined),
  });
  return hanging as Client;
}
