import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cancellationIdOf } from '../../contracts/cancellation-id.js';
import { accountsFile, webhookOf } from './accounts.js';
import { bearer, countingClient, LOCAL, openApi } from './rig.js';
import type { CountingClient, TestApi } from './rig.js';

const TOKENS = 'orders:orders-token:*:shop-a,desk:desk-token:*:shop-a,other:other-token:*:shop-b,all:all-token:*:*,reader:reader-token:read:*';

let counting: CountingClient;
let api: TestApi | null = null;
beforeEach(() => {
  counting = countingClient();
});
afterEach(async () => {
  vi.useRealTimers();
  await api?.close();
  api = null;
});

async function limited(env: NodeJS.ProcessEnv): Promise<TestApi> {
  const accounts = accountsFile({ 'shop-a': 'secret-of-a', 'shop-b': 'secret-of-b' });
  api = await openApi({ client: counting.client, env: { API_TOKENS: TOKENS, ACCOUNTS_FILE: accounts, ...env } });
  return api;
}

function list(token: string, account?: string): InjectOptions {
  return { url: `/v1/cancellations${account === undefined ? '' : `?account=${account}`}`, headers: bearer(token) };
}

/** What a cancellation of shop-a is called. */
const ID = cancellationIdOf({ workflowId: 'cancel-payment/powens/shop-a/1', firstRunId: '0193b5a0-0000-7000-8000-000000000000' });

function start(token: string, account: string): InjectOptions {
  return { method: 'POST', url: '/v1/cancellations', headers: bearer(token), payload: { provider: 'powens', account, paymentId: '1' } };
}

async function statusOf(to: TestApi, request: InjectOptions): Promise<number> {
  return (await to.app.inject(request)).statusCode;
}

/** Nobody answers in this Temporal: what gets past the limits is a 503. */
const LET_THROUGH = 503;
const HELD_BACK = 429;

describe('API_RATE_PER_MINUTE', () => {
  it('holds a token back, says when to come back, and asks nothing of anybody', async () => {
    const to = await limited({ API_RATE_PER_MINUTE: '2' });
    expect([await statusOf(to, list('orders-token')), await statusOf(to, start('orders-token', 'shop-a'))]).toEqual([LET_THROUGH, LET_THROUGH]);
    const before = counting.calls();
    const answer: LightMyRequestResponse = await to.app.inject(start('orders-token', 'shop-a'));
    expect(answer.statusCode).toBe(HELD_BACK);
    expect(answer.json()).toMatchObject({ code: 'rate_limited', status: HELD_BACK });
    const seconds = Number(answer.headers['retry-after']);
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(counting.calls()).toBe(before);
  });

  it('lets it through again once the minute is over', async () => {
    const to = await limited({ API_RATE_PER_MINUTE: '1' });
    vi.useFakeTimers({ toFake: ['Date'] });
    await statusOf(to, list('orders-token'));
    expect(await statusOf(to, list('orders-token'))).toBe(HELD_BACK);
    vi.setSystemTime(Date.now() + 60_001);
    expect(await statusOf(to, list('orders-token'))).toBe(LET_THROUGH);
  });

  it('is each token’s own', async () => {
    const to = await limited({ API_RATE_PER_MINUTE: '1' });
    await statusOf(to, list('orders-token'));
    expect(await statusOf(to, list('orders-token'))).toBe(HELD_BACK);
    expect(await statusOf(to, list('desk-token'))).toBe(LET_THROUGH);
  });

  it('is not used up by those who only guess tokens', async () => {
    const to = await limited({ API_RATE_PER_MINUTE: '1', ACCOUNT_RATE_PER_MINUTE: '1' });
    for (let guess = 0; guess < 200; guess += 1) {
      expect(await statusOf(to, start(`orders-token-${guess}`, 'shop-a'))).toBe(401);
    }
    expect(await statusOf(to, { url: '/v1/cancellations', headers: LOCAL })).toBe(401);
    expect(counting.calls()).toBe(0);
    expect(await statusOf(to, start('orders-token', 'shop-a'))).toBe(LET_THROUGH);
  });

  it('counts calls that a token may not make as well', async () => {
    const to = await limited({ API_RATE_PER_MINUTE: '1' });
    expect(await statusOf(to, start('reader-token', 'shop-a'))).toBe(403);
    expect(await statusOf(to, start('reader-token', 'shop-a'))).toBe(HELD_BACK);
  });

  it('holds back an open API where it is asked for, and only there', async () => {
    api = await openApi({ client: counting.client, env: { API_RATE_PER_MINUTE: '1' } });
    await statusOf(api, { url: '/v1/cancellations', headers: LOCAL });
    expect(await statusOf(api, { url: '/v1/cancellations', headers: LOCAL })).toBe(HELD_BACK);
    await api.close();
    api = await openApi({ client: counting.client });
    expect(api.settings.rates).toEqual({ perToken: null, perAccount: null });
  });
});

describe('ACCOUNT_RATE_PER_MINUTE', () => {
  it.each<[string, InjectOptions]>([
    ['start', start('all-token', 'shop-a')],
    ['check', { ...start('all-token', 'shop-a'), url: '/v1/cancellation-checks' }],
    ['list', list('all-token', 'shop-a')],
    ['read', { url: `/v1/cancellations/${ID}`, headers: bearer('all-token') }],
    ['stop', { method: 'POST', url: `/v1/cancellations/${ID}/stop`, headers: bearer('all-token') }],
    ['replay', { method: 'POST', url: `/v1/cancellations/${ID}/events/replay`, headers: bearer('all-token') }],
  ])('holds back %s, whichever token of the account calls, and no other account', async (_what, request) => {
    const to = await limited({ ACCOUNT_RATE_PER_MINUTE: '1', EVENTS_URL: 'http://127.0.0.1:1/', EVENTS_SECRET: `whsec_${'A'.repeat(43)}=` });
    expect(await statusOf(to, start('orders-token', 'shop-a'))).toBe(LET_THROUGH);
    expect(await statusOf(to, request)).toBe(HELD_BACK);
    expect(await statusOf(to, start('all-token', 'shop-b'))).toBe(LET_THROUGH);
  });

  it('is not used up by another account’s token', async () => {
    const to = await limited({ ACCOUNT_RATE_PER_MINUTE: '1' });
    for (const request of [start('other-token', 'shop-a'), { url: `/v1/cancellations/${ID}`, headers: bearer('other-token') }]) {
      expect(await statusOf(to, request)).toBe(404);
    }
    expect(await statusOf(to, start('orders-token', 'shop-a'))).toBe(LET_THROUGH);
  });
});

describe('nobody else is held back', () => {
  it('neither payers nor providers, who have no token and must not be lost', async () => {
    const to = await limited({ API_RATE_PER_MINUTE: '1', ACCOUNT_RATE_PER_MINUTE: '1' });
    await statusOf(to, start('orders-token', 'shop-a'));
    expect(await statusOf(to, start('orders-token', 'shop-a'))).toBe(HELD_BACK);
    const state = to.state('1', { account: 'shop-a' });
    const calls = [
      webhookOf('shop-a', 'secret-of-a', '1'),
      { url: `/callbacks/powens?state=${state}&id_payment=1` },
      { url: `/r/${to.handle(ID)}` },
      { url: `/r/${to.handle(ID)}/status` },
    ];
    for (const call of calls) for (let turn = 0; turn < 3; turn += 1) expect(await statusOf(to, call)).toBe(LET_THROUGH);
  });
});
