import { msToTs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { cancelWorkflowId } from '../../contracts/names.js';
import { eventually } from './eventually.js';
import { textIn } from './history.js';
import { openRig, type Rig } from './rig.js';
import { Run } from './run.js';
import { AttemptDied, SAYS, ScriptedProvider } from './scripted-provider.js';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(inject('temporal'));
});
afterAll(() => rig.close());

describe.concurrent('a worker that is lost', () => {
  it('after the provider committed the cancel and before the result: exactly one effective cancellation, direct', async ({ expect }) => {
    const run = await rig.start({
      script: (provider) =>
        provider.onCancel(() => {
          provider.cancels(SAYS.cancelledDirectly);
          throw new AttemptDied();
        }),
    });
    const { outcome, facts } = await run.result();
    expect(outcome).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(run.provider.calls).toEqual(['read', 'cancel', 'read']);
    expect(run.provider.effectiveCancels).toBe(1);
    // The mark that was made durable before the send outlives the attempt.
    expect(facts.sends.begun).toBe(1);
  });

  it('after the link was issued and before the result: the next attempt adopts what waits, and issues a link', async ({ expect }) => {
    let died = false;
    const run = await rig.start({
      script: (provider) =>
        provider.onCancel(() => {
          provider.asksForPayer();
          died = true;
          throw new AttemptDied();
        }),
    });
    await run.untilPublished({ status: 'awaiting_payer', rounds: 1 });
    expect(died).toBe(true);
    expect(run.provider.calls).toEqual(['read', 'cancel', 'read', 'token']);
  });

  it('during a verification: the next attempt reads again', async ({ expect }) => {
    const run = await rig.start({ script: (provider) => provider.onCancel(() => provider.asksForPayer()) });
    await run.untilPublished({ status: 'awaiting_payer' });
    run.provider.diesAtNext('read');
    run.provider.says(SAYS.cancelledByPayer);
    await run.payerReturns();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(run.provider.calls.slice(3)).toEqual(['read', 'read']);
  });

  it('for a while, before the cancel: its attempt, given to another one meanwhile, sends nothing any more', async ({ expect }) => {
    const provider = new ScriptedProvider();
    const reading = provider.hold('read');
    const run = await rig.start({ provider });
    await reading.reached;
    await endTheAttemptIn(run, 2_000);
    await run.untilCalled('read', 2);
    reading.open();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(provider.effectiveCancels).toBe(1);
    expect(provider.count('cancel')).toBe(1);
  });

  it('for ever, with the cancel on its way: the next attempt reads, and finds what became of it', async ({ expect }) => {
    const provider = new ScriptedProvider();
    const lost = provider.hold('token');
    provider.onCancel(async () => {
      const saying = provider.cancels(SAYS.cancelledDirectly);
      await lost.opened;
      return saying;
    });
    const run = await rig.start({ provider });
    await run.untilCalled('cancel', 1);
    await endTheAttemptIn(run, 2_000);
    const { outcome, facts } = await run.result();
    lost.open();
    expect(outcome).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(provider.calls.slice(0, 3)).toEqual(['read', 'cancel', 'read']);
    expect(provider.effectiveCancels).toBe(1);
    expect(facts.sends).toEqual({ begun: 1, accepted: 0, rejected: 0, notSent: 0 });
  });

  /** As if start-to-close were this short: the engine gives the running attempt up and begins another one. */
  async function endTheAttemptIn(run: Run, milliseconds: number): Promise<void> {
    await rig.client.workflowService.updateActivityOptions({
      namespace: rig.client.options.namespace,
      execution: { workflowId: run.workflowId },
      type: 'requestCancellation',
      activityOptions: { startToCloseTimeout: msToTs(milliseconds) },
      updateMask: { paths: ['startToCloseTimeout'] },
    });
  }
});

describe.concurrent('an activity that fails for good', () => {
  it('as a step: a person looks, and the re-reads of the review go on', async ({ expect }) => {
    const provider = new ScriptedProvider();
    const reading = provider.hold('read');
    const run = await rig.start({ provider, pollSchedule: [100] });
    await reading.reached;
    provider.says(SAYS.tooLate);
    await failForGood(run, '1');
    expect(await run.outcome()).toMatchObject({ kind: 'tooLate' });
    expect(textIn(await run.events())).toContain('needs_review');
    reading.open();
  });

  it('as a watch: the payment is read, and watched again', async ({ expect }) => {
    const run = await rig.start({ script: (provider) => provider.onCancel(() => provider.asksForPayer()), pollSchedule: [100] });
    await run.untilPublished({ status: 'awaiting_payer' });
    const reading = run.provider.hold('read');
    await reading.reached;
    await failForGood(run, '2');
    await run.untilCalled('read', 3);
    reading.open();
    run.provider.says(SAYS.cancelledByPayer);
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
  });

  async function failForGood(run: Run, activityId: string): Promise<void> {
    await rig.client.workflowService.respondActivityTaskFailedById({
      namespace: rig.client.options.namespace,
      workflowId: run.workflowId,
      activityId,
      failure: { message: 'for good', applicationFailureInfo: { type: 'ForGood', nonRetryable: true } },
    });
  }
});

describe.concurrent('a run that an operator resets', () => {
  it('to its beginning: reads first and sends nothing a second time', async ({ expect }) => {
    const run = await rig.start({});
    await run.outcome();
    run.provider.says(SAYS.alreadyCancelled);
    const again = await reset(run, 'WorkflowTaskCompleted', 1);
    expect(await again.outcome()).toMatchObject({ kind: 'cancelled', how: 'alreadyCancelled' });
    expect(run.provider.calls).toEqual(['read', 'cancel', 'read']);
    expect(run.provider.effectiveCancels).toBe(1);
  });

  it('after its first step: keeps what that step brought and calls nobody', async ({ expect }) => {
    const run = await rig.start({});
    const before = await run.outcome();
    const again = await reset(run, 'WorkflowTaskCompleted', 2);
    expect(await again.outcome()).toEqual(before);
    expect(run.provider.calls).toEqual(['read', 'cancel']);
  });

  it('while its payer is waited for: adopts what waits at the provider, sends nothing, and is the same request', async ({ expect }) => {
    const run = await rig.start({ script: (provider) => provider.onCancel(() => provider.asksForPayer()) });
    await run.untilPublished({ status: 'awaiting_payer' });
    const again = await reset(run, 'WorkflowTaskCompleted', 1);
    await run.untilCalled('token', 2);
    await again.untilPublished({ status: 'awaiting_payer', rounds: 1 });
    expect(run.provider.calls).toEqual(['read', 'cancel', 'token', 'read', 'token']);
    const { raw } = await again.describe();
    expect(raw.workflowExecutionInfo?.firstRunId).toBe(run.firstRunId);
    run.provider.says(SAYS.cancelledByPayer);
    await again.providerNotifies();
    expect(await again.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
  });

  /** Resets a run to its nth completed workflow task and gives the run that goes on. */
  async function reset(run: Run, name: string, nth: number): Promise<Run> {
    const events = await run.events();
    const names = await run.eventNames();
    const index = names.flatMap((found, at) => (found === name ? [at] : []))[nth - 1];
    const event = events[index ?? -1];
    if (event?.eventId === undefined || event.eventId === null) throw new Error(`the run has no ${nth}. ${name}`);
    const { runId } = await rig.client.workflowService.resetWorkflowExecution({
      namespace: rig.client.options.namespace,
      workflowExecution: { workflowId: run.workflowId, runId: run.firstRunId },
      workflowTaskFinishEventId: event.eventId,
      requestId: `reset-${run.firstRunId}`,
      reason: 'test',
    });
    await eventually('the reset run', () => run.describe(), (described) => described.runId === runId);
    const { client, provider, payment, input } = run;
    return new Run({ client, provider, payment, input, workflowId: cancelWorkflowId(payment), firstRunId: runId });
  }
});
