import { setTimeout as sleep } from 'node:timers/promises';
import type { TemporalClient } from '../client/index.js';
import type { Logger } from '../platform/logging.js';
import { NamespaceError, prepareNamespace } from '../platform/prepare-namespace.js';
import { requireCurrentServer } from '../platform/server-version.js';
import type { TemporalReadiness } from './dependencies.js';
import { ProblemError } from './problem.js';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

/**
 * Refuses what needs Temporal while Temporal is known to be away.
 *
 * @throws {ProblemError} `temporal_unavailable`
 */
export function requireTemporal(temporal: TemporalReadiness): void {
  if (!temporal.isPrepared()) {
    throw new ProblemError('temporal_unavailable', 'Temporal has not been reached yet since this process started.');
  }
  if (!temporal.isReachable()) {
    throw new ProblemError('temporal_unavailable', 'Temporal cannot be reached right now; try again.');
  }
}

/** Prepares the namespace in the background, for as long as it takes. */
export class NamespacePreparation {
  readonly #temporal: TemporalClient;
  readonly #logger: Logger;
  #prepared = false;

  constructor(temporal: TemporalClient, logger: Logger) {
    this.#temporal = temporal;
    this.#logger = logger;
  }

  isPrepared(): boolean {
    return this.#prepared;
  }

  /**
   * Tries until the namespace is prepared or `stop` says so.
   *
   * @throws {NamespaceError} when trying again cannot help
   */
  async run(stop: AbortSignal): Promise<void> {
    for (let delay = FIRST_DELAY_MS; !stop.aborted; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
      try {
        await this.#prepare();
        return;
      } catch (error) {
        if (error instanceof NamespaceError) throw error;
        this.#logger.warn({ err: error }, 'Temporal cannot be used yet; trying again');
        await sleep(delay, undefined, { signal: stop }).catch(() => undefined);
      }
    }
  }

  async #prepare(): Promise<void> {
    const { client, connection } = this.#temporal;
    const { namespace } = client.options;
    const created = await client.withDeadline(Date.now() + LONGEST_DELAY_MS, async () => {
      await requireCurrentServer(connection.workflowService);
      return prepareNamespace(connection.operatorService, namespace);
    });
    this.#prepared = true;
    this.#logger.info({ namespace, created }, 'Temporal is ready');
  }
}
