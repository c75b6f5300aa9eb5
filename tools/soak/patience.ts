import { setTimeout as pause } from 'node:timers/promises';
import { CancellationError } from '../../client/http/index.js';

const LOOK_AGAIN_MS = 300;

export interface Patience {
  readonly untilMs: number;
  readonly signal: AbortSignal;
}

/**
 * Repeats a call that failed for want of the API, Temporal or a worker, as an order service does.
 * @returns null when the time is over
 * @throws {CancellationError} for an answer that a repeat does not change
 */
export async function patiently<Result>(work: () => Promise<Result>, { untilMs, signal }: Patience): Promise<Result | null> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CancellationError) || !(error.retryable || error.code === 'aborted')) throw error;
    }
    if (Date.now() > untilMs) return null;
    await pause(LOOK_AGAIN_MS, undefined, { signal });
  }
}
