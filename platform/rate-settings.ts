import type { SettingSource } from './setting-source.js';

/** Calls per minute and process; null: as many as they like. */
export interface RateSettings {
  readonly perToken: number | null;
  readonly perAccount: number | null;
}

/** A hundred a second: more than an order service needs, less than would starve another one. */
const STANDARD = 6_000;
const HIGHEST = 1_000_000;
const UNLIMITED = 'off';

/**
 * `API_RATE_PER_MINUTE` and `ACCOUNT_RATE_PER_MINUTE`; `off`: no limit.
 *
 * @param open no tokens are configured: a development machine, where nobody needs protection from another unless asked for
 */
export function readRateSettings(source: SettingSource, open: boolean): RateSettings {
  const standard = open ? null : STANDARD;
  return {
    perToken: rateOf(source, 'API_RATE_PER_MINUTE', standard),
    perAccount: rateOf(source, 'ACCOUNT_RATE_PER_MINUTE', standard),
  };
}

function rateOf(source: SettingSource, name: string, standard: number | null): number | null {
  const value = source.text(name);
  if (value === null) return standard;
  if (value === UNLIMITED) return null;
  const rate = /^\d{1,7}$/.test(value) ? Number(value) : 0;
  if (rate >= 1 && rate <= HIGHEST) return rate;
  source.problem(`${name} is "${value}": use a whole number from 1 to ${HIGHEST}, or ${UNLIMITED}`);
  return standard;
}
