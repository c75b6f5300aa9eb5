import { setTimeout as sleep } from 'node:timers/promises';
import type { TemporalClient } from '../client/index.js';
import type { Logger } from '../platform/logging.js';
import { NamespaceError, prepareNamespace } from '../platform/prepare-namespace.js';
import { requireCurrentServer } from '../platform/server-version.js';
import type { TemporalReadiness } from './dependencies.js';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;
const ANSWER_WITHIN_MS = 2_000;

/** Prepares the namespace in the background, for as long as it takes. */
export class NamespacePreparation implements TemporalReadiness {
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

  async isReachable(): Promise<boolean> {
    const { client } = this.#temporal;
    try {
      const namespace = client.options.namespace;
      await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => client.workflowService.describeNamespace({ namespace }));
      return true;
    } catch {
      return false;
    }
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
