import { EVENTS_TASK_QUEUE, TASK_QUEUE } from '../../contracts/names.js';
import { SEARCH_ATTRIBUTES } from '../../contracts/search-attributes.js';
import { missingAttributes } from '../../platform/prepare-namespace.js';
import { requireCurrentServer } from '../../platform/server-version.js';
import type { Session } from '../session.js';
import { failure, type Finding, ok, reasonOf, warning } from './finding.js';

const ANSWER_WITHIN_MS = 5_000;
/** A worker asks at least once a minute; the server shows it for five minutes after. */
const SILENT_AFTER_MS = 90_000;
/** `temporal.api.enums.v1.TaskQueueType`. */
const TASK_QUEUE_TYPES = [
  { type: 1, name: 'workflow tasks' },
  { type: 2, name: 'activities' },
] as const;

/** Connection, server, namespace, search attributes and workers; each is looked at only where the one before allows it. */
export async function checkTemporal(session: Session): Promise<Finding[]> {
  const reached = await checkServer(session);
  if (reached.some(({ state }) => state === 'fail')) return reached;
  const namespace = await checkNamespace(session);
  if (namespace.state === 'fail') return [...reached, namespace];
  const workers = [TASK_QUEUE, EVENTS_TASK_QUEUE].map((queue) => checkWorkers(session, queue));
  return [...reached, namespace, await checkSearchAttributes(session), ...(await Promise.all(workers))];
}

async function checkServer({ connection, temporal: { address } }: Session): Promise<Finding[]> {
  try {
    const info = await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => connection.workflowService.getSystemInfo({}));
    return [ok('Temporal connection', address), await checkVersion(info)];
  } catch (error) {
    const mend = 'Is it running (npm run temporal), and are TEMPORAL_ADDRESS, TEMPORAL_TLS and TEMPORAL_API_KEY right?';
    return [failure('Temporal connection', `${address}: ${reasonOf(error)}`, mend)];
  }
}

async function checkVersion(info: { readonly serverVersion?: string | null }): Promise<Finding> {
  const version = info.serverVersion ?? 'unknown';
  try {
    await requireCurrentServer({ getSystemInfo: () => Promise.resolve(info) });
    return ok('Temporal server', version);
  } catch (error) {
    return failure('Temporal server', version, reasonOf(error));
  }
}

async function checkNamespace({ connection, temporal: { namespace } }: Session): Promise<Finding> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400;
    return ok('namespace', `${namespace}, remembers closed runs for ${days} d`);
  } catch (error) {
    return failure('namespace', reasonOf(error), `Create it (temporal operator namespace create -n ${namespace}), or set TEMPORAL_NAMESPACE.`);
  }
}

async function checkSearchAttributes({ connection, temporal: { namespace } }: Session): Promise<Finding> {
  const mend = 'Start a worker or the API once: they create them, or say why they cannot.';
  try {
    const missing = await missingAttributes(connection.operatorService, namespace);
    if (missing.length === 0) return ok('search attributes', `${SEARCH_ATTRIBUTES.length} of ${SEARCH_ATTRIBUTES.length}`);
    return failure('search attributes', `missing: ${missing.map(({ name }) => name).join(', ')}`, mend);
  } catch (error) {
    return failure('search attributes', reasonOf(error), mend);
  }
}

async function checkWorkers({ connection, temporal: { namespace } }: Session, queue: string): Promise<Finding> {
  const check = `workers on ${queue}`;
  try {
    const seen = await Promise.all(
      TASK_QUEUE_TYPES.map(async ({ type, name }) => {
        const { pollers } = await connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: queue }, taskQueueType: type });
        return { name, silentMs: (pollers ?? []).map(({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000) };
      }),
    );
    const unserved = seen.filter(({ silentMs }) => silentMs.length === 0).map(({ name }) => name);
    if (unserved.length > 0) return failure(check, `nobody asks for ${unserved.join(' and ')}`, 'Start one: npm run worker.');
    const quietestMs = Math.max(...seen.map(({ silentMs }) => Math.min(...silentMs)));
    if (quietestMs <= SILENT_AFTER_MS) return ok(check, `${Math.max(...seen.map(({ silentMs }) => silentMs.length))} polling`);
    return warning(check, `last heard of ${Math.round(quietestMs / 1_000)} s ago`, 'Is it still running? If not: npm run worker.');
  } catch (error) {
    return failure(check, reasonOf(error), 'Is this Temporal allowed to be asked about task queues?');
  }
}
