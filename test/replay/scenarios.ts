import type { FinalAnswer } from '../../contracts/answer.js';
import { CANCEL_WORKFLOW, CHECK_WORKFLOW, EVENTS_TASK_QUEUE } from '../../contracts/names.js';
import { deliveryWorkflowId } from '../../contracts/event.js';
import { PAYER_RETURNED } from '../../contracts/messages.js';
import type { Rig, Scenario } from '../workflow/rig.js';
import type { Run } from '../workflow/run.js';
import { AttemptDied, SAYS, ScriptedProvider, unreachable } from '../workflow/scripted-provider.js';

/** One run, or one chain of runs, to be recorded under a name. It resolves once they are closed. */
export type Recording = (rig: Rig) => Promise<readonly Recorded[]>;

export interface Recorded {
  readonly workflowId: string;
  readonly runId?: string;
}

const payerNeeded: Pick<Scenario, 'script'> = { script: (provider) => provider.onCancel(() => provider.asksForPayer()) };

/** A run in each phase in which a provider's last word can come, and how that word reaches it. */
const PHASES: Readonly<Record<string, (rig: Rig) => Promise<{ readonly run: Run; readonly hear: () => Promise<void> }>>> = {
  'while-the-payer-is-awaited': async (rig) => {
    const run = await waitingRun(rig);
    return { run, hear: () => run.payerReturns() };
  },
  'while-the-provider-works': async (rig) => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.validating), recheckSchedule: [2_000] });
    await run.untilPublished({ status: 'awaiting_provider' });
    return { run, hear: async () => undefined };
  },
  'in-review': async (rig) => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.unclear), recheckSchedule: [] });
    await run.untilPublished({ status: 'needs_review' });
    return { run, hear: () => run.recheck() };
  },
};

const LAST_WORDS: readonly FinalAnswer[] = [SAYS.cancelledByPayer, SAYS.refused, SAYS.tooLate, SAYS.notExecuted];
const FIRST_WORDS: readonly FinalAnswer[] = [
  SAYS.alreadyCancelled,
  SAYS.notExecuted,
  SAYS.tooLate,
  SAYS.partiallyExecuted,
  SAYS.notSupported,
  SAYS.notCancellable,
  SAYS.refused,
  SAYS.notFound,
];

/** What only a former build could write. Kept until no run of it can be open, then it goes together with its `patched`. */
export const FORMER_HISTORIES: readonly string[] = [
  // READ_BEFORE_CLOSING, workflows/cancel-payment.ts
  'stopped-over-news-during-the-last-read',
];

/** Everything that is recorded on the ordinary server. */
export const RECORDINGS: Readonly<Record<string, Recording>> = {
  ...Object.fromEntries(
    FIRST_WORDS.map((answer): [string, Recording] => [
      `${answer.kind}-at-the-first-read`,
      async (rig) => closed(await rig.start({ script: (provider) => provider.says(answer) })),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(PHASES).flatMap(([phase, reach]) =>
      LAST_WORDS.map((answer): [string, Recording] => [
        `${answer.kind}-${phase}`,
        async (rig) => {
          const { run, hear } = await reach(rig);
          run.provider.says(answer);
          await hear();
          return closed(run);
        },
      ]),
    ),
  ),
  'cancelled-directly': async (rig) => closed(await rig.start({})),
  'cancelled-after-three-rounds': async (rig) => {
    const run = await waitingRun(rig);
    await run.payerReturns({ left: true });
    await run.untilPublished({ status: 'awaiting_payer', rounds: 2 });
    await run.payerReturns();
    await run.untilPublished({ status: 'awaiting_payer', rounds: 3 });
    run.provider.says(SAYS.cancelledByPayer);
    await run.payerReturns();
    return closed(run);
  },
  'cancelled-with-every-callback-lost': async (rig) => {
    const run = await waitingRun(rig, { pollSchedule: [50] });
    run.provider.says(SAYS.payerNeeded, SAYS.cancelledByPayer);
    return closed(run);
  },
  'cancelled-after-a-lost-answer': async (rig) =>
    closed(
      await rig.start({
        script: (provider) =>
          provider.onCancel(() => {
            provider.cancels(SAYS.cancelledDirectly);
            throw new AttemptDied();
          }),
      }),
    ),
  'cancelled-after-a-return-before-the-link': async (rig) => {
    const provider = new ScriptedProvider();
    const token = provider.hold('token');
    const run = await rig.start({ ...payerNeeded, provider });
    await token.reached;
    await run.payerReturns();
    provider.says(SAYS.cancelledByPayer);
    token.open();
    return closed(run);
  },
  'cancelled-after-returns-during-a-verification': async (rig) => {
    const run = await waitingRun(rig);
    const reading = run.provider.hold('read');
    await run.payerReturns({ left: true });
    await reading.reached;
    for (let again = 0; again < 2; again += 1) await run.payerReturns({ left: true });
    run.provider.says(SAYS.payerNeeded, SAYS.cancelledByPayer);
    reading.open();
    return closed(run);
  },
  'cancelled-after-a-fresh-link-and-a-replayed-return': async (rig) => {
    const run = await waitingRun(rig);
    await run.freshPayerLink();
    await run.untilCalled('token', 2);
    await run.untilPublished({ status: 'awaiting_payer' });
    await run.payerReturns({ left: true, linkOpened: false });
    await run.untilCalled('read', 3);
    await run.untilPublished({ status: 'awaiting_payer' });
    run.provider.says(SAYS.cancelledByPayer);
    await run.providerNotifies();
    return closed(run);
  },
  'cancelled-after-being-shut-out': async (rig) => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.forbidden), pollSchedule: [100] });
    await run.untilPublished({ status: 'needs_review' });
    run.provider.says(SAYS.cancellable);
    return closed(run);
  },
  'cancelled-after-a-payer-action-we-cannot-serve': async (rig) => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.payerNeededElsewhere) });
    await run.untilPublished({ status: 'needs_review', rounds: 1 });
    run.provider.says(SAYS.cancelledByPayer);
    await run.payerReturns();
    return closed(run);
  },
  'cancelled-after-messages-nobody-expects': async (rig) => {
    const run = await waitingRun(rig);
    for (const garbage of [undefined, null, 'returned', [{ left: true }]]) await run.handle.signal(PAYER_RETURNED, garbage);
    await run.handle.signal('nobodyKnowsThis', {});
    run.provider.says(SAYS.cancelledByPayer);
    await run.providerNotifies();
    return closed(run);
  },
  'cancelled-and-announced': async (rig) => {
    const run = await waitingRun(rig, { policy: { eventsEnabled: true } });
    run.provider.says(SAYS.cancelledByPayer);
    await run.payerReturns();
    await run.result();
    const delivery = { workflowId: deliveryWorkflowId(`${run.input.requestId}.2`) };
    await rig.deliverOn(EVENTS_TASK_QUEUE, () => rig.client.workflow.getHandle(delivery.workflowId).result());
    return [{ workflowId: run.workflowId }, delivery];
  },
  'payerDidNotValidate-round-limit': async (rig) => {
    const run = await waitingRun(rig, { terms: { maxRounds: 1 } });
    await run.payerReturns({ left: true });
    return closed(run);
  },
  'payerDidNotValidate-deadline': async (rig) => closed(await rig.start({ ...payerNeeded, terms: { deadlineSeconds: 1 } })),
  'notCancellable-after-the-provider-wait': async (rig) =>
    closed(await rig.start({ script: (provider) => provider.says(SAYS.validating), policy: { providerWaitSeconds: 1 }, recheckSchedule: [60_000] })),
  'cancelled-after-the-provider-wait-and-a-review': async (rig) => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.working), policy: { providerWaitSeconds: 1 }, recheckSchedule: [60_000] });
    await run.untilPublished({ status: 'needs_review' });
    run.provider.says(SAYS.alreadyCancelled);
    await run.recheck();
    return closed(run);
  },
  'stopped-while-the-payer-is-awaited': async (rig) => {
    const run = await waitingRun(rig);
    await run.stop();
    return closed(run);
  },
  'cancelled-by-news-during-the-last-read-of-a-stop': async (rig) => {
    const run = await waitingRun(rig);
    const lastRead = run.provider.hold('read');
    run.provider.says(SAYS.payerNeeded, SAYS.cancelledByPayer);
    await run.stop();
    await lastRead.reached;
    await run.providerNotifies();
    lastRead.open();
    return closed(run);
  },
  'stopped-while-looking-again': async (rig) => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.unclear, SAYS.cancellable), recheckSchedule: [3_600_000] });
    await run.untilCalled('read', 1);
    await run.stop();
    return closed(run);
  },
  'stopped-during-the-first-read': async (rig) => {
    const provider = new ScriptedProvider();
    const reading = provider.hold('read');
    const run = await rig.start({ provider });
    await reading.reached;
    await run.stop();
    reading.open();
    return closed(run);
  },
  'cancelled-though-stopped-during-the-cancel': async (rig) => {
    const provider = new ScriptedProvider();
    const sending = provider.hold('cancel');
    const run = await rig.start({ provider });
    await sending.reached;
    await run.stop();
    sending.open();
    return closed(run);
  },
  'stopped-by-a-temporal-cancellation': async (rig) => {
    const run = await waitingRun(rig);
    await run.handle.cancel();
    return closed(run);
  },
  'resolved-by-an-operator': async (rig) => {
    const run = await rig.start({ script: (provider) => provider.says(unreachable()), recheckSchedule: [] });
    await run.untilPublished({ status: 'needs_review' });
    await run.resolve({ kind: 'refused' });
    return closed(run);
  },
  'failed-as-unresolved': async (rig) =>
    closed(await rig.start({ script: (provider) => provider.says(SAYS.unclear), policy: { unresolvedAfterSeconds: 1 }, recheckSchedule: [] })),
  'failed-as-malformed': async (rig) => {
    const { workflowId } = await rig.start({});
    const malformed = { workflowId: `${workflowId}/malformed` };
    const handle = await rig.client.workflow.start(CANCEL_WORKFLOW, { ...malformed, taskQueue: rig.taskQueue, args: [{}] });
    await handle.result().catch(() => undefined);
    return [malformed];
  },
  'observing-finds-a-late-cancellation': async (rig) => observing(rig, SAYS.cancelledByPayer),
  'observing-finds-nothing-new': async (rig) => observing(rig, SAYS.payerNeeded),
  'check-of-a-payment': async (rig) => {
    const { payment } = await rig.start({});
    const workflowId = `check/${payment.paymentId}`;
    await rig.client.workflow.execute(CHECK_WORKFLOW, { workflowId, taskQueue: rig.taskQueue, args: [{ payment }] });
    return [{ workflowId }];
  },
};

/** Everything that is recorded on the server that suggests early to continue as new. */
export const SHORT_HISTORY_RECORDINGS: Readonly<Record<string, Recording>> = {
  'continued-as-new': async (rig) => {
    const run = await waitingRun(rig);
    let rounds = 1;
    while ((await run.describe()).runId === run.firstRunId) {
      rounds += 1;
      await run.payerReturns({ left: true });
      await run.untilPublished({ status: 'awaiting_payer', rounds });
    }
    const { runId } = await run.describe();
    run.provider.says(SAYS.cancelledByPayer);
    await run.providerNotifies();
    await run.result();
    return [
      { workflowId: run.workflowId, runId: run.firstRunId },
      { workflowId: run.workflowId, runId },
    ];
  },
};

async function waitingRun(rig: Rig, more: Parameters<Rig['start']>[0] = {}): Promise<Run> {
  const run = await rig.start({ ...payerNeeded, ...more });
  await run.untilPublished({ status: 'awaiting_payer', rounds: 1 });
  return run;
}

async function observing(rig: Rig, answer: FinalAnswer | typeof SAYS.payerNeeded): Promise<readonly Recorded[]> {
  const run = await waitingRun(rig);
  await run.stop();
  const { facts } = await run.result();
  run.provider.says(SAYS.payerNeeded, answer);
  const late = await rig.startAgain(run, {
    observing: { supersedes: 'id-of-the-earlier', facts },
    withSignal: { name: PAYER_RETURNED, argument: { source: 'callback' } },
  });
  return closed(late);
}

async function closed(run: Run): Promise<readonly Recorded[]> {
  await run.result().catch(() => undefined);
  return [{ workflowId: run.workflowId }];
}
