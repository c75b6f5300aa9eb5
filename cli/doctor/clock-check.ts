import { failure, type Finding, ok, warning } from './finding.js';

/** What one call can tell at best, and what does no harm. */
const HARMLESS_MS = 2_000;
/** Half of what a signature's age may be (`client/verify-event.ts`). */
const HARMFUL_MS = 150_000;

/**
 * How far another clock is from ours. Deadlines, payers' links and signatures are made on one machine and judged on
 * another.
 */
export function checkClock(check: string, skewMs: number | null): Finding {
  const mend = 'Set the clocks of all machines by NTP (timedatectl set-ntp true).';
  if (skewMs === null) return warning(check, 'not compared: no worker answered', 'Mend the above, then look again.');
  const found = Math.abs(skewMs) < 1_000 ? 'as ours' : `${Math.round(Math.abs(skewMs) / 1_000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} ours`;
  if (Math.abs(skewMs) <= HARMLESS_MS) return ok(check, found);
  return Math.abs(skewMs) <= HARMFUL_MS ? warning(check, found, mend) : failure(check, found, mend);
}
