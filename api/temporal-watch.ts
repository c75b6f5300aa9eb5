import { setTimeout as sleep } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import type { Logger } from '../platform/logging.js';

const CALM_MS = 1_000;
const ALERT_MS = 250;
/** One lost answer is a hiccup, two in a row are an absence. */
const FAILURES_OF_AN_ABSENCE = 2;

/**
 * Knows at any time whether Temporal answers, because it goes on asking: so that a call need not find out for itself,
 * one deadline after the other, and whoever calls can be told at once to come back later.
 */
export class TemporalWatch {
  readonly #ask: () => Promise<unknown>;
  readonly #logger: Logger;
  #failures = 0;

  /** @param ask one call to Temporal, with a deadline of its own and without retries */
  constructor(ask: () => Promise<unknown>, logger: Logger) {
    this.#ask = ask;
    this.#logger = logger;
  }

  /** False from the second failure in a row until the next answer. */
  isReachable(): boolean {
    return this.#failures < FAILURES_OF_AN_ABSENCE;
  }

  /** Asks until `stop` says so. Never throws. */
  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const before = this.isReachable();
      this.#failures = (await this.#answers()) ? 0 : this.#failures + 1;
      if (before !== this.isReachable()) this.#tell();
      await sleep(this.#failures === 0 ? CALM_MS : ALERT_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  async #answers(): Promise<boolean> {
    try {
      await this.#ask();
      return true;
    } catch (error) {
      return isGrpcServiceError(error) && REFUSALS.includes(error.code);
    }
  }

  #tell(): void {
    if (this.isReachable()) this.#logger.info('Temporal answers again');
    else this.#logger.warn('Temporal does not answer; until it does, what needs it is refused at once');
  }
}

/** gRPC status codes (grpc/grpc `doc/statuscodes.md`) of a server that is there but has no time or no right for the question. */
const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
const REFUSALS: readonly number[] = [PERMISSION_DENIED, RESOURCE_EXHAUSTED];
