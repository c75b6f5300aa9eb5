import { connectLazily } from '../client/index.js';
import type { TemporalClient } from '../client/index.js';

const ANSWER_WITHIN_MS = 2_000;

/** A connection of its own for one question, asked without the retries that would keep its answer back. */
export class TemporalProbe {
  readonly #temporal: TemporalClient;

  constructor(options: Parameters<typeof connectLazily>[0], namespace: string) {
    this.#temporal = connectLazily({ ...options, interceptors: [] }, namespace);
  }

  /** @throws gRPC errors, within 2 s */
  async ask(): Promise<void> {
    const { client } = this.#temporal;
    const { namespace } = client.options;
    await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => client.workflowService.describeNamespace({ namespace }));
  }

  async close(): Promise<void> {
    await this.#temporal.connection.close();
  }
}
