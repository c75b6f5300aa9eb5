import type { CancellationRef } from '../contracts/cancellation-id.js';
import type {
  CancellationView,
  Command,
  FRESH_PAYER_LINK,
  PayerLinkView,
  RECHECK,
  RESOLVE,
  ResolveCommand,
  STOP,
} from '../contracts/messages.js';
import { GET_CANCELLATION, GET_PAYER_LINK } from '../contracts/messages.js';
import { CancellationError } from './errors.js';
import type { RunSnapshot } from './run-snapshot.js';
import type { Runs } from './runs.js';
import { closedCancellation, meaningOfQuery } from './temporal-error.js';

/** Answered by every worker of the SDK: `temporal.api.sdk.v1.WorkflowMetadata`. */
const WORKFLOW_METADATA = '__temporal_workflow_metadata';

export type CommandMessage =
  | { readonly name: typeof FRESH_PAYER_LINK | typeof RECHECK | typeof STOP; readonly command: Command }
  | { readonly name: typeof RESOLVE; readonly command: ResolveCommand };

/**
 * Gives a run a command; returns once the run has taken it, not once it is done.
 *
 * @throws {CancellationError} `not_found`, `cancellation_closed`, `not_in_review`, `no_payer_awaited`,
 *   `worker_unavailable` (the command may still be taken later), `temporal_unavailable`
 */
export async function sendCommand(runs: Runs, ref: CancellationRef, message: CommandMessage): Promise<void> {
  const run = await openRun(runs, ref);
  // The server checks the chain, so that a command never reaches another request for the same payment.
  const handle = runs.client.workflow.getHandle(run.workflowId, undefined, { firstExecutionRunId: run.firstRunId });
  try {
    await runs.call(() => handle.executeUpdate<void, [Command | ResolveCommand]>(message.name, { args: [message.command] }));
  } catch (error) {
    if (error instanceof CancellationError && error.code === 'not_found') throw closedCancellation(error);
    throw error;
  }
}

/**
 * The payer's current link, sealed, or null while no payer can act.
 *
 * @throws {CancellationError} `worker_unavailable`, `temporal_unavailable`
 */
export function readPayerLink(runs: Runs, run: RunSnapshot): Promise<PayerLinkView> {
  return query<PayerLinkView>(runs, run, GET_PAYER_LINK);
}

/**
 * How a run sees itself: more than it publishes.
 *
 * @throws {CancellationError} `worker_unavailable`, `temporal_unavailable`
 */
export function readView(runs: Runs, run: RunSnapshot): Promise<CancellationView> {
  return query<CancellationView>(runs, run, GET_CANCELLATION);
}

/**
 * What a run says of itself to operators, the current details of the Temporal UI: what it waits for, until when, the
 * provider's last words, the runbook. Markdown; empty before its first step.
 *
 * @throws {CancellationError} `worker_unavailable`, `temporal_unavailable`
 */
export async function readDetails(runs: Runs, run: RunSnapshot): Promise<string> {
  const { currentDetails } = await query<{ readonly currentDetails?: string }>(runs, run, WORKFLOW_METADATA);
  return currentDetails ?? '';
}

async function query<View>(runs: Runs, { workflowId, runId }: RunSnapshot, name: string): Promise<View> {
  try {
    return await runs.client.withDeadline(Date.now() + runs.rpcTimeoutMs, () =>
      runs.client.workflow.getHandle(workflowId, runId).query<View>(name),
    );
  } catch (error) {
    throw meaningOfQuery(error);
  }
}

async function openRun(runs: Runs, ref: CancellationRef): Promise<RunSnapshot> {
  const run = await runs.current(ref);
  if (run === null) throw new CancellationError('not_found', 'There is no such cancellation.');
  if (run.execution !== 'open') throw closedCancellation();
  return run;
}
