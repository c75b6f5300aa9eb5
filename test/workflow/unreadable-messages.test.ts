import { Client, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PAYER_RETURNED, PROVIDER_NOTIFIED, STOP } from '../../contracts/messages.js';
import type { KeyRing } from '../../platform/keys.js';
import { dataConverterOf } from '../../platform/payload-codec.js';
import { workerDataConverter } from '../../worker/data-converter.js';
import { keyRingOf } from '../platform/key-ring.js';
import { eventually } from './eventually.js';
import { freshPayment, openRig, type Rig, type Scenario, workflowBundle } from './rig.js';
import type { Run } from './run.js';
import { startRun } from './start-run.js';
import { SAYS, ScriptedProvider } from './scripted-provider.js';

const OLD = keyRingOf('old');
const BOTH = keyRingOf('new', 'old');
const STRANGE = keyRingOf('strange');
const ALL = keyRingOf('new', 'old', 'strange');

const payerNeeded: Pick<Scenario, 'script'> = { script: (provider) => provider.onCancel(() => provider.asksForPayer()) };

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(inject('temporal'), { keys: { worker: BOTH, client: OLD } });
});
afterAll(() => rig.close());

/** A client of the same namespace with other keys. */
function clientWith(keyRing: KeyRing): Client {
  const { connection, options: { namespace } } = rig.client;
  return new Client({ connection, namespace, dataConverter: dataConverterOf({ payloadEncryption: true, keyRing }) });
}

async function waitingRun(terms: { readonly maxRounds?: number } = {}): Promise<Run> {
  const run = await rig.start({ ...payerNeeded, terms });
  await run.untilPublished({ status: 'awaiting_payer' });
  return run;
}

async function replayed(run: Run, keyRing: KeyRing): Promise<Error | undefined> {
  const history = await run.handle.fetchHistory();
  const options = { workflowBundle: await workflowBundle(), dataConverter: workerDataConverter({ payloadEncryption: true, keyRing }) };
  const results = Worker.runReplayHistories(options, [{ workflowId: run.workflowId, history }]);
  for await (const { error } of results) return error;
  throw new Error('nothing was replayed');
}

describe('with encryption, a run', () => {
  it('takes messages under every key of the worker, and its results are read by whoever holds the first', async () => {
    const run = await waitingRun();
    run.provider.says(SAYS.cancelledByPayer);
    await clientWith(BOTH).workflow.getHandle(run.workflowId).signal(PAYER_RETURNED, { left: false });
    expect(await clientWith(BOTH).workflow.getHandle(run.workflowId).result()).toMatchObject({ outcome: { kind: 'cancelled' } });
  });
});

describe('what an attempt leaves to the next', () => {
  it('is encrypted, and read again by the next', async () => {
    const provider = new ScriptedProvider();
    const sending = provider.hold('cancel');
    const run = await rig.start({ provider });
    await sending.reached;
    const { pendingActivities } = (await run.describe()).raw;
    const details = pendingActivities?.flatMap(({ heartbeatDetails }) => heartbeatDetails?.payloads ?? []) ?? [];
    expect(details.map(({ metadata }) => Buffer.from(metadata?.['encoding'] ?? []).toString())).toEqual(['binary/encrypted']);
    sending.open();
    await clientWith(BOTH).workflow.getHandle(run.workflowId).result();
  });
});

describe('a message under a key the worker does not hold', () => {
  it('as a signal: is a bare hint, the payment is read and the run goes on', async () => {
    const run = await waitingRun();
    for (const [index, signal] of [PAYER_RETURNED, PROVIDER_NOTIFIED].entries()) {
      await clientWith(STRANGE).workflow.getHandle(run.workflowId).signal(signal, { left: true });
      await run.untilCalled('read', index + 2);
      await run.untilPublished({ status: 'awaiting_payer' });
    }
    run.provider.says(SAYS.cancelledByPayer);
    await run.providerNotifies();
    expect(await clientWith(BOTH).workflow.getHandle(run.workflowId).result()).toMatchObject({ outcome: { kind: 'cancelled' } });
  });

  it('stays a bare hint for a worker that gets the key later', async () => {
    // Read, these words would have kept the run open: the link was not opened, so no round is used up.
    const run = await waitingRun({ maxRounds: 1 });
    await clientWith(STRANGE).workflow.getHandle(run.workflowId).signal(PAYER_RETURNED, { linkOpened: false });
    expect(await clientWith(BOTH).workflow.getHandle(run.workflowId).result()).toMatchObject({ outcome: { kind: 'payerDidNotValidate' } });
    expect(await replayed(run, BOTH)).toBeUndefined();
    expect(await replayed(run, ALL)).toBeUndefined();
  });

  it('as a command: is refused, with the key and the remedy, and no event is written', async () => {
    const run = await waitingRun();
    const refused = clientWith(STRANGE).workflow.getHandle(run.workflowId).executeUpdate(STOP, { args: [{ actor: 'ana' }] });
    const error: unknown = await refused.catch((reason: unknown) => reason);
    const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
    expect(cause).toBeInstanceOf(ApplicationFailure);
    expect(cause).toMatchObject({ type: 'UnreadableCommand' });
    expect(String(cause)).toMatch(/key "strange".*SECRET_KEYS of every worker/);
    expect(await run.eventNames()).not.toContain('WorkflowExecutionUpdateAccepted');
  });

  it('as an input: repeats the first task, saying why, and no run fails', async () => {
    const run = await startRun(
      { client: clientWith(STRANGE), taskQueue: rig.taskQueue, provider: new ScriptedProvider() },
      { payment: freshPayment() },
    );
    const failures = await eventually('the task fails', () => run.events(), (events) =>
      events.some(({ workflowTaskFailedEventAttributes: failed }) => failed !== null && failed !== undefined));
    const messages = failures.map(({ workflowTaskFailedEventAttributes: failed }) => failed?.failure?.message ?? '').join('');
    expect(messages).toMatch(/the input is encrypted with key "strange".*SECRET_KEYS of every worker/);
    expect((await run.describe()).status.name).toBe('RUNNING');
    await run.handle.terminate();
  });
});

describe('a worker without a key that a history needs', () => {
  it('does not decide anything from what it cannot read', async () => {
    const run = await waitingRun();
    run.provider.says(SAYS.cancelledByPayer);
    // Read before: `left` made the worker read once.
    await run.payerReturns({ left: true });
    await clientWith(BOTH).workflow.getHandle(run.workflowId).result();
    for (const keys of [OLD, keyRingOf('new'), keyRingOf('newest')]) {
      const error = await replayed(run, keys);
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(DeterminismViolationError);
    }
  });
});
