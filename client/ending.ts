import type { Client } from '@temporalio/client';
import { WorkflowContinuedAsNewError, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { ResourceProblemCode, RunEnd } from '../contracts/resource.js';
import { OUTCOME_UNRESOLVED } from '../contracts/run.js';
import type { CancelPaymentResult } from '../contracts/run.js';
import type { Execution, RunSnapshot } from './run-snapshot.js';
import { failureToRead } from './temporal-error.js';

/** How a run ended, with what it knew. */
export interface Ending {
  readonly end: RunEnd;
  /** What the run handed back; a broken run may have handed back nothing. */
  readonly result: CancelPaymentResult | null;
  /** Run id of the next run of a continue-as-new chain. */
  readonly continuedBy: string | null;
}

/** Reads the close event of a closed run. @throws what Temporal throws, {CancellationError} `cancellation_unreadable` */
export async function readEnding(client: Client, run: RunSnapshot): Promise<Ending> {
  const handle = client.workflow.getHandle(run.workflowId, run.runId, { followRuns: false });
  try {
    const result: unknown = await handle.result();
    if (isResult(result)) return { end: { kind: 'completed', outcome: result.outcome }, result, continuedBy: null };
    return { end: { kind: 'broken', code: 'run_failed' }, result: null, continuedBy: null };
  } catch (error) {
    if (error instanceof WorkflowContinuedAsNewError) {
      return { end: { kind: 'completed', outcome: null }, result: null, continuedBy: error.newExecutionRunId };
    }
    if (!(error instanceof WorkflowFailedError)) throw failureToRead(error);
    const { code, result } = brokenBy(run.execution, error.cause);
    return { end: { kind: 'broken', code }, result, continuedBy: null };
  }
}

function brokenBy(
  execution: Execution,
  cause: unknown,
): { readonly code: ResourceProblemCode; readonly result: CancelPaymentResult | null } {
  if (cause instanceof ApplicationFailure && cause.type === OUTCOME_UNRESOLVED) {
    const known: unknown = cause.details?.[0];
    return { code: 'outcome_unresolved', result: isResult(known) ? known : null };
  }
  return { code: problemOf(execution), result: null };
}

function problemOf(execution: Execution): ResourceProblemCode {
  switch (execution) {
    case 'terminated':
      return 'run_terminated';
    case 'timedOut':
      return 'run_timed_out';
    case 'cancelled':
      return 'run_cancelled';
    case 'failed':
    case 'completed':
    case 'continuedAsNew':
    case 'open':
      return 'run_failed';
  }
}

function isResult(value: unknown): value is CancelPaymentResult {
  return typeof value === 'object' && value !== null && 'outcome' in value && 'facts' in value;
}
