import { createHash, randomUUID } from 'node:crypto';
import type { WorkflowSignalWithStartOptions, WorkflowStartOptions } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import type { PaymentRef } from '../contracts/payment.js';
import { canonicalRequest } from '../contracts/request.js';
import { MEMO_KEY } from '../contracts/run.js';
import type { CancellationMemo, CancellationTerms, CancelPaymentInput, Observed } from '../contracts/run.js';
import {
  CancellationStatusKey,
  MerchantAccount,
  OrderRef,
  PaymentId,
  PaymentProvider,
} from '../contracts/search-attributes.js';

/** `CancelPaymentWorkflow`, by its type alone. */
export type CancelPayment = (input: CancelPaymentInput) => Promise<unknown>;

/** Everything a start and a signal-with-start of `CancelPaymentWorkflow` have in common. */
type CommonStartOptions = Pick<
  WorkflowStartOptions<CancelPayment> & WorkflowSignalWithStartOptions,
  'workflowId' | 'taskQueue' | 'typedSearchAttributes' | 'staticSummary' | 'staticDetails'
> & { readonly args: [CancelPaymentInput]; readonly memo: { [MEMO_KEY]: CancellationMemo } };

export interface RunRequest {
  readonly workflowId: string;
  readonly taskQueue: string;
  readonly payment: PaymentRef;
  readonly terms: CancellationTerms;
  readonly idempotencyKeyHash: string | null;
  readonly observing: Observed | null;
  readonly correlationId: string | null;
  readonly now: Date;
}

/**
 * How a run begins: its input, what a describe tells without a worker (memo, search attributes) and what operators
 * read. No workflow timeout: the run itself keeps every deadline. No personal data beyond ids.
 */
export function startOptions(request: RunRequest): CommonStartOptions {
  const { workflowId, taskQueue, payment, terms, observing, correlationId } = request;
  const requestedAt = request.now.toISOString();
  const requestId = randomUUID();
  const memo: CancellationMemo = {
    requestId,
    payment,
    terms,
    requestedAt,
    supersedes: observing?.supersedes ?? null,
    idempotencyKeyHash: request.idempotencyKeyHash,
    requestFingerprint: fingerprintOf(payment, terms),
  };
  return {
    workflowId,
    taskQueue,
    args: [{ payment, terms, requestId, requestedAt, observing, carried: null, correlationId }],
    memo: { [MEMO_KEY]: memo },
    typedSearchAttributes: searchAttributes(payment, terms),
    staticSummary: summary(request),
    staticDetails: details(request),
  };
}

function searchAttributes({ provider, account, paymentId }: PaymentRef, terms: CancellationTerms): SearchAttributePair[] {
  return [
    { key: PaymentProvider, value: provider },
    { key: MerchantAccount, value: account },
    { key: PaymentId, value: paymentId },
    { key: CancellationStatusKey, value: 'requested' },
    ...(terms.orderRef === null ? [] : [{ key: OrderRef, value: terms.orderRef }]),
  ];
}

function summary({ payment, terms, observing }: RunRequest): string {
  const order = terms.orderRef === null ? '' : `, order ${terms.orderRef}`;
  const what = observing === null ? 'Cancel' : 'Late news of';
  return `${what} ${payment.provider} payment ${payment.paymentId}${order}`;
}

function details({ payment, terms, observing, now }: RunRequest): string {
  const lines = [
    `- provider: ${payment.provider}, account: ${payment.account}`,
    `- payment: \`${payment.paymentId}\``,
    ...(terms.orderRef === null ? [] : [`- order: \`${terms.orderRef}\``]),
    `- requested at: ${now.toISOString()}`,
    ...(terms.deadlineSeconds === null ? [] : [`- payer's deadline asked for: ${terms.deadlineSeconds} s`]),
    ...(terms.maxRounds === null ? [] : [`- payer rounds at most: ${terms.maxRounds}`]),
    ...(observing === null ? [] : [`- reads only; follows cancellation \`${observing.supersedes}\``]),
  ];
  return lines.join('\n');
}

/** SHA-256 of the canonical request, hex. */
export function fingerprintOf(payment: PaymentRef, terms: CancellationTerms): string {
  return sha256(canonicalRequest(payment, terms));
}

/** SHA-256 of an idempotency key, hex: the key itself is not kept. */
export function hashOfKey(idempotencyKey: string): string {
  return sha256(`idempotency-key ${idempotencyKey}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
