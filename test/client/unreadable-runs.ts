import type { Client as TemporalClient } from '@temporalio/client';
import { Client } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { PaymentCancellations } from '../../client/index.js';
import { readCancellationId } from '../../contracts/cancellation-id.js';
import { CANCEL_WORKFLOW, cancelWorkflowId } from '../../contracts/names.js';
import type { PaymentRef } from '../../contracts/payment.js';
import { MEMO_KEY } from '../../contracts/run.js';
import { CancellationStatusKey, MerchantAccount, PaymentId, PaymentProvider } from '../../contracts/search-attributes.js';
import { createPayloadCodec } from '../../platform/payload-codec.js';
import { keyRingOf } from '../platform/key-ring.js';

/** Where no worker takes anything: what is begun there stays as it is. */
const NOBODYS_QUEUE = 'nobody-works-here';

/** The same namespace, seen by a process that encrypts and holds these keys; the first one writes. */
export function clientWithKeys({ connection, options }: TemporalClient, ...keys: readonly string[]): TemporalClient {
  return new Client({ connection, namespace: options.namespace, dataConverter: { payloadCodecs: [createPayloadCodec(keyRingOf(...keys))] } });
}

/** A cancellation that a process with another key has begun. */
export async function begunWithKey(client: TemporalClient, key: string, payment: PaymentRef): Promise<{ readonly id: string; readonly workflowId: string; readonly runId: string }> {
  const library = new PaymentCancellations({ client: clientWithKeys(client, key), taskQueue: NOBODYS_QUEUE });
  const { id, resource } = await library.start(payment);
  return { id, workflowId: resource.workflowId, runId: readCancellationId(id)?.firstRunId ?? '' };
}

/** What somebody else begins as a run of our type, with search attributes as if it were one of ours. */
export async function begunBySomebody(
  client: TemporalClient,
  payment: PaymentRef,
  given: { readonly workflowId?: string; readonly memo?: unknown } = {},
): Promise<{ readonly workflowId: string; readonly runId: string }> {
  const { workflowId = cancelWorkflowId(payment), memo } = given;
  const handle = await client.workflow.start(CANCEL_WORKFLOW, {
    workflowId,
    taskQueue: NOBODYS_QUEUE,
    typedSearchAttributes: attributesOf(payment),
    ...(memo === undefined ? {} : { memo: { [MEMO_KEY]: memo } }),
  });
  return { workflowId, runId: handle.firstExecutionRunId };
}

function attributesOf({ provider, account, paymentId }: PaymentRef): SearchAttributePair[] {
  return [
    { key: PaymentProvider, value: provider },
    { key: MerchantAccount, value: account },
    { key: PaymentId, value: paymentId },
    { key: CancellationStatusKey, value: 'requested' },
  ];
}
