import { setTimeout as sleep } from 'node:timers/promises';
import { ProviderFault } from '../../contracts/fault.js';
import type { TimeBudget } from '../../contracts/provider.js';

const MINUTE_MS = 60_000;

/** A wait must leave this much for the call it waits for. */
const LEFT_FOR_THE_CALL_MS = 5_000;

export interface RateLimit {
  /**
   * Waits for its turn, within the budget.
   * @throws {ProviderFault} `powens.rate_limit_reached` when the turn comes too late for this budget
   */
  turn(budget: TimeBudget): Promise<void>;
}

/**
 * Lets at most `perMinute` calls through in any 60 seconds, in the order they came; null lets all through.
 * Powens publishes 30 a minute for its sandbox and nothing for production (reference page "Fair usage policy").
 */
export function createRateLimit(perMinute: number | null, nowMs: () => number = () => performance.now()): RateLimit {
  if (perMinute === null) return { turn: async () => undefined };
  // The start of each call of the last minute, those still waiting for theirs included.
  const starts: number[] = [];
  return {
    turn: async (budget) => {
      const now = nowMs();
      const blocking = starts.at(-perMinute);
      const waitMs = blocking === undefined ? 0 : Math.max(0, blocking + MINUTE_MS - now);
      if (waitMs > 0 && waitMs + LEFT_FOR_THE_CALL_MS > budget.remainingMs()) throw limitFault(waitMs);
      starts.push(now + waitMs);
      starts.splice(0, starts.length - perMinute);
      if (waitMs > 0) await sleep(waitMs, undefined, { signal: budget.signal }).catch(() => undefined);
    },
  };
}

function limitFault(waitMs: number): ProviderFault {
  return new ProviderFault({
    code: 'powens.rate_limit_reached',
    message: 'POWENS_RATE_PER_MINUTE leaves no call to Powens for now; nothing was sent.',
    retryable: true,
    retryAfterSeconds: Math.ceil(waitMs / 1000),
    neverProcessed: true,
  });
}
