import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { PAYER_RETURNED } from '../../contracts/messages.js';
import type { CancelPaymentResult } from '../../contracts/run.js';
import { openRig, type Rig, type Scenario } from './rig.js';
import type { Run } from './run.js';
import { SAYS, unreachable } from './scripted-provider.js';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(inject('temporal'));
});
afterAll(() => rig.close());

/** A run that ended without a cancellation, though a link is with the payer; then the news of it. */
async function observingAfter(scenario: Scenario, news: (run: Run) => void): Promise<{ readonly earlier: CancelPaymentResult; readonly late: Run }> {
  const run = await rig.start({ script: (provider) => provider.onCancel(() => provider.asksForPayer()), ...scenario });
  await run.untilPublished({ status: 'awaiting_payer' });
  await run.stop();
  const earlier = await run.result();
  news(run);
  run.provider.calls.length = 0;
  const late = await rig.startAgain(run, {
    observing: { supersedes: 'id-of-the-earlier', facts: earlier.facts },
    withSignal: { name: PAYER_RETURNED, argument: { source: 'callback' } },
  });
  return { earlier, late };
}

describe.concurrent('an observing run', () => {
  it('finds what the bank did late: an outcome of its own, the earlier one stays', async ({ expect }) => {
    const { earlier, late } = await observingAfter({}, ({ provider }) => provider.says(SAYS.payerNeeded, SAYS.cancelledByPayer));
    expect(late.workflowId).toBe(`late-news/scripted/default/${late.payment.paymentId}`);
    expect(await late.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(earlier.outcome).toMatchObject({ kind: 'stopped' });
    expect((await late.describe()).memo).toMatchObject({ cancellation: { supersedes: 'id-of-the-earlier' } });
    expect(late.provider.calls).toEqual(['read', 'read']);
  });

  it.for([SAYS.payerNeeded, SAYS.cancellable, SAYS.refused, SAYS.notCancellable, SAYS.validating])(
    'still alive ($kind): reads over the fast schedule, says nothing, is in no list, sends nothing',
    async (answer, { expect }) => {
      const { late } = await observingAfter({}, ({ provider }) => provider.says(answer));
      expect(await late.outcome()).toBeNull();
      expect(await late.published()).toMatchObject({ status: undefined, rounds: 0 });
      expect(late.provider.count('read')).toBeGreaterThanOrEqual(1);
      expect(late.provider.calls).not.toContain('cancel');
      expect(late.provider.calls).not.toContain('token');
    },
  );

  it('unreadable: looks on until it can be read', async ({ expect }) => {
    const { late } = await observingAfter({ pollSchedule: [200] }, ({ provider }) => provider.says(unreachable()));
    await late.untilPublished({ status: 'needs_review' });
    late.provider.says(SAYS.tooLate);
    expect(await late.outcome()).toMatchObject({ kind: 'tooLate', moneyMovement: 'done' });
  });

  it('unreadable to the end: ends and says nothing, it does not fail', async ({ expect }) => {
    const { late } = await observingAfter({ policy: { unresolvedAfterSeconds: 1 } }, ({ provider }) => provider.says(unreachable()));
    expect(await late.outcome()).toBeNull();
    expect((await late.describe()).status.name).toBe('COMPLETED');
  });

  it('gives no link, neither while it reads nor when asked for a fresh one', async ({ expect }) => {
    const { late } = await observingAfter({ pollSchedule: [200] }, ({ provider }) => provider.says(unreachable()));
    await late.untilPublished({ status: 'needs_review' });
    await expect(late.freshPayerLink()).rejects.toMatchObject({ cause: { type: 'NoPayerAwaited' } });
    late.provider.says(SAYS.payerNeeded);
    expect(await late.outcome()).toBeNull();
    expect(await late.payerLink()).toBeNull();
    expect(late.provider.calls).not.toContain('token');
  });

  it('holds up no new request for the same payment', async ({ expect }) => {
    const { late } = await observingAfter({ pollSchedule: [3_600_000] }, ({ provider }) => provider.says(unreachable()));
    await late.untilPublished({ status: 'needs_review' });
    late.provider.says(SAYS.cancellable);
    late.provider.onCancel(() => late.provider.cancels(SAYS.cancelledDirectly));
    const again = await rig.startAgain(late, {});
    expect(await again.outcome()).toMatchObject({ kind: 'cancelled', how: 'direct' });
    await late.stop();
    expect(await late.outcome()).toMatchObject({ kind: 'cancelled' });
  });
});
