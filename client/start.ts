import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import { CANCEL_WORKFLOW, cancelWorkflowId } from '../contracts/names.js';
import type { PaymentRef } from '../contracts/payment.js';
import { differingTerms } from '../contracts/request.js';
import { MEMO_KEY } from '../contracts/run.js';
import type { CancellationTerms } from '../contracts/run.js';
import { CancellationError } from './errors.js';
import { firstSnapshot } from './run-snapshot.js';
import type { RunSnapshot } from './run-snapshot.js';
import type { Runs } from './runs.js';
import { fingerprintOf, hashOfKey, startOptions } from './start-options.js';
import type { CancelPayment } from './start-options.js';

export interface StartRequest {
  readonly payment: PaymentRef;
  readonly terms: CancellationTerms;
  readonly idempotencyKey: string | null;
  readonly correlationId: string | null;
  readonly taskQueue: string;
}

export interface Started {
  /** The run as it stood right after the start, or as it was found. */
  readonly run: RunSnapshot;
  /** False where an equal request was found. */
  readonly created: boolean;
}

/** A run may close between "already started" and the look at it; then a new one is due. */
const ATTEMPTS = 3;

/**
 * Starts a cancellation, or finds the equal request that is already there (design section 5).
 *
 * An idempotency key is remembered by the payment's latest run, open or closed. Without one only an open run counts.
 * @throws {CancellationError} `terms_conflict`, `idempotency_key_reused`, `temporal_unavailable`,
 *   `namespace_not_prepared`
 */
export async function startCancellation(runs: Runs, request: StartRequest): Promise<Started> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const remembered = request.idempotencyKey === null ? null : await rememberedBy(runs, request);
    if (remembered !== null) return { run: remembered, created: false };
    const started = (await startNew(runs, request)) ?? (await joinOpen(runs, request));
    if (started !== null) return started;
  }
  throw new CancellationError('temporal_unavailable', 'The payment is being cancelled again and again; try later.');
}

/** The latest run, where it came from the same idempotency key. */
async function rememberedBy(runs: Runs, request: StartRequest): Promise<RunSnapshot | null> {
  const latest = await runs.latest(cancelWorkflowId(request.payment));
  return latest !== null && hasSameKey(latest, request) ? latest : null;
}

/** @throws {CancellationError} `idempotency_key_reused` where the key is the same and the body is not */
function hasSameKey({ memo }: RunSnapshot, { idempotencyKey, payment, terms }: StartRequest): boolean {
  if (idempotencyKey === null || memo.idempotencyKeyHash !== hashOfKey(idempotencyKey)) return false;
  if (memo.requestFingerprint === fingerprintOf(payment, terms)) return true;
  throw new CancellationError('idempotency_key_reused', 'This Idempotency-Key came with another body before.');
}

/** A new run, or null where one is open already. */
async function startNew(runs: Runs, request: StartRequest): Promise<Started | null> {
  const { payment, terms, taskQueue, idempotencyKey, correlationId } = request;
  const workflowId = cancelWorkflowId(payment);
  const options = startOptions({
    workflowId,
    taskQueue,
    payment,
    terms,
    idempotencyKeyHash: idempotencyKey === null ? null : hashOfKey(idempotencyKey),
    observing: null,
    correlationId,
    now: new Date(),
  });
  try {
    const { firstExecutionRunId } = await runs.call(() =>
      runs.client.workflow.start<CancelPayment>(CANCEL_WORKFLOW, {
        ...options,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      }),
    );
    return { run: firstSnapshot(workflowId, firstExecutionRunId, options.memo[MEMO_KEY]), created: true };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}

/** The open run of an equal request, or null where it has closed meanwhile. */
async function joinOpen(runs: Runs, request: StartRequest): Promise<Started | null> {
  const open = await runs.latest(cancelWorkflowId(request.payment));
  if (open === null || (!hasSameKey(open, request) && open.execution !== 'open')) return null;
  const fields = differingTerms(open.memo.terms, request.terms);
  if (fields.length === 0) return { run: open, created: false };
  throw new CancellationError(
    'terms_conflict',
    `This payment is being cancelled already, with another ${fields.join(', ')}.`,
    { fields },
  );
}
