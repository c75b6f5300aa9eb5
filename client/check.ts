import { randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import type { CancellationCheck, CheckPaymentInput } from '../contracts/check.js';
import { CHECK_WORKFLOW } from '../contracts/names.js';
import type { PaymentRef } from '../contracts/payment.js';
import { CancellationError } from './errors.js';
import type { Runs } from './runs.js';
import { waitForBeginning, withinLimit } from './wait.js';
import type { Watched, WaitLimit } from './wait.js';

/** `CheckPaymentWorkflow`, by its type alone. */
type CheckPayment = (input: CheckPaymentInput) => Promise<CancellationCheck>;

export interface CheckRequest {
  readonly payment: PaymentRef;
  readonly taskQueue: string;
  /** For the answer; a run nobody begins is given up earlier, after the deadline of a call to Temporal. */
  readonly limit: WaitLimit;
}

/**
 * Asks what a request to cancel would meet. The run reads once and sends nothing; one that nobody waits for any more
 * ends by itself.
 *
 * @throws {CancellationError} `worker_unavailable`, `temporal_unavailable`, `aborted`
 */
export async function checkPayment(runs: Runs, { payment, taskQueue, limit }: CheckRequest): Promise<CancellationCheck> {
  const end = Date.now() + limit.waitMs;
  const handle = await runs.call(() =>
    runs.client.workflow.start<CheckPayment>(CHECK_WORKFLOW, {
      workflowId: `check/${randomUUID()}`,
      taskQueue,
      args: [{ payment }],
      workflowExecutionTimeout: Math.max(limit.waitMs, 1_000),
      staticSummary: `Could ${payment.provider} payment ${payment.paymentId} be cancelled?`,
    }),
  );
  const run: Watched = { workflowId: handle.workflowId, runId: handle.firstExecutionRunId, since: 0 };
  const begun = await waitForBeginning(runs.client, run, { ...limit, waitMs: Math.min(runs.rpcTimeoutMs, limit.waitMs) });
  if (begun === null) throw unanswered();
  const answer = await withinLimit(runs.client, { ...limit, waitMs: end - Date.now() }, () => resultOf(handle));
  if (answer === null) throw unanswered();
  return answer;
}

async function resultOf(handle: WorkflowHandle<CheckPayment>): Promise<CancellationCheck> {
  try {
    return await handle.result();
  } catch (error) {
    throw error instanceof WorkflowFailedError ? unanswered(error) : error;
  }
}

function unanswered(cause?: unknown): CancellationError {
  return new CancellationError('worker_unavailable', 'No worker answered in time; nothing was sent, try again.', { cause });
}
