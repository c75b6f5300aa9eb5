import { beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';
import { begin, isEnded, linkOf, RECOVERY_MS, type Resource } from './story.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});

const AWAITED = { scenario: 'webview-approve' };

describe('rounds', () => {
  it('takes as many rounds as the payer needs and counts them', async () => {
    const story = await begin(stack, AWAITED);
    const { id, ...first } = await story.cancel();
    expect(first).toMatchObject({ status: 'awaiting_payer', rounds: 1, created: true });
    await story.visit(linkOf({ id, ...first }), ['leave', 'leave', 'approve']);
    const ended = await story.resource(id, isEnded);
    expect(ended).toMatchObject({ rounds: 3, outcome: { kind: 'cancelled', how: 'afterPayerValidation' } });
    expect(await story.effectiveCancellations()).toBe(1);
  });

  it('ends as payerDidNotValidate when the last link came back unapproved', async () => {
    const story = await begin(stack, AWAITED);
    const { id, ...first } = await story.cancel({ maxRounds: 2 });
    await story.visit(linkOf({ id, ...first }), ['leave', 'leave']);
    const ended = await story.resource(id, isEnded);
    expect(ended).toMatchObject({ rounds: 2, outcome: { kind: 'payerDidNotValidate', moneyMovement: 'expected' } });
    expect(await story.effectiveCancellations()).toBe(0);
  });

  it('ends as payerDidNotValidate when the payer never comes', async () => {
    const story = await begin(stack, AWAITED);
    const { id } = await story.cancel({ deadline: 'PT2S' });
    const ended = await story.resource(id, isEnded);
    expect(ended).toMatchObject({ rounds: 1, outcome: { kind: 'payerDidNotValidate', reason: 'deadline' } });
  });

  it('does not use up a round for a return that is replayed', async () => {
    const story = await begin(stack, AWAITED);
    const { id, ...first } = await story.cancel({ maxRounds: 2 });
    const opened = await fetch(linkOf({ id, ...first }), { redirect: 'manual' });
    expect(opened.status).toBe(303);
    const { callbackUrl } = await story.payer('leave');
    for (let replay = 0; replay < 3; replay++) {
      const answer = await fetch(callbackUrl ?? '', { redirect: 'manual' });
      expect(answer.status).toBe(303);
      await story.resource(id, ({ status }) => status === 'awaiting_payer');
    }
    expect(await story.resource(id)).toMatchObject({ status: 'awaiting_payer', rounds: 2 });
  });
});

describe('callbacks', () => {
  it('has no effect when the state is forged: no call to the provider, no event in the history', async () => {
    const story = await begin(stack, AWAITED);
    const { id } = await story.cancel();
    const { callbackUrl } = await story.payer('leave');
    const forged = new URL(callbackUrl ?? '');
    const state = forged.searchParams.get('state') ?? '';
    forged.searchParams.set('state', `${state.slice(0, -2)}${state.endsWith('AA') ? 'BB' : 'AA'}`);
    const before = { calls: await story.calls(), resource: await story.resource(id) };
    const missing = new URL(forged);
    missing.searchParams.delete('state');
    const foreign = new URL(callbackUrl ?? '');
    foreign.searchParams.set('id_payment', '999');
    for (const url of [forged, missing, foreign]) {
      const answer = await fetch(url, { redirect: 'manual' });
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toContain('text/html');
    }
    expect(await story.calls()).toEqual(before.calls);
    expect(await story.resource(id)).toEqual(before.resource);
  });

  it('reads the payment once for many returns at the same time', async () => {
    const story = await begin(stack, AWAITED);
    const { id, ...first } = await story.cancel();
    await fetch(linkOf({ id, ...first }), { redirect: 'manual' });
    const { callbackUrl } = await story.payer('approve');
    await Promise.all(Array.from({ length: 8 }, () => fetch(callbackUrl ?? '', { redirect: 'manual' })));
    expect((await story.resource(id, isEnded)).outcome).toMatchObject({ kind: 'cancelled' });
    expect((await story.calls())['powens.read']).toBeLessThanOrEqual(4);
    expect(await story.effectiveCancellations()).toBe(1);
  });

  it('shows a page, and changes nothing, when it comes after the end', async () => {
    const story = await begin(stack, AWAITED);
    const { id, ...first } = await story.cancel();
    await story.visit(linkOf({ id, ...first }), ['approve']);
    const ended = await story.resource(id, isEnded);
    const { callbackUrl } = await story.payer('approve').catch(() => ({ callbackUrl: null }));
    const again = callbackUrl ?? linkOf({ id, ...first });
    expect((await fetch(again, { redirect: 'manual' })).status).toBeLessThan(400);
    expect(await story.resource(id)).toEqual(ended);
  });

  it('leads back to the shop once the outcome is known, with a hint in the address', async () => {
    const story = await begin(stack, AWAITED);
    const returnUrl = 'https://shop.example/orders/A-17?tab=payment';
    const { id, ...first } = await story.cancel({ payer: { returnUrl } });
    await fetch(linkOf({ id, ...first }), { redirect: 'manual' });
    const { callbackUrl } = await story.payer('approve');
    const answer = await fetch(callbackUrl ?? '', { redirect: 'manual' });
    const location = new URL(answer.headers.get('location') ?? '');
    expect(`${location.origin}${location.pathname}`).toBe('https://shop.example/orders/A-17');
    expect(Object.fromEntries(location.searchParams)).toEqual({ tab: 'payment', cancellation: id, status: 'cancelled' });
  });
});

describe('late news', () => {
  it('follows an outcome that left the payment alive with one of its own', async () => {
    const story = await begin(stack, AWAITED);
    const { id } = await story.cancel({ deadline: 'PT1S' });
    const first = await story.resource(id, isEnded);
    expect(first.outcome).toMatchObject({ kind: 'payerDidNotValidate' });
    await story.payer('approve', 1);
    const all = await ended(story.paymentId, ({ supersedes }) => supersedes === id);
    expect(all.find(({ supersedes }) => supersedes === id)?.outcome).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(await story.resource(id)).toEqual(first);
    expect(await story.effectiveCancellations()).toBe(1);
  });

  /** Everything that ended about a payment, once what is wanted is among it. */
  function ended(paymentId: string, isWanted: (item: Resource) => boolean): Promise<Resource[]> {
    const look = async (): Promise<Resource[]> => {
      const { body } = await stack.api.get(`/v1/cancellations?paymentId=${paymentId}`);
      return (body as { items: Resource[] }).items.filter(isEnded);
    };
    return eventually('what ended', look, (items) => items.some(isWanted), RECOVERY_MS);
  }
});

describe('operators and readers', () => {
  it('stops while twelve readers wait', async () => {
    const story = await begin(stack, AWAITED);
    const { id } = await story.cancel();
    const { headers } = await stack.api.get(`/v1/cancellations/${id}`);
    const etag = headers.get('etag') ?? '';
    const readers = Array.from({ length: 12 }, () =>
      stack.api.get(`/v1/cancellations/${id}?wait=25`, { 'if-none-match': etag }),
    );
    expect((await stack.api.post(`/v1/cancellations/${id}/stop`, { reason: 'kept after all' })).status).toBe(202);
    const ended = await story.resource(id, isEnded);
    expect(ended.outcome).toMatchObject({ kind: 'stopped', moneyMovement: 'expected' });
    for (const reader of await Promise.all(readers)) expect(reader.status).toBe(200);
    expect((await stack.api.post(`/v1/cancellations/${id}/stop`, {})).status).toBe(409);
  });
});
