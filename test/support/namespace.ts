import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { prepareNamespace } from '../../platform/prepare-namespace.js';

const LOOK_AGAIN_MS = 50;
const GIVE_UP_AFTER_MS = 30_000;

/**
 * Registers a namespace nobody else uses, with the project's search attributes, and waits until runs can be started in
 * it (the server's caches take a moment).
 * @returns its name
 */
export async function freshNamespace(address: string): Promise<string> {
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
    await untilDone(async () => await prepareNamespace(connection.operatorService, namespace));
    await untilDone(async () => await connection.workflowService.listWorkflowExecutions({ namespace, query: "PaymentId = 'none'", pageSize: 1 }));
  } finally {
    await connection.close();
  }
  return namespace;
}

async function untilDone(attempt: () => Promise<unknown>): Promise<void> {
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }
}
