import type { Client } from '@temporalio/client';
import { WorkflowContinuedAsNewError, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { ResourceProblemCode, RunEnd } from '../contracts/resource.js';
import { OUTCOME_UNRESOLVED } from '../contracts/run.js';
import type { CancelPaymentResult } from '../contracts/run.js';
import type { HistoryEvent } from './history-event.js';
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

/** Reads the close event of a closed run, from Temporal unless a wait has brought it. @throws what Temporal throws, {CancellationError} `cancellation_unreadable` */
export async function readEnding(client: Client, run: RunSnapshot): Promise<Ending> {
  try {
    const result = await resultOf(client, run);
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

function resultOf(client: Client, { workflowId, runId, completion }: RunSnapshot): Promise<unknown> {
  const { externalStorage } = client.options.loadedDataConverter;
  if (completion !== null && externalStorage === undefined) return resultIn(completion, client, workflowId);
  return client.workflow.getHandle(workflowId, runId, { followRuns: false }).result();
}

/** What the SDK's own `result()` makes of the same event. */
async function resultIn(completion: HistoryEvent, client: Client, workflowId: string): Promise<unknown> {
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  const context = { type: 'workflow', namespace: client.options.namespace, workflowId } as const;
  let payloads = completion.workflowExecutionCompletedEventAttributes?.result?.payloads ?? [];
  for (const codec of payloadCodecs.toReversed()) payloads = await codec.decode(payloads, context);
  const [payload] = payloads;
  return payload === undefined ? undefined : payloadConverter.fromPayload(payload, context);
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
