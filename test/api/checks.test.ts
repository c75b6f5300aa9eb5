import { beforeAll, describe, expect, it } from 'vitest';
import type { CancellationCheck } from '../../contracts/check.js';
import { begin, beginOrder } from '../e2e/story.js';
import type { Story } from '../e2e/story.js';
import type { JsonAnswer } from '../support/json-client.js';
import { startStack } from '../support/stack.js';
import type { Stack } from '../support/stack.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});

function check(paymentId: string, more: object = {}): Promise<JsonAnswer> {
  return stack.api.post('/v1/cancellation-checks', { provider: 'powens', paymentId, ...more });
}

/** How often the provider was asked to change anything. */
async function changes(story: Story): Promise<number> {
  const calls = Object.entries(await story.calls());
  return calls.reduce((sum, [call, count]) => (/read|token|auth/.test(call) ? sum : sum + count), 0);
}

describe('POST /v1/cancellation-checks', () => {
  it.each<[string, Partial<CancellationCheck>]>([
    ['created-direct', { cancellable: 'yes', payerValidation: 'unknown', reason: null }],
    ['already-done', { cancellable: 'no', payerValidation: 'not_required' }],
    ['already-cancelled', { cancellable: 'no', reason: 'already_cancelled' }],
    ['instant-pending', { cancellable: 'no', reason: 'instant_payment' }],
  ])('says of %s what a request would meet, and sends nothing', async (scenario, expected) => {
    const story = await begin(stack, scenario);
    const answer = await check(story.paymentId);
    expect(answer).toMatchObject({ status: 200, body: { ...expected, readAt: expect.any(String) } });
    expect(Object.keys(answer.body ?? {}).sort()).toEqual(['cancellable', 'payerValidation', 'readAt', 'reason']);
    expect((await story.calls())['powens.read']).toBe(1);
    expect(await changes(story)).toBe(0);
    expect((await stack.api.get(`/v1/cancellations?paymentId=${story.paymentId}`)).body).toMatchObject({ items: [] });
  });

  it('knows that Swedbank Pay needs no payer', async () => {
    const story = await beginOrder(stack, 'authorised');
    const answer = await stack.api.post('/v1/cancellation-checks', { provider: 'swedbankpay', paymentId: story.paymentId });
    expect(answer).toMatchObject({ status: 200, body: { cancellable: 'yes', payerValidation: 'not_required' } });
    expect(await changes(story)).toBe(0);
  });

  it('says that a payment already waits for its payer, and leaves its cancellation alone', async () => {
    const story = await begin(stack, 'webview-approve');
    const { id } = await story.cancel();
    const before = await story.resource(id, ({ status }) => status === 'awaiting_payer');
    const calls = await changes(story);
    expect(await check(story.paymentId)).toMatchObject({ status: 200, body: { cancellable: 'yes', payerValidation: 'required' } });
    expect(await changes(story)).toBe(calls);
    expect(await story.resource(id)).toEqual(before);
  });

  it('takes the body of a start, and refuses what a start refuses', async () => {
    const story = await begin(stack, 'created-direct');
    expect(await check(story.paymentId, { orderRef: 'A-17', deadline: 'P7D', maxRounds: 5 })).toMatchObject({ status: 200 });
    const wrong = await check('012', { deadline: 'P31D', colour: 'red' });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ pointer: '/colour' }] } });
    expect(await check('1', { account: 'nobody' })).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('answers 503 and when to try again while no worker is alive', async () => {
    const story = await begin(stack, 'created-direct');
    await stack.kill('worker');
    const answer = await check(story.paymentId);
    expect(answer).toMatchObject({ status: 503, body: { code: 'worker_unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect((await story.calls())['powens.read']).toBeUndefined();
  });
});
