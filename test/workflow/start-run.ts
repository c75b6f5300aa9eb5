import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { type SearchAttributePair, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import { CANCEL_WORKFLOW, cancelWorkflowId, lateNewsWorkflowId } from '../../contracts/names.js';
import type { PaymentRef } from '../../contracts/payment.js';
import {
  type CancellationMemo,
  type CancellationTerms,
  type CancelPaymentInput,
  MEMO_KEY,
  type Observed,
} from '../../contracts/run.js';
import {
  CancellationStatusKey,
  MerchantAccount,
  OrderRef,
  PaymentId,
  PaymentProvider,
} from '../../contracts/search-attributes.js';
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
  readonly requestedAt?: Date;
  /** The message of a signal-with-start, by name. */
  readonly withSignal?: { readonly name: string; readonly argument: unknown };
}

/** Starts a run with the id, memo and search attributes that the client library gives it. */
export async function startRun(
  { client, taskQueue, provider }: { readonly client: Client; readonly taskQueue: string; readonly provider: ScriptedProvider },
  { payment, terms, observing = null, requestedAt = new Date(), withSignal }: RunOptions & { readonly payment: PaymentRef },
): Promise<Run> {
  const input: CancelPaymentInput = {
    payment,
    terms: { ...STANDARD_TERMS, ...terms },
    requestId: randomUUID(),
    requestedAt: requestedAt.toISOString(),
    observing,
    carried: null,
  };
  const options = {
    workflowId: observing === null ? cancelWorkflowId(payment) : lateNewsWorkflowId(payment),
    taskQueue,
    args: [input] as [CancelPaymentInput],
    memo: { [MEMO_KEY]: memoOf(input) },
    typedSearchAttributes: searchAttributesOf(input),
    staticSummary: `Cancel ${payment.provider} payment ${payment.paymentId}`,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
  };
  const handle =
    withSignal === undefined
      ? await client.workflow.start(CANCEL_WORKFLOW, { ...options, workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL })
      : await client.workflow.signalWithStart(CANCEL_WORKFLOW, {
          ...options,
          signal: withSignal.name,
          signalArgs: [withSignal.argument],
        });
  return new Run({ client, provider, payment, input, workflowId: handle.workflowId, firstRunId: await firstRunIdOf(client, handle.workflowId) });
}

async function firstRunIdOf(client: Client, workflowId: string): Promise<string> {
  return (await client.workflow.getHandle(workflowId).describe()).runId;
}

function memoOf({ payment, terms, requestedAt, observing }: CancelPaymentInput): CancellationMemo {
  return {
    payment,
    terms,
    requestedAt,
    supersedes: observing?.supersedes ?? null,
    idempotencyKeyHash: null,
    requestFingerprint: 'sha256:of-the-request',
  };
}

function searchAttributesOf({ payment, terms, observing }: CancelPaymentInput): SearchAttributePair[] {
  return [
    { key: PaymentProvider, value: payment.provider },
    { key: MerchantAccount, value: payment.account },
    { key: PaymentId, value: payment.paymentId },
    { key: CancellationStatusKey, value: observing === null ? 'requested' : 'verifying' },
    ...(terms.orderRef === null ? [] : [{ key: OrderRef, value: terms.orderRef }]),
  ];
}
