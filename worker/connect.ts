import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import type { Logger } from '../platform/logging.js';
import { NamespaceError, prepareNamespace } from '../platform/prepare-namespace.js';
import { requireCurrentServer } from '../platform/server-version.js';
import type { TemporalSettings } from '../platform/temporal-settings.js';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

/**
 * A connection to a prepared namespace, tried until it stands: a worker that starts before its server
 * waits for it.
 * @param signal gives up quietly: null
 * @throws {NamespaceError} when waiting cannot help
 */
export async function connectPatiently(
  temporal: TemporalSettings,
  logger: Logger,
  signal: AbortSignal,
): Promise<NativeConnection | null> {
  for (let delay = FIRST_DELAY_MS; !signal.aborted; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    try {
      return await connect(temporal);
    } catch (error) {
      if (error instanceof NamespaceError) throw error;
      const { address, namespace } = temporal;
      logger.warn(
        { err: error, address, namespace },
        'Temporal cannot be used yet; trying again. Is it running, and are TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE right?',
      );
      await sleep(delay, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}

async function connect({ connectionOptions, namespace }: TemporalSettings): Promise<NativeConnection> {
  const connection = await NativeConnection.connect(connectionOptions);
  try {
    await requireCurrentServer(connection.workflowService);
    await prepareNamespace(connection.operatorService, namespace);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}
