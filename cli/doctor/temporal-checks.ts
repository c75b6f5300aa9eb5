import { SEARCH_ATTRIBUTES } from '../../contracts/search-attributes.js';
import { missingAttributes } from '../../platform/prepare-namespace.js';
import { requireCurrentServer } from '../../platform/server-version.js';
import type { Session } from '../session.js';
import { failure, type Finding, ok, reasonOf } from './finding.js';
import { checkWorkers } from './worker-checks.js';

const ANSWER_WITHIN_MS = 5_000;

/** Connection, server, namespace, search attributes and workers; each is looked at only where the one before allows it. */
export async function checkTemporal(session: Session): Promise<Finding[]> {
  const reached = await checkServer(session);
  if (reached.some(({ state }) => state === 'fail')) return reached;
  const namespace = await checkNamespace(session);
  if (namespace.state === 'fail') return [...reached, namespace];
  return [...reached, namespace, await checkSearchAttributes(session), ...(await checkWorkers(session))];
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
