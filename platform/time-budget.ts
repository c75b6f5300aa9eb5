import type { TimeBudget } from '../contracts/provider.js';

/** One provider call lasts this long at most, body included (design section 3). */
export const CALL_LIMIT_MS = 15_000;

/** With less than this left nothing is sent any more: the answer could not be awaited (design section 3). */
export const MINIMUM_TO_SEND_MS = 5_000;

/**
 * Starts the clock that all calls of one activity attempt share.
 *
 * @param totalMs 20 000 in an activity: below its start-to-close time, so that a call never outlives its attempt
 * @param signal aborts running calls, e.g. when the activity is cancelled
 * @param now milliseconds on a clock that never jumps; it also runs while the process is stopped
 */
export function startTimeBudget({
  totalMs,
  signal,
  now = () => performance.now(),
}: {
  readonly totalMs: number;
  readonly signal: AbortSignal;
  readonly now?: () => number;
}): TimeBudget {
  const startedAt = now();
  return {
    signal,
    remainingMs: () => Math.max(0, totalMs - (now() - startedAt)),
  };
}
