import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { RunStanding } from '../contracts/resource.js';
import type { CancellationMemo, CancelPaymentResult } from '../contracts/run.js';
import { CANCELLATION_STATUSES, MEMO_KEY } from '../contracts/run.js';
import { CancellationStatusKey, PayerDeadline, PayerRounds } from '../contracts/search-attributes.js';
import { closedBy, publishedBy } from './history-event.js';
import type { HistoryEvent } from './history-event.js';

/** One look at one run, strongly consistent and without any worker. */
export interface RunSnapshot extends Omit<RunStanding, 'end'> {
  readonly runId: string;
  readonly execution: Execution;
  /** Number of events the run had at this look: whoever waits, waits for later ones. */
  readonly historyLength: number;
}

export type Execution = 'open' | 'completed' | 'failed' | 'terminated' | 'timedOut' | 'cancelled' | 'continuedAsNew';

export interface DescribedRun {
  readonly snapshot: RunSnapshot;
  /** The run that a reset put in this one's place, or null. */
  readonly resetRunId: string | null;
}

/** What a describe says, or null for a workflow that is none of ours. */
export function readDescription(described: WorkflowExecutionDescription): DescribedRun | null {
  const memo = readMemo(described.memo);
  if (memo === null) return null;
  const { workflowExecutionInfo: info, workflowExtendedInfo: extended } = described.raw;
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

/** The memo every run of ours carries; a foreign workflow under one of our ids has none. */
function readMemo(memo: Record<string, unknown> | undefined): CancellationMemo | null {
  const value = memo?.[MEMO_KEY];
  return isMemo(value) ? value : null;
}

function isMemo(value: unknown): value is CancellationMemo {
  return typeof value === 'object' && value !== null && 'payment' in value && 'terms' in value && 'requestedAt' in value;
}
