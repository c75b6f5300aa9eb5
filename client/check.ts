import { randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { optionalTsToDate } from '@temporalio/common/lib/time.js';
import type { CancellationCheck, CheckPaymentInput, CheckPaymentResult, PaymentReading } from '../contracts/check.js';
import { CHECK_WORKFLOW } from '../contracts/names.js';
import type { PaymentRef } from '../contracts/payment.js';
import { CancellationError } from './errors.js';
import type { Runs } from './runs.js';
import { waitForBeginning, withinLimit } from './wait.js';
import type { Watched, WaitLimit } from './wait.js';

/** `CheckPaymentWorkflow`, by its type alone. */
type CheckPayment = (input: CheckPaymentInput) => Promise<CheckPaymentResult>;

export interface CheckRequest {
  readonly payment: PaymentRef;
  readonly taskQueue: string;
  readonly correlationId: string | null;
  /** For the answer; a run nobody begins is given up earlier, after the deadline of a call to Temporal. */
  readonly limit: WaitLimit;
}

/** What the provider says of a payment now, read by a worker. */
export interface PaymentSight extends PaymentReading {
  /** ISO 8601 */
  readonly readAt: string;
  /** Milliseconds that Temporal's clock is ahead of ours, as far as one call can tell; negative: behind. */
  readonly clockSkewMs: number;
}

/**
 * Asks what a request to cancel would meet. The run reads once and sends nothing; one that nobody waits for any more
 * ends by itself.
 *
 * @throws {CancellationError} `worker_unavailable`, `temporal_unavailable`, `aborted`
 */
export async function checkPayment(runs: Runs, request: CheckRequest): Promise<CancellationCheck> {
  const { cancellable, payerValidation, reason, readAt } = (await askWorker(runs, request)).result;
  return { cancellable, payerValidation, reason, readAt };
}

/** The same read, for who wants to know what the provider says. @throws as `checkPayment` */
export async function readPayment(runs: Runs, request: CheckRequest): Promise<PaymentSight> {
  const { result, clockSkewMs } = await askWorker(runs, request);
  if (result.reading === undefined) {
    throw new CancellationError('worker_unavailable', 'The worker is older than this client and does not tell what it reads: update it.');
  }
  return { ...result.reading, readAt: result.readAt, clockSkewMs };
}

interface WorkerAnswer {
  readonly result: CheckPaymentResult;
  readonly clockSkewMs: number;
}

async function askWorker(runs: Runs, { payment, taskQueue, correlationId, limit }: CheckRequest): Promise<WorkerAnswer> {
  const askedAt = Date.now();
  const end = askedAt + limit.waitMs;
  const handle = await runs.call(() =>
    runs.client.workflow.start<CheckPayment>(CHECK_WORKFLOW, {
      workflowId: `check/${randomUUID()}`,
      taskQueue,
      args: [{ payment, correlationId }],
      workflowExecutionTimeout: Math.max(limit.waitMs, 1_000),
      staticSummary: `Could ${payment.provider} payment ${payment.paymentId} be cancelled?`,
    }),
  );
  const startedBy = Date.now();
  const run: Watched = { workflowId: handle.workflowId, runId: handle.firstExecutionRunId, since: 0 };
  const begun = await waitForBeginning(runs.client, run, { ...limit, waitMs: Math.min(runs.rpcTimeoutMs, limit.waitMs) });
  if (begun === null) throw unanswered();
  const result = await withinLimit(runs.client, { ...limit, waitMs: end - Date.now() }, () => resultOf(handle));
  if (result === null) throw unanswered();
  return { result, clockSkewMs: distanceTo(optionalTsToDate(begun[0]?.eventTime), { from: askedAt, to: startedBy }) };
}

/** How far an instant lies outside a span of time; 0 within it, or where it is not known. */
function distanceTo(instant: Date | undefined, { from, to }: { readonly from: number; readonly to: number }): number {
  const at = instant?.getTime() ?? from;
  return at < from ? at - from : Math.max(at - to, 0);
}

async function resultOf(handle: WorkflowHandle<CheckPayment>): Promise<CheckPaymentResult> {
  try {
    return await handle.result();
  } catch (error) {
    throw error instanceof WorkflowFailedError ? unanswered(error) : error;
  }
}

function unanswered(cause?: unknown): CancellationError {
  return new CancellationError('worker_unavailable', 'No worker answered in time; nothing was sent, try again.', { cause });
}
