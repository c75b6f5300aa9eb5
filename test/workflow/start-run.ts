import type { Client } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import { startOptions } from '../../client/start-options.js';
import { CANCEL_WORKFLOW, cancelWorkflowId, lateNewsWorkflowId } from '../../contracts/names.js';
import type { PaymentRef } from '../../contracts/payment.js';
import type { CancellationTerms, Observed } from '../../contracts/run.js';
import { Run } from './run.js';
import type { ScriptedProvider } from './scripted-provider.js';

export const STANDARD_TERMS: CancellationTerms = {
  orderRef: 'A-17',
  reason: null,
  description: null,
  payer: { returnUrl: null, locale: null },
  deadlineSeconds: null,
  maxRounds: null,
  payeeReference: null,
};

export interface RunOptions {
  readonly payment?: PaymentRef;
  readonly terms?: Partial<CancellationTerms>;
  readonly observing?: Observed | null;
  readonly correlationId?: string | null;
  readonly requestedAt?: Date;
  /** The message of a signal-with-start, by name. */
  readonly withSignal?: { readonly name: string; readonly argument: unknown };
}

/** Starts a run with the id, input, memo and search attributes that the client library gives it. */
export async function startRun(
  { client, taskQueue, provider }: { readonly client: Client; readonly taskQueue: string; readonly provider: ScriptedProvider },
  { payment, terms, observing = null, correlationId = null, requestedAt = new Date(), withSignal }: RunOptions & { readonly payment: PaymentRef },
): Promise<Run> {
  const workflowId = observing === null ? cancelWorkflowId(payment) : lateNewsWorkflowId(payment);
  const options = startOptions({
    workflowId,
    taskQueue,
    payment,
    terms: { ...STANDARD_TERMS, ...terms },
    idempotencyKeyHash: null,
    observing,
    correlationId,
    now: requestedAt,
  });
  const [input] = options.args;
  if (withSignal === undefined) {
    await client.workflow.start(CANCEL_WORKFLOW, {
      ...options,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    });
  } else {
    await client.workflow.signalWithStart(CANCEL_WORKFLOW, { ...options, signal: withSignal.name, signalArgs: [withSignal.argument] });
  }
  const { runId: firstRunId } = await client.workflow.getHandle(workflowId).describe();
  return new Run({ client, provider, payment, input, workflowId, firstRunId });
}
