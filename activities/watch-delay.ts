import type { WatchPace } from '../contracts/run.js';

const DAY_MS = 24 * 60 * 60_000;
const FALLBACK_MS = 60_000;

/**
 * Milliseconds until a watch reads next.
 *
 * `payer`: `POLL_SCHEDULE`, its last entry repeating. `provider`: `RECHECK_SCHEDULE` first.
 * `review`: half of what was already waited, from the first poll delay up to a day, so that re-reads
 * grow from minutes to a day even when one watch follows another.
 */
export function watchDelay(wait: {
  readonly pace: WatchPace;
  /** Reads this watch has made. */
  readonly reads: number;
  readonly waitedMs: number;
  readonly recheckSchedule: readonly number[];
  readonly pollSchedule: readonly number[];
}): number {
  const { pace, reads, waitedMs, recheckSchedule, pollSchedule } = wait;
  switch (pace) {
    case 'payer':
      return entry(pollSchedule, reads);
    case 'provider':
      return entry([...recheckSchedule, ...pollSchedule], reads);
    case 'review':
      return Math.min(Math.max(entry(pollSchedule, 0), waitedMs / 2), DAY_MS);
  }
}

function entry(schedule: readonly number[], index: number): number {
  return schedule[Math.min(index, schedule.length - 1)] ?? FALLBACK_MS;
}
