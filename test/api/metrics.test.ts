import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { StandingReader } from '../../api/temporal-standing.js';
import { EVENTS_TASK_QUEUE, TASK_QUEUE } from '../../contracts/names.js';
import { freshPaymentId, openClientRig, SAYS } from '../client/rig.js';
import type { ClientRig } from '../client/rig.js';
import { freshNamespace } from '../support/namespace.js';
import { samplesIn, sumOf } from '../support/samples.js';
import { eventually } from '../workflow/eventually.js';
import { bearer, countingClient, LOCAL, openApi, WEBHOOK_SECRET } from './rig.js';
import type { TestApi } from './rig.js';

let rig: ClientRig;
beforeAll(async () => {
  const { address } = inject('temporal');
  rig = await openClientRig({ address, namespace: await freshNamespace(address) });
});
afterAll(() => rig.close());

async function withApi<Result>(given: Parameters<typeof openApi>[0], use: (api: TestApi) => Promise<Result>): Promise<Result> {
  const api = await openApi(given);
  try {
    return await use(api);
  } finally {
    await api.close();
  }
}

async function scrape({ app }: TestApi, headers: Readonly<Record<string, string>> = LOCAL): Promise<string> {
  const answer = await app.inject({ url: '/metrics', headers });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  return answer.body;
}

describe('who may read the metrics', () => {
  it('is anybody on this machine where the API is open, and nobody else', async () => {
    await withApi({ client: countingClient().client }, async (api) => {
      expect(await scrape(api)).toContain('countermand_build_info{process="api"');
      const answer = await api.app.inject({ url: '/metrics', headers: { host: 'pay.example' } });
      expect(answer.json()).toMatchObject({ status: 403, code: 'host_not_allowed' });
    });
  });

  it('is, with tokens, one that may read all accounts', async () => {
    const tokens = 'prometheus:reads-all:read:*,shop:reads-one:read:default,till:cancels:cancel:*';
    await withApi({ client: countingClient().client, env: { API_TOKENS: tokens } }, async (api) => {
      await scrape(api, bearer('reads-all'));
      for (const token of ['reads-one', 'cancels']) {
        const answer = await api.app.inject({ url: '/metrics', headers: bearer(token) });
        expect(answer.json()).toMatchObject({ status: 403, code: 'insufficient_scope' });
      }
      const answer = await api.app.inject({ url: '/metrics', headers: LOCAL });
      expect(answer.json()).toMatchObject({ status: 401, code: 'unauthorized' });
    });
  });
});

describe('requests', () => {
  it('are counted by route and status, and their addresses stand nowhere', async () => {
    await withApi({ client: countingClient().client }, async (api) => {
      const handle = 'handle-canary';
      await api.app.inject({ url: `/r/${handle}`, headers: LOCAL });
      await api.app.inject({ url: '/nothing-canary', headers: LOCAL });
      await api.app.inject({ method: 'POST', url: '/webhooks/swedbankpay/default/secret-canary', headers: LOCAL, payload: '{}' });
      await api.app.inject({ url: '/v1/cancellations?status=nonsense', headers: LOCAL });
      const text = await scrape(api);
      const samples = samplesIn(text);
      const requests = (labels: Readonly<Record<string, string>>): number => sumOf(samples, 'countermand_http_requests_total', labels);
      expect(requests({ method: 'GET', route: '/r/:handle', status: '404' })).toBe(1);
      expect(requests({ route: 'none', status: '404' })).toBe(1);
      expect(requests({ method: 'POST', route: '/webhooks/:provider/:account/:secret', status: '404' })).toBe(1);
      expect(requests({ method: 'GET', route: '/v1/cancellations', status: '400' })).toBe(1);
      expect(sumOf(samples, 'countermand_http_request_seconds_count', { route: '/r/:handle' })).toBe(1);
      expect(text).not.toContain('canary');
    });
  });
});

describe('callbacks', () => {
  it('that are forged are counted as such, whatever is wrong with them', async () => {
    const { client, calls } = countingClient();
    await withApi({ client }, async (api) => {
      await api.app.inject({ url: '/callbacks/powens?state=forged&id_payment=1', headers: LOCAL });
      await api.app.inject({ url: `/callbacks/powens?state=${api.state('1')}&id_payment=2`, headers: LOCAL });
      await api.app.inject({ method: 'POST', url: '/webhooks/powens/default', headers: LOCAL, payload: '{}' });
      await api.app.inject({ method: 'POST', url: '/webhooks/powens/nobody', headers: LOCAL, payload: '{}' });
      expect(calls()).toBe(0);
      expect(await callbacks(api)).toEqual({ 'powens payer_return forged': 2, 'powens webhook forged': 1, 'powens webhook not_configured': 1 });
    });
  });

  it('that are authentic are counted by what became of them', async () => {
    const { client, taskQueue } = rig;
    const paymentId = freshPaymentId();
    rig.says(paymentId, SAYS.payerNeeded);
    const { id } = await rig.cancellations.start({ provider: 'powens', paymentId });
    await eventually('a payer is awaited', async () => (await rig.cancellations.get(id)).resource.status, (status) => status === 'awaiting_payer');
    await withApi({ client, taskQueue }, async (api) => {
      const returns = (payment: string, expiresAt?: Date) =>
        api.app.inject({ url: `/callbacks/powens?id_payment=${payment}&state=${api.state(payment, expiresAt === undefined ? {} : { expiresAt })}`, headers: LOCAL });
      for (let time = 0; time < 6; time += 1) await returns(paymentId);
      await returns(freshPaymentId());
      await returns(paymentId, new Date(Date.now() - 1_000));
      expect(await callbacks(api)).toEqual({
        'powens payer_return signalled': 5,
        'powens payer_return limited': 1,
        'powens payer_return unknown': 1,
        'powens payer_return expired': 1,
      });
      expect(await scrape(api)).not.toContain(WEBHOOK_SECRET);
    });
  });
});

describe('how all cancellations stand', () => {
  const standing = { openRuns: { needs_review: 3 }, stalledRuns: 1, pollers: { [TASK_QUEUE]: 2 } };

  it('is told as Temporal knows it', async () => {
    await withApi({ client: countingClient().client, standing }, async (api) => {
      const samples = samplesIn(await scrape(api));
      expect(sumOf(samples, 'countermand_open_runs', { status: 'needs_review' })).toBe(3);
      expect(sumOf(samples, 'countermand_stalled_runs')).toBe(1);
      expect(sumOf(samples, 'countermand_task_queue_pollers', { queue: TASK_QUEUE })).toBe(2);
      expect(sumOf(samples, 'countermand_temporal_reachable')).toBe(1);
    });
  });

  it('is not told from memory while Temporal is away', async () => {
    for (const away of [{}, { standing, reachable: false }, { standing, prepared: false }]) {
      await withApi({ client: countingClient().client, ...away }, async (api) => {
        const samples = samplesIn(await scrape(api));
        const names = new Set(samples.map(({ name }) => name));
        expect(sumOf(samples, 'countermand_temporal_reachable')).toBe(0);
        for (const name of ['countermand_open_runs', 'countermand_stalled_runs', 'countermand_task_queue_pollers']) expect(names).not.toContain(name);
      });
    }
  });

  it('is read from visibility and the task queues, at most every ten seconds', async () => {
    let now = Date.now();
    const reader = new StandingReader(rig, () => new Date(now));
    const before = await reader.read();
    expect(before?.pollers).toEqual({ [TASK_QUEUE]: 0, [EVENTS_TASK_QUEUE]: 0 });
    const paymentId = freshPaymentId();
    rig.says(paymentId, SAYS.payerNeeded);
    const { id } = await rig.cancellations.start({ provider: 'powens', paymentId });
    await eventually('it is listed', async () => (await rig.cancellations.list({ status: 'awaiting_payer' })).items.map((item) => item.id), (ids) => ids.includes(id));
    expect(await reader.read()).toBe(before);
    now += 10_000;
    const after = await reader.read();
    expect(after?.openRuns['awaiting_payer']).toBe((before?.openRuns['awaiting_payer'] ?? 0) + 1);
    expect(after?.openRuns['needs_review']).toBe(0);
    expect(after?.stalledRuns).toBe(0);
  });

  it('counts a run that nobody works on as stalled after ten minutes', async () => {
    const { address } = inject('temporal');
    const empty = await openClientRig({ address, namespace: await freshNamespace(address) });
    await empty.stopWorker();
    await empty.cancellations.start({ provider: 'powens', paymentId: freshPaymentId() });
    let ahead = 0;
    const reader = new StandingReader(empty, () => new Date(Date.now() + ahead));
    await eventually('it is counted', async () => ((ahead += 10_000), await reader.read()), (standing) => standing?.openRuns['requested'] === 1);
    ahead = 11 * 60_000;
    expect(await reader.read()).toMatchObject({ stalledRuns: 1 });
    await empty.close();
  });

  it('is null where Temporal does not answer', async () => {
    expect(await new StandingReader(countingClient(), () => new Date()).read()).toBeNull();
  });
});

/** Verdicts that were given, with how often. */
async function callbacks(api: TestApi): Promise<Record<string, number>> {
  const counted = samplesIn(await scrape(api)).filter(({ name, value }) => name === 'countermand_callbacks_total' && value > 0);
  return Object.fromEntries(counted.map(({ labels, value }) => [`${labels['provider']} ${labels['channel']} ${labels['verdict']}`, value]));
}
