import type { SettingSource } from './setting-source.js';

export interface TimingSettings {
  readonly payerDeadlineSeconds: number;
  readonly maxRounds: number;
  /** Waits between the fast re-reads after a payer's return, in milliseconds. */
  readonly recheckScheduleMs: readonly number[];
  /** Waits between sparse re-reads, in milliseconds; the last one repeats. */
  readonly pollScheduleMs: readonly number[];
  readonly providerWaitSeconds: number;
  readonly unresolvedAfterSeconds: number;
}

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

/** The timing group of design section 9. */
export function readTimingSettings(source: SettingSource): TimingSettings {
  const step = { from: 1, to: 7 * DAY };
  const wait = { from: 1, to: 365 * DAY };
  return {
    payerDeadlineSeconds:
      source.duration('PAYER_DEADLINE', { from: SECOND, to: 30 * DAY, standard: '7d' }) / SECOND,
    maxRounds: source.wholeNumber('MAX_PAYER_ROUNDS', { from: 1, to: 20, standard: 5 }),
    recheckScheduleMs: source.schedule('RECHECK_SCHEDULE', { ...step, standard: '2s,10s,30s' }),
    pollScheduleMs: source.schedule('POLL_SCHEDULE', { ...step, standard: '1m,5m,15m,1h' }),
    providerWaitSeconds: source.duration('PROVIDER_WAIT', { ...wait, standard: '24h' }) / SECOND,
    unresolvedAfterSeconds: source.duration('UNRESOLVED_AFTER', { ...wait, standard: '30d' }) / SECOND,
  };
}
