import { fileURLToPath } from 'node:url';
import { Runtime } from '@temporalio/worker';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec, type PassUnreadable } from '../platform/payload-codec.js';
import type { WorkerSettings } from '../platform/settings.js';

const FAILURE_CONVERTER = import.meta.url.endsWith('.ts') ? './failure-converter.ts' : './failure-converter.js';

/**
 * How a worker reads and writes what Temporal stores.
 *
 * A message to a run that is encrypted with a key this worker does not hold reaches the run as unreadable, so that it
 * stops nothing (workflows/payload-converter.ts); everything else that cannot be decrypted repeats its task, until a
 * worker can.
 */
export function workerDataConverter({ payloadEncryption, keyRing }: Pick<WorkerSettings, 'payloadEncryption' | 'keyRing'>): DataConverter {
  if (!payloadEncryption) return {};
  return {
    payloadCodecs: [createPayloadCodec(keyRing, passMessages)],
    failureConverterPath: fileURLToPath(new URL(FAILURE_CONVERTER, import.meta.url)),
  };
}

/** Inputs, signals, commands and memos belong to a workflow; arguments, results and failures of a step to an activity. */
const passMessages: PassUnreadable = (error, context) => {
  const passes = context?.type === 'workflow';
  if (passes) Runtime.instance().logger.error(`Passed on unread: ${error.message}`, { keyId: error.keyId, workflowId: context.workflowId });
  return passes;
};
