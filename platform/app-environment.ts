import { hostOf, isLoopbackHost } from './loopback.js';
import type { SettingSource } from './setting-source.js';
import type { TemporalSettings } from './temporal-settings.js';

export type AppEnvironment = 'development' | 'production';

export interface Reach {
  readonly apiHost: string;
  readonly publicUrl: URL;
  /** Null where the Temporal settings themselves are wrong. */
  readonly temporal: TemporalSettings | null;
}

/**
 * `APP_ENV`. Unset means development, but only for a process that never leaves this machine: forgetting it must not
 * put a development set-up on a network (design section 9).
 *
 * @param outward the variables that make this process leave this machine
 */
export function readAppEnvironment(source: SettingSource, outward: readonly string[]): AppEnvironment {
  const chosen = source.choice('APP_ENV', ['development', 'production']);
  if (chosen !== null || source.text('APP_ENV') !== null) return chosen ?? 'development';
  if (outward.length > 0) {
    source.missing('APP_ENV', `set it to development or production, as ${outward.join(', ')} leaves this machine`);
  }
  return 'development';
}

/** The variables with which worker, API or CLI leave this machine. */
export function outwardVariables(source: SettingSource, { apiHost, publicUrl, temporal }: Reach): readonly string[] {
  return [
    ...(isLoopbackHost(apiHost) ? [] : ['API_HOST']),
    ...(isLoopbackHost(publicUrl.hostname) || source.text('PUBLIC_URL') === null ? [] : ['PUBLIC_URL']),
    ...(temporal === null || isLoopbackHost(hostOf(temporal.address)) ? [] : ['TEMPORAL_ADDRESS']),
  ];
}

/** What production never goes without, whichever process it is (design section 6). */
export function guardProduction(source: SettingSource, { publicUrl, temporal }: Reach): void {
  if (publicUrl.protocol !== 'https:') {
    source.problem(`PUBLIC_URL is "${publicUrl.href}": production needs an https address that payers can reach`);
  }
  if (temporal === null || isLoopbackHost(hostOf(temporal.address))) return;
  const { tls, apiKey } = temporal.connectionOptions;
  if (tls !== undefined && tls !== false) return;
  source.problem(
    apiKey === undefined
      ? `TEMPORAL_TLS or TEMPORAL_API_KEY is missing: production needs one towards ${temporal.address}`
      : `TEMPORAL_TLS is off: the API key would cross the network to ${temporal.address} in clear`,
  );
}

