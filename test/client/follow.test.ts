import { fileURLToPath } from 'node:url';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Cancellation, PaymentCancellations } from '../../client/index.js';
import { CancellationStatusKey } from '../../contracts/search-attributes.js';
import { freshPaymentId, openClientRig, SAYS } from './rig.js';
import { eventually } from '../workflow/eventually.js';
import type { HistoryEvent } from '../workflow/history.js';
import type { ClientRig, Saying } from './rig.js';

let rig: ClientRig;
beforeAll(async () => {
  rig = await openClientRig(inject('temporal'));
});
afterAll(() => rig.close());

const WAIT = { waitMs: 20_000 };

async function started(...answers: readonly [Saying, ...Saying[]]): Promise<Cancellation> {
  const paymentId = freshPaymentId();
  rig.says(paymentId, ...answers);
  return rig.cancellations.start({ provider: 'powens', paymentId, orderRef: 'A-17' }, WAIT);
}

async function eventsOf({ resource }: Cancellation): Promise<number> {
  return (await rig.client.workflow.getHandle(resource.workflowId).describe()).historyLength;
}

/** Where every history may be reset to. */
async function firstTaskOf({ resource }: Cancellation): Promise<NonNullable<HistoryEvent['eventId']>> {
  const { events } = await rig.client.workflow.getHandle(resource.workflowId).fetchHistory();
  const id = events?.find((event) => event.workflowTaskCompletedEventAttributes)?.eventId;
  if (id === undefined || id === null) throw new Error('no workflow task was ever completed');
  return id;
}

describe('waiting', () => {
  it('by twelve readers writes nothing, and stop still works', async () => {
    const cancellation = await started(SAYS.payerNeeded);
    const before = await eventsOf(cancellation);
    const readers = await Promise.all(Array.from({ length: 12 }, () => rig.cancellations.get(cancellation.id)));
    const waiting = readers.map((reader) => reader.result(WAIT));
    await cancellation.changed({ waitMs: 200 });
    expect(await eventsOf(cancellation)).toBe(before);
    await cancellation.stop({ reason: 'changed my mind' });
    for (const outcome of await Promise.all(waiting)) expect(outcome).toMatchObject({ kind: 'stopped' });
  });

  it('ends with the first change of status or round', async () => {
    const cancellation = await started(SAYS.payerNeeded, SAYS.payerNeeded);
    const reader = await rig.cancellations.get(cancellation.id);
    const changed = reader.changed(WAIT);
    await rig.cancellations.payerReturned(cancellation.payment, { left: true });
    expect((await changed).status).toBe('verifying');
    expect(await reader.changed(WAIT)).toMatchObject({ status: 'awaiting_payer', rounds: 2 });
  });

  it('gives what is true when its time is over, and gives up when told to', async () => {
    const cancellation = await started(SAYS.payerNeeded);
    expect(await cancellation.changed({ waitMs: 50 })).toMatchObject({ status: 'awaiting_payer' });
    await expect(cancellation.result({ waitMs: 50 })).rejects.toMatchObject({ code: 'timeout' });
    const controller = new AbortController();
    const result = cancellation.result({ signal: controller.signal });
    controller.abort();
    await expect(result).rejects.toMatchObject({ code: 'aborted' });
  });

  it('goes on through a worker that comes and goes', async () => {
    const cancellation = await started(SAYS.payerNeeded, SAYS.cancelledByPayer);
    await rig.stopWorker();
    const result = cancellation.result(WAIT);
    await rig.cancellations.payerReturned(cancellation.payment, {});
    await rig.startWorker();
    expect(await result).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
  });
});

describe('a command', () => {
  it('is refused in words where it makes no sense', async () => {
    const waiting = await started(SAYS.payerNeeded);
    await expect(waiting.resolve({ kind: 'refused', reason: 'the bank said so' })).rejects.toMatchObject({
      code: 'not_in_review',
    });
    const provider = await started(SAYS.inProgress);
    await expect(provider.freshPayerLink()).rejects.toMatchObject({ code: 'no_payer_awaited' });
    const closed = await started(SAYS.cancelled);
    await closed.result(WAIT);
    for (const command of [() => closed.stop(), () => closed.recheck(), () => closed.freshPayerLink()]) {
      await expect(command()).rejects.toMatchObject({ code: 'cancellation_closed' });
    }
  });

  it('resolve ends a run in review, with who decided and why', async () => {
    const cancellation = await started(SAYS.unclear);
    expect(cancellation.resource).toMatchObject({ status: 'needs_review', nextAction: null });
    await cancellation.resolve({ kind: 'tooLate', reason: 'the bank said so' });
    expect(await cancellation.result(WAIT)).toMatchObject({
      kind: 'tooLate',
      decidedBy: { actor: 'ana', reason: 'the bank said so' },
    });
  });

  it('freshPayerLink brings another link, and the sealed one is readable', async () => {
    const cancellation = await started(SAYS.payerNeeded);
    const before = await cancellation.sealedPayerLink();
    await cancellation.freshPayerLink();
    while ((await cancellation.sealedPayerLink())?.sealed === before?.sealed) await cancellation.changed({ waitMs: 200 });
    expect(before?.sealed).not.toContain('canary');
  });
});

describe('a payer who comes back', () => {
  it('gets the verdict of the read the return has caused', async () => {
    const cancellation = await started(SAYS.payerNeeded, SAYS.payerNeeded, SAYS.cancelledByPayer);
    const first = await rig.cancellations.payerReturned(cancellation.payment, { left: true });
    expect(first.kind === 'woken' && (await first.verdict(WAIT))?.resource).toMatchObject({
      status: 'awaiting_payer',
      rounds: 2,
    });
    const second = await rig.cancellations.payerReturned(cancellation.payment, {});
    expect(second.kind === 'woken' && (await second.verdict(WAIT))?.resource.outcome).toMatchObject({
      kind: 'cancelled',
    });
    expect((await rig.cancellations.payerReturned(cancellation.payment, {})).kind).toBe('ended');
  });

  it('is heard while no worker is alive, and the verdict then takes longer than the wait', async () => {
    const cancellation = await started(SAYS.payerNeeded, SAYS.cancelledByPayer);
    await rig.stopWorker();
    const woken = await rig.cancellations.payerReturned(cancellation.payment, {});
    expect(woken.kind === 'woken' && (await woken.verdict({ waitMs: 100 }))).toBeNull();
    await rig.startWorker();
    expect(await cancellation.result(WAIT)).toMatchObject({ kind: 'cancelled' });
  });

  it('wakes nobody when the sender thinks better of it, having seen how things stand', async () => {
    const cancellation = await started(SAYS.payerNeeded);
    const before = await eventsOf(cancellation);
    const told = await rig.cancellations.payerReturned(cancellation.payment, (latest) =>
      latest.resource.rounds === 1 ? null : {},
    );
    expect(told.kind === 'withheld' && told.cancellation.id).toBe(cancellation.id);
    expect(await eventsOf(cancellation)).toBe(before);
  });

  it('for a payment nobody asked to cancel wakes nobody', async () => {
    const payment = { provider: 'powens', account: 'default', paymentId: freshPaymentId() };
    expect(await rig.cancellations.payerReturned(payment, {})).toEqual({ kind: 'unknown' });
    expect(await rig.cancellations.latest(payment)).toBeNull();
  });
});

describe('late news', () => {
  it('of a payment left alive becomes an outcome of its own, and the earlier one stays', async () => {
    const cancellation = await started(SAYS.refused, SAYS.cancelledByPayer);
    expect(await cancellation.result(WAIT)).toMatchObject({ kind: 'refused' });
    const from = { requestId: 'webhook-1' };
    const woken = await rig.cancellations.providerNotified(cancellation.payment, { source: 'webhook' }, from);
    const late = woken.kind === 'woken' ? await woken.verdict(WAIT) : null;
    expect(late?.resource).toMatchObject({ supersedes: cancellation.id, outcome: { kind: 'cancelled' } });
    expect(new Set(rig.askedBy(cancellation.payment.paymentId))).toEqual(new Set([null, 'webhook-1']));
    expect((await cancellation.status()).outcome).toMatchObject({ kind: 'refused' });
    expect((await cancellation.superseding())?.id).toBe(late?.id);
    expect((await rig.cancellations.get(late?.id ?? '')).resource.orderRef).toBe('A-17');
    const again = await rig.cancellations.providerNotified(cancellation.payment, {});
    expect(again.kind === 'ended' && again.cancellation.id).toBe(late?.id);
  });

  it('that changes nothing says nothing, and the next news is heard again', async () => {
    const cancellation = await started(SAYS.refused, SAYS.refused);
    for (let news = 0; news < 2; news += 1) {
      const woken = await rig.cancellations.providerNotified(cancellation.payment, {});
      const late = woken.kind === 'woken' ? await woken.verdict(WAIT) : null;
      expect(late?.resource).toMatchObject({ outcome: null, supersedes: cancellation.id });
    }
    expect(rig.steps(cancellation.payment.paymentId)).toBeGreaterThanOrEqual(3);
  });

  it('is not looked for after a final outcome', async () => {
    for (const answer of [SAYS.cancelled, SAYS.tooLate]) {
      const cancellation = await started(answer);
      await cancellation.result(WAIT);
      expect((await rig.cancellations.payerReturned(cancellation.payment, {})).kind).toBe('ended');
      expect(rig.steps(cancellation.payment.paymentId)).toBe(1);
    }
  });
});

describe('a run that broke', () => {
  it('needs a person, keeps its id, and a new request may follow', async () => {
    const cancellation = await started(SAYS.payerNeeded, SAYS.cancelled);
    await rig.client.workflow.getHandle(cancellation.resource.workflowId).terminate('by hand');
    expect(await cancellation.status()).toMatchObject({
      status: 'needs_review',
      outcome: null,
      nextAction: null,
      problem: { code: 'run_terminated' },
    });
    await expect(cancellation.result()).rejects.toMatchObject({ code: 'no_outcome' });
    const again = await rig.cancellations.start({ provider: 'powens', paymentId: cancellation.payment.paymentId }, WAIT);
    expect(again.created).toBe(true);
    expect(await cancellation.status()).toMatchObject({ problem: { code: 'run_terminated' } });
  });

  it('and was reset goes on under the same id, also behind a newer request', async () => {
    const cancellation = await started(SAYS.payerNeeded, SAYS.cancelledByPayer, SAYS.payerNeeded);
    const { workflowId } = cancellation.resource;
    await rig.client.workflow.getHandle(workflowId).terminate('by hand');
    await rig.client.workflowService.resetWorkflowExecution({
      namespace: rig.client.options.namespace,
      workflowExecution: { workflowId },
      reason: 'go on',
      requestId: cancellation.id,
      workflowTaskFinishEventId: await firstTaskOf(cancellation),
    });
    expect(await cancellation.result(WAIT)).toMatchObject({ kind: 'cancelled' });
    const newer = await rig.cancellations.start({ provider: 'powens', paymentId: cancellation.payment.paymentId }, WAIT);
    expect(newer.id).not.toBe(cancellation.id);
    expect((await rig.cancellations.get(cancellation.id)).resource).toMatchObject({ outcome: { kind: 'cancelled' } });
  });
});

describe('a run that continued as new', () => {
  it('is one request: waited for, listed and found under its first id', async () => {
    await withChainedWorkflows(async (cancellations) => {
      const paymentId = freshPaymentId();
      const cancellation = await cancellations.start({ provider: 'powens', paymentId }, WAIT);
      const result = cancellation.result(WAIT);
      const handle = rig.client.workflow.getHandle(cancellation.resource.workflowId);
      for (let time = 0; time < 2; time += 1) {
        const { runId } = await handle.describe();
        await handle.signal('continueAsNew');
        while ((await handle.describe()).runId === runId) await cancellation.changed({ waitMs: 50 });
        expect((await cancellations.get(cancellation.id)).resource.status).toBe('awaiting_provider');
      }
      await handle.signal('end');
      expect(await result).toMatchObject({ kind: 'refused', reason: 'after_continuing' });
      const newer = await cancellations.start({ provider: 'powens', paymentId }, WAIT);
      await rig.client.workflow.getHandle(newer.resource.workflowId).signal('end');
      expect((await cancellations.get(cancellation.id)).resource.outcome).toMatchObject({ kind: 'refused' });
    });
  });
});

describe('a run that has published its end and has not ended yet', () => {
  it('shows an end together with its outcome only, to whoever waits for its first step, a change or a verdict', async () => {
    await withChainedWorkflows(async (cancellations) => {
      const started = await cancellations.start({ provider: 'powens', paymentId: freshPaymentId() }, WAIT);
      const handle = rig.client.workflow.getHandle(started.resource.workflowId);
      const woken = await cancellations.payerReturned(started.payment, {});
      if (woken.kind !== 'woken') throw new Error('an open run is woken');
      await handle.signal('publishEnd');
      await eventually('an end is published', () => handle.describe(), publishesAnEnd);
      const early = await cancellations.get(started.id);
      expect(early.resource).toMatchObject({ status: 'verifying', outcome: null });
      expect(await early.changed({ waitMs: 50 })).toMatchObject({ status: 'verifying', outcome: null });
      expect(await early.firstStep({ waitMs: 50 })).toMatchObject({ status: 'verifying', outcome: null });

      const waiting = [early.changed(WAIT), (await cancellations.get(started.id)).firstStep(WAIT), woken.verdict(WAIT).then((verdict) => verdict?.resource)];
      await handle.signal('end');
      for (const seen of await Promise.all(waiting)) expect(seen).toMatchObject({ status: 'not_cancelled', outcome: { kind: 'refused' } });
    });
  });
});

function publishesAnEnd({ typedSearchAttributes }: WorkflowExecutionDescription): boolean {
  return typedSearchAttributes.get(CancellationStatusKey) === 'not_cancelled';
}

/** Work with runs that do what they are told, on a task queue of their own. */
async function withChainedWorkflows(work: (cancellations: PaymentCancellations) => Promise<void>): Promise<void> {
  const native = await NativeConnection.connect({ address: inject('temporal').address });
  const taskQueue = `chained-${freshPaymentId()}`;
  const worker = await Worker.create({
    connection: native,
    namespace: inject('temporal').namespace,
    taskQueue,
    workflowsPath: fileURLToPath(new URL('chained-workflows.ts', import.meta.url)),
  });
  await worker.runUntil(() => work(rig.library({ taskQueue })));
  await native.close();
}
