import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type DeliverEventInput, deliveryWorkflowId } from '../../contracts/event.js';
import { DELIVER_WORKFLOW, EVENTS_TASK_QUEUE } from '../../contracts/names.js';
import { freshNamespace } from '../support/namespace.js';
import { openRig, type Rig } from './rig.js';
import type { Run } from './run.js';
import { SAYS } from './scripted-provider.js';

/** A namespace of its own, so that nobody takes the deliveries: they stay as they were left. */
let rig: Rig;
beforeAll(async () => {
  const { address } = inject('temporal');
  rig = await openRig({ address, namespace: await freshNamespace(address) });
});
afterAll(() => rig.close());

const announced = { policy: { eventsEnabled: true } };

describe('what order services are told', () => {
  it('is left to a run of its own each time, which delays nothing and outlives the cancellation', async () => {
    const run = await rig.start({ ...announced, script: (provider) => provider.onCancel(() => provider.asksForPayer()) });
    await run.untilPublished({ status: 'awaiting_payer' });
    run.provider.says(SAYS.cancelledByPayer);
    await run.payerReturns();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled' });
    const [first, second] = [await delivery(run, 1), await delivery(run, 2)];
    expect(first).toMatchObject({
      announcement: { type: 'payment.cancellation.payer_required', number: 1 },
      run: { workflowId: run.workflowId, firstRunId: run.firstRunId, published: { status: 'awaiting_payer', rounds: 1 }, end: null },
    });
    expect(second).toMatchObject({
      announcement: { type: 'payment.cancellation.cancelled', number: 2 },
      run: { published: { status: 'cancelled' }, end: { kind: 'completed', outcome: { kind: 'cancelled', how: 'afterPayerValidation' } } },
    });
    expect(JSON.stringify([first, second])).not.toContain('sealed');
  });

  it('is one event per thing that happened: neither a second round nor a second look at a review is news', async () => {
    const run = await rig.start({ ...announced, script: (provider) => provider.says(SAYS.unclear), recheckSchedule: [] });
    await run.untilPublished({ status: 'needs_review' });
    for (const read of [2, 3]) {
      await run.recheck();
      await run.untilCalled('read', read);
      await run.untilPublished({ status: 'needs_review' });
    }
    await run.resolve({ kind: 'refused' });
    expect(await run.result()).toMatchObject({ lastEvent: { type: 'payment.cancellation.not_cancelled', number: 2 } });
    expect(await delivery(run, 1)).toMatchObject({ announcement: { type: 'payment.cancellation.needs_review' } });
    await expect(delivery(run, 3)).rejects.toThrow();
  });

  it('is nothing where nobody wants to hear it, and the number still says how much happened', async () => {
    const run = await rig.start({});
    expect(await run.result()).toMatchObject({ lastEvent: { type: 'payment.cancellation.cancelled', number: 1 } });
    await expect(delivery(run, 1)).rejects.toThrow();
  });

  /** Input of the run that delivers the nth event. @throws where there is none */
  async function delivery(run: Run, nth: number): Promise<DeliverEventInput> {
    const handle = rig.client.workflow.getHandle(deliveryWorkflowId(`${run.input.requestId}.${nth}`));
    const described = await handle.describe();
    expect(described).toMatchObject({ type: DELIVER_WORKFLOW, taskQueue: EVENTS_TASK_QUEUE, status: { name: 'RUNNING' } });
    const [started] = (await handle.fetchHistory()).events ?? [];
    const payload = started?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data;
    return JSON.parse(Buffer.from(payload ?? []).toString('utf8')) as DeliverEventInput;
  }
});
