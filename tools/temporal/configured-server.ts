import { Connection } from '@temporalio/client';
import { loadClientConfigProfile } from '@temporalio/envconfig';
import { requireCurrentServer } from '../../platform/server-version.js';
import { readTemporalSettings } from '../../platform/temporal-settings.js';
import { SetupError } from '../setup/step.mjs';

const ANSWER_WITHIN_MS = 10_000;

/**
 * Address of the Temporal server that TEMPORAL_ADDRESS or a profile of the Temporal CLI names; null when neither does.
 * @throws SetupError when the profile cannot be read
 */
export function configuredAddress(env: NodeJS.ProcessEnv): string | null {
  const set = Object.entries(env).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  try {
    return loadClientConfigProfile({ overrideEnvVars: Object.fromEntries(set) }).address ?? null;
  } catch (error) {
    throw new SetupError(`TEMPORAL_* cannot be used: ${reasonOf(error)}`);
  }
}

/**
 * Checks that the configured server answers and is new enough.
 * @throws SetupError when it does not answer
 * @throws NamespaceError when it is too old
 */
export async function checkConfiguredServer(env: NodeJS.ProcessEnv): Promise<void> {
  const { address, connectionOptions } = readTemporalSettings(env);
  const connection = await Connection.connect({ ...connectionOptions, connectTimeout: ANSWER_WITHIN_MS }).catch((error: unknown) => {
    throw new SetupError(
      `Temporal is configured at ${address} and does not answer (${reasonOf(error)}). ` +
        'Start it, or unset TEMPORAL_ADDRESS (and TEMPORAL_PROFILE) to have one started here.',
    );
  });
  try {
    await requireCurrentServer(connection.workflowService);
  } finally {
    await connection.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
