import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.js';
import { EVENTS_TASK_QUEUE, TASK_QUEUE } from '../contracts/names.js';
import { requireCurrentServer } from '../platform/server-version.js';
import { columns, type Output } from './output.js';
import type { Session } from './session.js';

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  /** What was found, or how to mend it. */
  readonly detail: string;
}

/** @returns true when all is well */
export async function doctor({ connection, temporal }: Session, output: Output): Promise<boolean> {
  const { namespace, address } = temporal;
  const findings: Finding[] = [];
  const look = async (check: string, remedy: string, inspect: () => Promise<string>): Promise<void> => {
    try {
      findings.push({ check, ok: true, detail: await inspect() });
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      findings.push({ check, ok: false, detail: `${reason}. ${remedy}` });
    }
  };
  await look('Temporal', 'Is it running (npm run temporal), and is TEMPORAL_ADDRESS right?', async () => {
    await connection.withDeadline(Date.now() + 5_000, () => requireCurrentServer(connection.workflowService));
    return address;
  });
  if (findings.every(({ ok }) => ok)) {
    await look('namespace', `Create it: temporal operator namespace create -n ${namespace}`, async () => {
      await connection.workflowService.describeNamespace({ namespace });
      return namespace;
    });
    await look('search attributes', 'Start a worker or the API once: they create them.', async () => {
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      const missing = SEARCH_ATTRIBUTES.filter(({ name }) => customAttributes?.[name] === undefined);
      if (missing.length > 0) throw new Error(`missing: ${missing.map(({ name }) => name).join(', ')}`);
      return `${SEARCH_ATTRIBUTES.length} of ${SEARCH_ATTRIBUTES.length}`;
    });
    for (const queue of [TASK_QUEUE, EVENTS_TASK_QUEUE]) {
      await look(`workers on ${queue}`, 'Start one: npm run worker', async () => {
        const { pollers } = await connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: queue } });
        if ((pollers ?? []).length === 0) throw new Error('nobody polls');
        return `${pollers?.length} polling`;
      });
    }
  }
  const well = findings.every(({ ok }) => ok);
  output.write(
    output.json
      ? `${JSON.stringify({ ok: well, findings })}\n`
      : `${columns(findings.map(({ check, ok, detail }) => [ok ? 'ok' : 'MEND', check, detail])).join('\n')}\n`,
  );
  return well;
}
