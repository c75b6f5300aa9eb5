import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { deliveryWorkflowId } from '../../contracts/event.js';
import { CANCEL_WORKFLOW } from '../../contracts/names.js';
import { freshNamespace } from '../support/namespace.js';
import type { HistoryEvent } from './history.js';
import { openRig, type Rig } from './rig.js';
import { SAYS } from './scripted-provider.js';

/** A namespace of its own, so that nobody takes the deliveries: they stay as they were left. */
let rig: Rig;
beforeAll(async () => {
  const { address } = inject('temporal');
  rig = await openRig({ address, namespace: await freshNamespace(address) });
});
afterAll(() => rig.close());

describe('the id of the request that asked for a run', () => {
  it('is given to each of its steps and to the deliveries of its events', async () => {
    const run = await rig.start({
      script: (provider) => provider.onCancel(() => provider.asksForPayer()),
      policy: { eventsEnabled: true },
      correlationId: 'order-4711',
    });
    await run.untilPublished({ status: 'awaiting_payer' });
    run.provider.says(SAYS.cancelledByPayer);
    await run.payerReturns();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled' });
    const events = await run.events();
    expect(new Set(stepsIn(events).map(({ type }) => type))).toEqual(new Set(['requestCancellation', 'watchPayment', 'verifyPayment']));
    expect(new Set(stepsIn(events).map(({ correlationId }) => correlationId))).toEqual(new Set(['order-4711']));
    for (const nth of [1, 2]) {
      const delivery = rig.client.workflow.getHandle(deliveryWorkflowId(`${run.input.requestId}.${nth}`));
      expect(startedWith((await delivery.fetchHistory()).events ?? [])).toMatchObject({ correlationId: 'order-4711' });
    }
  });

  it('has no part in what the provider is told', async () => {
    const [one, other] = [await rig.start({ correlationId: 'order-4711' }), await rig.start({ correlationId: 'order-4711' })];
    await Promise.all([one.outcome(), other.outcome()]);
    expect(one.input.requestId).not.toBe(other.input.requestId);
    expect(one.provider.payeeReferences).not.toEqual(other.provider.payeeReferences);
  });

  it.each([undefined, null, 7, 'two words', 'a\nb', 'x'.repeat(65)])('counts as none where it is %j, and the run goes its way', async (correlationId) => {
    const { payment, input } = await rig.start({});
    const args = [{ ...input, correlationId }];
    const workflowId = `by-hand/${payment.paymentId}`;
    const handle = await rig.client.workflow.start(CANCEL_WORKFLOW, { workflowId, taskQueue: rig.taskQueue, args });
    expect(await handle.result()).toMatchObject({ outcome: { kind: 'cancelled' } });
    const steps = stepsIn((await handle.fetchHistory()).events ?? []);
    expect(steps.map((step) => step.correlationId)).toEqual([null]);
  });
});

/** The activities a run asked for, and the request id each was given. */
function stepsIn(events: readonly HistoryEvent[]): readonly { readonly type: string | undefined; readonly correlationId: unknown }[] {
  const scheduled = events.flatMap(({ activityTaskScheduledEventAttributes: step }) => (step === null || step === undefined ? [] : [step]));
  return scheduled.map(({ activityType, input }) => ({ type: activityType?.name ?? undefined, ...correlationIn(input?.payloads?.[0]?.data) }));
}

function startedWith([started]: readonly HistoryEvent[]): unknown {
  return correlationIn(started?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data);
}

function correlationIn(data: Uint8Array | null | undefined): { readonly correlationId: unknown } {
  return { correlationId: (JSON.parse(Buffer.from(data ?? []).toString('utf8')) as { readonly correlationId?: unknown }).correlationId };
}
