import { beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';
import { beginOrder, isEnded } from './story.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { PROVIDER_WAIT: '3s' } });
});

interface Expected {
  readonly kind: string;
  readonly how?: string;
  readonly reason?: string;
  readonly moneyMovement: string;
  readonly remedy?: string | null;
  /** Cancellations and aborts that took effect at the provider, whoever asked for them. */
  readonly effective: number;
  /** Cancel requests the provider was sent. */
  readonly sent?: number;
}

const DIRECT: Expected = { kind: 'cancelled', how: 'direct', moneyMovement: 'none', effective: 1 };
const RELEASED: Expected = { kind: 'cancelled', how: 'remainderReleased', moneyMovement: 'partial', effective: 1 };
const ABORTED: Expected = { kind: 'cancelled', how: 'aborted', moneyMovement: 'none', effective: 1, sent: 0 };
const REVERSAL: Expected = { kind: 'tooLate', moneyMovement: 'done', remedy: 'reversal', effective: 0, sent: 0 };

const SCENARIOS: Readonly<Record<string, Expected>> = {
  authorised: { ...DIRECT, sent: 1 },
  'authorised-2.0': DIRECT,
  'authorised-3.0': DIRECT,
  'old-shape': DIRECT,
  'partly-captured': RELEASED,
  'partly-captured-2.0': RELEASED,
  abort: ABORTED,
  'abort-2.0': ABORTED,
  'already-cancelled': { kind: 'cancelled', how: 'alreadyCancelled', moneyMovement: 'none', effective: 1, sent: 0 },
  'already-aborted': { kind: 'cancelled', how: 'alreadyCancelled', moneyMovement: 'none', effective: 1, sent: 0 },
  captured: REVERSAL,
  swish: REVERSAL,
  'auto-capture': REVERSAL,
  reversed: { kind: 'tooLate', reason: 'already_reversed', moneyMovement: 'none', effective: 0, sent: 0 },
  failed: { kind: 'notExecuted', moneyMovement: 'none', effective: 0, sent: 0 },
  verify: { kind: 'notSupported', moneyMovement: 'none', effective: 0, sent: 0 },
  'cancel-races-capture': { kind: 'tooLate', moneyMovement: 'done', effective: 0 },
  'duplicate-inputerror': DIRECT,
  'duplicate-forbidden': DIRECT,
  'reset-after': { ...DIRECT, sent: 1 },
  'reset-after-remainder': { ...RELEASED, sent: 1 },
  '502-before': DIRECT,
  declined: { kind: 'refused', moneyMovement: 'expected', effective: 0 },
  forbidden: { kind: 'notCancellable', reason: 'provider_forbids', moneyMovement: 'expected', effective: 0 },
  'not-found': { kind: 'notFound', moneyMovement: 'unknown', effective: 0, sent: 0 },
  'cancel-not-permitted': { kind: 'notCancellable', reason: 'operation_not_offered', moneyMovement: 'expected', effective: 0, sent: 0 },
  'abort-not-permitted': { kind: 'notCancellable', reason: 'payer_in_app', moneyMovement: 'expected', effective: 0, sent: 0 },
  'callbacks-lost': DIRECT,
};

describe('a Swedbank Pay payment order, asked to be cancelled', () => {
  it.for(Object.entries(SCENARIOS))('%s', async ([scenario, expected]) => {
    const story = await beginOrder(stack, scenario);
    const { id } = await story.cancel();
    const { outcome, rounds, nextAction } = await story.resource(id, isEnded);
    const { effective, sent, ...rest } = expected;
    expect(outcome).toMatchObject(rest);
    expect([rounds, nextAction]).toEqual([0, null]);
    expect(await story.effectiveCancellations()).toBe(effective);
    if (sent !== undefined) expect((await story.calls())['swedbankpay.cancel'] ?? 0).toBe(sent);
  });

  it.for(['href-other-host', 'href-userinfo', 'href-other-order', 'contradiction-initialized', 'unauthorised'])(
    'asks a person when nothing may be concluded: %s',
    async (scenario) => {
      const story = await beginOrder(stack, scenario);
      const { id } = await story.cancel();
      const { outcome } = await story.resource(id, ({ status }) => status === 'needs_review');
      expect(outcome).toBeNull();
      expect(await story.effectiveCancellations()).toBe(0);
      expect((await story.calls())['swedbankpay.cancel'] ?? 0).toBe(0);
    },
  );

  it('is cancelled exactly once when the worker is killed after the provider committed', async () => {
    const story = await beginOrder(stack, 'timeout-after');
    const { id } = await story.cancel({}, { prefer: 'wait=0' });
    await eventually('the cancellation takes effect', () => story.effectiveCancellations(), (count) => count === 1);
    await stack.kill('worker', 'SIGKILL');
    await stack.restart('worker');
    expect((await story.resource(id, isEnded)).outcome).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(await story.effectiveCancellations()).toBe(1);
    expect((await story.calls())['swedbankpay.cancel']).toBe(1);
  });

  it('is woken by a callback with the secret, and by none without', async () => {
    const story = await beginOrder(stack, 'payer-in-app');
    const { id } = await story.cancel();
    await story.resource(id, ({ status }) => status === 'awaiting_provider');
    const path = `/webhooks/swedbankpay/default/${'x'.repeat(24)}`;
    expect([401, 404]).toContain((await stack.api.post(path, { paymentOrder: { id: story.paymentId } })).status);
    const secret = stack.env['SWEDBANKPAY_CALLBACK_SECRET'] ?? '';
    const authentic = await stack.api.post(`/webhooks/swedbankpay/default/${secret}`, { paymentOrder: { id: story.paymentId } });
    expect(authentic.status).toBe(200);
  });
});
