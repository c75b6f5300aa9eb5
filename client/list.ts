import type { CancellationStatus } from '../contracts/run.js';
import { CancellationStatusKey, OrderRef, PaymentId } from '../contracts/search-attributes.js';
import type { Ending } from './ending.js';
import type { RunSnapshot } from './run-snapshot.js';
import type { Runs } from './runs.js';
import { unreadableRun } from './unreadable-run.js';
import type { UnreadableRun } from './unreadable-run.js';
import { equals, oneOf, runsOf, visiblePage } from './visibility.js';
import type { VisibleRun } from './visibility.js';

export interface ListFilter {
  /** Canonical ids; more than one where the provider was not named. */
  readonly paymentIds?: readonly string[] | undefined;
  readonly orderRef?: string | undefined;
  readonly status?: CancellationStatus | undefined;
  readonly provider?: string | undefined;
  /** Only these accounts; left out means all of them. */
  readonly accounts?: readonly string[] | undefined;
  readonly cursor?: string | undefined;
  /** 1 to 100, default 20. */
  readonly limit?: number | undefined;
}

export interface ListedRuns {
  readonly runs: readonly ListedRun[];
  /** Left out of `runs`: one run that cannot be read hides no other. */
  readonly unreadable: readonly UnreadableRun[];
  readonly nextCursor: string | null;
}

export interface ListedRun {
  readonly run: RunSnapshot;
  /** Null while the run is open. */
  readonly ending: Ending | null;
}

const STANDARD_LIMIT = 20;
/** Runs that ended without an outcome: whatever they published last, a person must look. */
const BROKEN = `ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut', 'Canceled')`;

/**
 * One page of cancellations from visibility: eventually consistent, the open ones first, then the latest closed.
 *
 * @throws {CancellationError} `invalid_cursor`, `temporal_unavailable`
 */
export async function listRuns(runs: Runs, filter: ListFilter): Promise<ListedRuns> {
  const { found, nextCursor } = await visiblePage(runs, {
    query: visibilityQuery(filter),
    limit: filter.limit ?? STANDARD_LIMIT,
    cursor: filter.cursor,
  });
  const seen = await Promise.all(found.map((visible) => look(runs, visible)));
  return {
    runs: withoutTwins(seen.flatMap((each) => (each !== null && 'run' in each ? [each] : []))),
    unreadable: seen.flatMap((each) => (each !== null && 'keyId' in each ? [each] : [])),
    nextCursor,
  };
}

/** Null where the namespace has forgotten it since it was listed. */
async function look(runs: Runs, visible: VisibleRun): Promise<ListedRun | UnreadableRun | null> {
  try {
    const run = await runs.current(visible);
    return run === null ? null : { run, ending: await runs.ending(run) };
  } catch (error) {
    const unreadable = unreadableRun(error, { workflowId: visible.workflowId, runId: visible.firstRunId });
    if (unreadable === null) throw error;
    return unreadable;
  }
}

/** A reset run and the one in its place are the same request. */
function withoutTwins(listed: readonly ListedRun[]): ListedRun[] {
  return [...new Map(listed.map((each) => [`${each.run.workflowId} ${each.run.firstRunId}`, each])).values()];
}

function visibilityQuery(filter: ListFilter): string {
  const { paymentIds, orderRef, status } = filter;
  const conditions = [
    ...runsOf(filter),
    ...(paymentIds === undefined ? [] : [oneOf(PaymentId.name, paymentIds)]),
    ...(orderRef === undefined ? [] : [equals(OrderRef.name, orderRef)]),
    statusCondition(status),
  ];
  return conditions.join(' AND ');
}

/** An observing run that found nothing new has no status and stands in no list. */
function statusCondition(status: CancellationStatus | undefined): string {
  const name = CancellationStatusKey.name;
  switch (status) {
    case undefined:
      return `${name} IS NOT NULL`;
    case 'needs_review':
      return `(${equals(name, status)} OR ${BROKEN})`;
    case 'requested':
    case 'awaiting_payer':
    case 'verifying':
    case 'awaiting_provider':
    case 'cancelled':
    case 'not_cancelled':
      return `${equals(name, status)} AND NOT ${BROKEN}`;
  }
}
