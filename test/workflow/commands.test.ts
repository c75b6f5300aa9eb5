import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, type ExpectStatic, inject, it } from 'vitest';
import { waitForChange } from '../../client/wait.js';
import { FRESH_PAYER_LINK, PAYER_RETURNED, PROVIDER_NOTIFIED, RECHECK, RESOLVE, STOP } from '../../contracts/messages.js';
import { CANCEL_WORKFLOW } from '../../contracts/names.js';
import { RESOLVABLE_KINDS } from '../../contracts/outcome.js';
import { eventually } from './eventually.js';
import { openRig, type Rig, type Scenario } from './rig.js';
import type { Run } from './run.js';
import { SAYS, ScriptedProvider } from './scripted-provider.js';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(inject('temporal'));
});
afterAll(() => rig.close());

const payerNeeded: Pick<Scenario, 'script'> = { script: (provider) => provider.onCancel(() => provider.asksForPayer()) };
const unclear: Pick<Scenario, 'script'> = { script: (provider) => provider.says(SAYS.unclear) };

async function waitingRun(): Promise<Run> {
  const run = await rig.start(payerNeeded);
  await run.untilPublished({ status: 'awaiting_payer' });
  return run;
}

async function runInReview(): Promise<Run> {
  const run = await rig.start({ ...unclear, recheckSchedule: [] });
  await run.untilPublished({ status: 'needs_review' });
  return run;
}

describe.concurrent('stop', () => {
  it('while the payer is waited for: one last read, then stopped, with the money as last read', async ({ expect }) => {
    const run = await waitingRun();
    await run.stop();
    expect(await run.outcome()).toMatchObject({
      kind: 'stopped',
      reason: 'stop_requested',
      moneyMovement: 'expected',
      proof: { state: { state: 'payerValidationRequired' } },
    });
    expect(run.provider.calls).toEqual(['read', 'cancel', 'token', 'read']);
  });

  it('after the payer approved unheard: the last read finds the cancellation', async ({ expect }) => {
    const run = await waitingRun();
    run.provider.says(SAYS.cancelledByPayer);
    await run.stop();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
  });

  it('while the payer approves, of which the provider tells during the last read: that is read, too', async ({ expect }) => {
    const run = await waitingRun();
    const lastRead = run.provider.hold('read');
    run.provider.says(SAYS.payerNeeded, SAYS.cancelledByPayer);
    await run.stop();
    await lastRead.reached;
    await run.providerNotifies();
    lastRead.open();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
  });

  it('while the first step waits to look again: at once, nothing is sent', async ({ expect }) => {
    const run = await rig.start({
      script: (provider) => provider.says(SAYS.unclear, SAYS.cancellable),
      recheckSchedule: [3_600_000],
    });
    await run.untilCalled('read', 1);
    await run.stop();
    expect(await run.outcome()).toMatchObject({ kind: 'stopped', moneyMovement: 'expected' });
    expect(run.provider.calls).toEqual(['read', 'read']);
  });

  it('during the read before the cancel: nothing is sent any more', async ({ expect }) => {
    const provider = new ScriptedProvider();
    const reading = provider.hold('read');
    const run = await rig.start({ provider });
    await reading.reached;
    await run.stop();
    reading.open();
    expect(await run.outcome()).toMatchObject({ kind: 'stopped', moneyMovement: 'expected' });
    expect(provider.calls).toEqual(['read', 'read']);
    expect(provider.effectiveCancels).toBe(0);
  });

  it('while the cancel is on its way: the outcome says what it did', async ({ expect }) => {
    const provider = new ScriptedProvider();
    const sending = provider.hold('cancel');
    const run = await rig.start({ provider });
    await sending.reached;
    await run.stop();
    sending.open();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(provider.calls).toEqual(['read', 'cancel']);
  });

  it('while a return is being verified: that read counts, then one more', async ({ expect }) => {
    const run = await waitingRun();
    const reading = run.provider.hold('read');
    await run.payerReturns({ left: true });
    await reading.reached;
    await run.stop();
    reading.open();
    expect(await run.outcome()).toMatchObject({ kind: 'stopped', moneyMovement: 'expected' });
  });

  it("as Temporal's own cancellation: the same, and the run completes", async ({ expect }) => {
    const run = await waitingRun();
    await run.handle.cancel();
    expect(await run.outcome()).toMatchObject({ kind: 'stopped', reason: 'stop_requested', moneyMovement: 'expected' });
    expect((await run.describe()).status.name).toBe('COMPLETED');
  });

  it('works while twelve readers wait for news, and wakes them all', async ({ expect }) => {
    const run = await waitingRun();
    const { runId, historyLength } = await run.describe();
    const watched = { workflowId: run.workflowId, runId, since: historyLength };
    const waits = Array.from({ length: 12 }, () => waitForChange(rig.client, watched, { waitMs: 15_000 }));
    const events = (await run.events()).length;
    await run.stop();
    for (const happened of await Promise.all(waits)) expect(happened).not.toBeNull();
    expect(await run.outcome()).toMatchObject({ kind: 'stopped' });
    expect(events).toBe(historyLength);
  });
});

describe.concurrent('recheck', () => {
  it('reads the payment now', async ({ expect }) => {
    const run = await runInReview();
    run.provider.says(SAYS.tooLate);
    await run.recheck();
    expect(await run.outcome()).toMatchObject({ kind: 'tooLate' });
  });
});

describe.concurrent('resolve', () => {
  it('decides a run in review, says who decided, and keeps the last read as proof', async ({ expect }) => {
    const run = await runInReview();
    await run.resolve({ kind: 'refused' });
    expect(await run.outcome()).toMatchObject({
      kind: 'refused',
      reason: 'resolved_by_operator',
      decidedBy: { actor: 'ana', reason: 'the bank said so' },
      moneyMovement: 'unknown',
      proof: { state: { state: 'indeterminate' } },
    });
  });
});

describe.concurrent('a refused command', () => {
  const ana = { actor: 'ana', reason: 'the bank said so' };
  const refusals: readonly { readonly name: string; readonly argument: unknown; readonly type: string; readonly at: () => Promise<Run> }[] = [
    { name: RESOLVE, argument: { ...ana, kind: 'refused' }, type: 'NotInReview', at: waitingRun },
    { name: RESOLVE, argument: { ...ana, kind: 'cancelled' }, type: 'MalformedCommand', at: runInReview },
    { name: RESOLVE, argument: { actor: 'ana', kind: 'refused' }, type: 'MalformedCommand', at: runInReview },
    { name: RESOLVE, argument: { ...ana, kind: { kind: 'refused' } }, type: 'MalformedCommand', at: runInReview },
    { name: FRESH_PAYER_LINK, argument: ana, type: 'NoPayerAwaited', at: runInReview },
    { name: STOP, argument: {}, type: 'MalformedCommand', at: waitingRun },
    { name: STOP, argument: { actor: ' ' }, type: 'MalformedCommand', at: waitingRun },
    { name: STOP, argument: 'now', type: 'MalformedCommand', at: waitingRun },
    { name: RECHECK, argument: null, type: 'MalformedCommand', at: waitingRun },
  ];

  it.for(refusals)('$name $argument: refused as $type, and no event is written', async ({ name, argument, type, at }, { expect }) => {
    const run = await at();
    const before = await run.eventNames();
    expect(await refusalOf(run, name, argument)).toMatchObject({ type, nonRetryable: true });
    // A busy server may keep the task in which the worker was asked; the refusal itself is never written.
    const written = (await run.eventNames()).slice(before.length);
    expect(written.filter((event) => !event.startsWith('WorkflowTask'))).toEqual([]);
  });

  it('names every kind that may be decided', async ({ expect }) => {
    const run = await runInReview();
    const refusal = await refusalOf(run, RESOLVE, { ...ana, kind: 'cancelled' });
    for (const kind of RESOLVABLE_KINDS) expect(refusal.message).toContain(kind);
  });

  async function refusalOf(run: Run, name: string, argument: unknown): Promise<ApplicationFailure> {
    const error: unknown = await run.handle.executeUpdate(name, { args: [argument] }).catch((refused: unknown) => refused);
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) return error.cause;
    throw new Error(`not refused: ${String(error)}`);
  }
});

describe.concurrent('a message nobody expects', () => {
  const GARBAGE: readonly unknown[] = [undefined, null, 'returned', 17, [], [{ left: true }], { left: 'yes', linkOpened: 'no', extra: { deep: [1] } }];

  it('is taken as the plain hint it is at least: the payment is read, the run goes on', async ({ expect }) => {
    const run = await waitingRun();
    for (const name of [PAYER_RETURNED, PROVIDER_NOTIFIED]) {
      for (const argument of GARBAGE) await run.handle.signal(name, argument);
      await run.handle.signal(name);
    }
    await run.handle.signal('nobodyKnowsThis', { left: true });
    await expectToGoOn(run, expect);
  });

  it.for([
    { encoding: 'json/plain', text: 'not json' },
    { encoding: 'json/protobuf', text: '{"left":true}' },
    { encoding: 'binary/encrypted', text: 'of another codec' },
  ])('in $encoding that nobody can read: counts as a hint without words', async ({ encoding, text }, { expect }) => {
    const run = await waitingRun();
    const payload = { metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from(text) };
    await rig.client.workflowService.signalWorkflowExecution({
      namespace: rig.client.options.namespace,
      workflowExecution: { workflowId: run.workflowId },
      signalName: PROVIDER_NOTIFIED,
      input: { payloads: [payload] },
    });
    await run.untilCalled('read', 2);
    await expectToGoOn(run, expect);
  });

  it('with fields of a later version does what the known fields say', async ({ expect }) => {
    const run = await waitingRun();
    run.provider.says(SAYS.payerNeeded);
    await run.handle.executeUpdate(RECHECK, { args: [{ actor: 'ana', urgency: 'high', trail: [] }] });
    await run.untilCalled('read', 2);
    await expectToGoOn(run, expect);
  });

  async function expectToGoOn(run: Run, expect: ExpectStatic): Promise<void> {
    run.provider.says(SAYS.cancelledByPayer);
    await run.providerNotifies();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
  }
});

describe.concurrent('a run started with something else than an input', () => {
  it.for([[], [null], ['12345'], [{}], [{ payment: { provider: 'scripted' } }]])('%j: fails at once and says what is missing', async (args, { expect }) => {
    const { workflowId } = await rig.start({});
    const handle = await rig.client.workflow.start(CANCEL_WORKFLOW, { workflowId: `${workflowId}/malformed`, taskQueue: rig.taskQueue, args });
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'MalformedInput', message: expect.stringContaining('payment') } });
  });

  it('in an encoding that this worker cannot read: waits for a worker that can', async ({ expect }) => {
    const { workflowId } = await rig.start({});
    const unreadable = `${workflowId}/unreadable`;
    const encrypted = { metadata: { encoding: Buffer.from('binary/encrypted') }, data: Buffer.from('by a key we do not have') };
    await rig.client.workflowService.startWorkflowExecution({
      namespace: rig.client.options.namespace,
      workflowId: unreadable,
      workflowType: { name: CANCEL_WORKFLOW },
      taskQueue: { name: rig.taskQueue },
      requestId: unreadable,
      input: { payloads: [encrypted] },
    });
    const handle = rig.client.workflow.getHandle(unreadable);
    const failedTask = await eventually(
      'a failed task',
      async () => ((await handle.fetchHistory()).events ?? []).find((event) => event.workflowTaskFailedEventAttributes),
      (event) => event !== undefined,
    );
    expect(failedTask?.workflowTaskFailedEventAttributes?.failure?.message).toContain('binary/encrypted');
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.terminate();
  });
});
