import type { WorkflowExecutionDescription } from '@temporalio/client';
import { hasCancellationId } from '../contracts/cancellation-id.js';
import { cancelWorkflowId, lateNewsWorkflowId } from '../contracts/names.js';
import type { RunStanding } from '../contracts/resource.js';
import type { CancellationMemo, CancelPaymentResult } from '../contracts/run.js';
import { CANCELLATION_STATUSES, MEMO_KEY } from '../contracts/run.js';
import { CancellationStatusKey, PayerDeadline, PayerRounds } from '../contracts/search-attributes.js';
import { closedBy, publishedBy } from './history-event.js';
import type { HistoryEvent } from './history-event.js';
import { notOurs } from './unreadable-run.js';

/** One look at one run, strongly consistent and without any worker. */
export interface RunSnapshot extends Omit<RunStanding, 'end'> {
  readonly runId: string;
  readonly execution: Execution;
  /** Number of events the run had at this look: whoever waits, waits for later ones. */
  readonly historyLength: number;
  /** The event the run has completed with, where a wait has brought it: it holds the result. */
  readonly completion: HistoryEvent | null;
}

export type Execution = 'open' | 'completed' | 'failed' | 'terminated' | 'timedOut' | 'cancelled' | 'continuedAsNew';

export interface DescribedRun {
  readonly snapshot: RunSnapshot;
  /** The run that a reset put in this one's place, or null. */
  readonly resetRunId: string | null;
}

/** What a describe says. @throws {CancellationError} `cancellation_unreadable` for a workflow that is none of ours */
export function readDescription(described: WorkflowExecutionDescription): DescribedRun {
  const { workflowExecutionInfo: info, workflowExtendedInfo: extended } = described.raw;
  const memo = readMemo(described);
  const deadline = described.typedSearchAttributes.get(PayerDeadline);
  const status = described.typedSearchAttributes.get(CancellationStatusKey);
  return {
    resetRunId: textOf(extended?.resetRunId),
    snapshot: {
      workflowId: described.workflowId,
      runId: described.runId,
      firstRunId: textOf(info?.firstRunId) ?? described.runId,
      execution: executionOf(described),
      historyLength: described.historyLength,
      completion: null,
      memo,
      createdAt: memo.requestedAt,
      published: {
        status: CANCELLATION_STATUSES.find((known) => known === status) ?? 'requested',
        rounds: described.typedSearchAttributes.get(PayerRounds) ?? 0,
        payerDeadline: deadline?.toISOString() ?? null,
      },
    },
  };
}

/** What a start makes of its own run: nothing is asked, since nothing else can be known yet. */
export function firstSnapshot(workflowId: string, runId: string, memo: CancellationMemo): RunSnapshot {
  return {
    workflowId,
    runId,
    firstRunId: runId,
    execution: 'open',
    historyLength: 1,
    completion: null,
    memo,
    createdAt: memo.requestedAt,
    published: { status: 'requested', rounds: 0, payerDeadline: null },
  };
}

/** What later events of the same run make of an earlier look: as good as another look. */
export function afterEvents(run: RunSnapshot, events: readonly HistoryEvent[]): RunSnapshot {
  return events.reduce(
    (seen, event) => ({
      ...seen,
      historyLength: Math.max(seen.historyLength, Number(event.eventId)),
      execution: closedBy(event) ?? seen.execution,
      completion: closedBy(event) === 'completed' ? event : seen.completion,
      published: { ...seen.published, ...publishedBy(event) },
    }),
    run,
  );
}

/** What the run's own result makes of an earlier look. */
export function afterResult(run: RunSnapshot, { rounds, payerDeadline }: CancelPaymentResult): RunSnapshot {
  return { ...run, execution: 'completed', published: { ...run.published, rounds, payerDeadline } };
}

function executionOf({ status }: WorkflowExecutionDescription): Execution {
  switch (status.name) {
    case 'COMPLETED':
      return 'completed';
    case 'FAILED':
      return 'failed';
    case 'TERMINATED':
      return 'terminated';
    case 'TIMED_OUT':
      return 'timedOut';
    case 'CANCELLED':
      return 'cancelled';
    case 'CONTINUED_AS_NEW':
      return 'continuedAsNew';
    case 'RUNNING':
    case 'PAUSED':
    case 'UNSPECIFIED':
    case 'UNKNOWN':
      return 'open';
  }
}

function textOf(text: string | null | undefined): string | null {
  return text === undefined || text === null || text === '' ? null : text;
}

/** The memo every run of ours carries, about the payment it is named after: who can write to Temporal may begin others. */
function readMemo({ memo, workflowId, runId }: WorkflowExecutionDescription): CancellationMemo {
  const value = memo?.[MEMO_KEY];
  if (!isMemo(value) || !hasCancellationId({ workflowId, firstRunId: runId })) throw notOurs();
  const names = [cancelWorkflowId(value.payment), lateNewsWorkflowId(value.payment)];
  if (!names.includes(workflowId)) throw notOurs();
  return value;
}

function isMemo(value: unknown): value is CancellationMemo {
  if (!isObject(value) || !isObject(value['payment']) || !isObject(value['terms']) || !isObject(value['terms']['payer'])) return false;
  const { provider, account, paymentId } = value['payment'];
  const { requestId, requestedAt } = value;
  return [provider, account, paymentId, requestId].every((text) => typeof text === 'string') && isInstant(requestedAt);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
