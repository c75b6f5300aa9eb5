import type { RegisteredProvider } from '../contracts/provider.js';
import { readAccountSettings } from './account-settings.js';
import type { AccountSettings } from './account-settings.js';
import { readApiTokens } from './api-tokens.js';
import type { ApiToken } from './api-tokens.js';
import { guardProduction, outwardVariables, readAppEnvironment } from './app-environment.js';
import type { AppEnvironment } from './app-environment.js';
import { readEventSettings } from './event-settings.js';
import type { EventSettings } from './event-settings.js';
import { readKeyRing } from './key-ring-setting.js';
import type { KeyRing } from './keys.js';
import type { LogLevel } from './logging.js';
import { isLoopbackHost } from './loopback.js';
import { readHttpUrl, readPublicUrl, readReturnUrlOrigins } from './public-address.js';
import { readRateSettings } from './rate-settings.js';
import type { RateSettings } from './rate-settings.js';
import { SettingsError, SettingSource } from './setting-source.js';
import { readTemporalSettings } from './temporal-settings.js';
import type { TemporalSettings } from './temporal-settings.js';
import { readTimingSettings } from './timing-settings.js';
import type { TimingSettings } from './timing-settings.js';
import { readProviderQueues } from './provider-queues.js';
import type { ProviderQueue } from './provider-queues.js';
import { readWorkerVersion } from './worker-version.js';
import type { WorkerVersion } from './worker-version.js';

export { SettingsError } from './setting-source.js';
export type { AppEnvironment } from './app-environment.js';
export type { AccountSettings } from './account-settings.js';
export type { ApiScope, ApiToken } from './api-tokens.js';
export type { TimingSettings } from './timing-settings.js';

export interface SharedSettings {
  readonly appEnv: AppEnvironment;
  readonly logLevel: LogLevel;
  /** Where payers and providers reach the API; no trailing slash. */
  readonly publicUrl: string;
  readonly keyRing: KeyRing;
  /** What Temporal stores is encrypted; never off in production. */
  readonly payloadEncryption: boolean;
  readonly accounts: AccountSettings;
}

export interface WorkerSettings extends SharedSettings {
  readonly workerPort: number;
  /** Null: this worker has no version and takes whatever comes. */
  readonly version: WorkerVersion | null;
  readonly providerQueues: readonly ProviderQueue[];
  readonly timing: TimingSettings;
  /** Where operators find the runbooks (docs/runbooks), without trailing slash, or null. */
  readonly runbookUrl: string | null;
  /** Null: nobody wants to hear of what happens. */
  readonly events: EventSettings | null;
}

export interface ApiSettings extends SharedSettings {
  readonly apiHost: string;
  readonly apiPort: number;
  /** Null: the API is open, which is possible on loopback in development only. */
  readonly tokens: readonly ApiToken[] | null;
  readonly rates: RateSettings;
  /** Origins a `returnUrl` may have; null: any. */
  readonly returnUrlOrigins: readonly string[] | null;
  /** Somebody wants to hear of what happens: there is something to replay to. */
  readonly eventsEnabled: boolean;
}

/**
 * What the worker needs, checked whole (design section 9).
 *
 * In development it may create the checkout's `.data/dev-keys.json`. Safe to repeat.
 * @throws {SettingsError} naming every bad variable at once
 */
export function readWorkerSettings(env: NodeJS.ProcessEnv, providers: readonly RegisteredProvider[]): WorkerSettings {
  const source = new SettingSource(env);
  const shared = readShared(source, env, providers, 'worker');
  const settings = {
    workerPort: source.wholeNumber('WORKER_PORT', { ...PORTS, standard: 9464 }),
    version: readWorkerVersion(source),
    providerQueues: readProviderQueues(source, providers),
    timing: readTimingSettings(source),
    runbookUrl: withoutEndSlash(readHttpUrl(source, 'RUNBOOK_URL')),
    events: readEventSettings(source, shared.appEnv !== 'production'),
  };
  return { ...settings, ...finishShared(source, shared) };
}

/**
 * What the API needs, checked whole (design section 9). Provider credentials are not read.
 *
 * In development it may create the checkout's `.data/dev-keys.json`. Safe to repeat.
 * @throws {SettingsError} naming every bad variable at once
 */
export function readApiSettings(env: NodeJS.ProcessEnv, providers: readonly RegisteredProvider[]): ApiSettings {
  const source = new SettingSource(env);
  const shared = readShared(source, env, providers, 'api');
  const production = shared.appEnv === 'production';
  const { apiHost, apiPort } = shared;
  const tokens = readApiTokens(source, production);
  if (tokens === null && production) {
    source.missing('API_TOKENS', 'production needs name:token:scope+scope:account+account');
  } else if (tokens === null && !isLoopbackHost(apiHost)) {
    source.missing('API_TOKENS', `set it, or API_HOST=127.0.0.1 (API_HOST is "${apiHost}")`);
  }
  const rates = readRateSettings(source, tokens === null);
  const returnUrlOrigins = readReturnUrlOrigins(source, production);
  const eventsEnabled = readHttpUrl(source, 'EVENTS_URL') !== null;
  return { ...finishShared(source, shared), apiHost, apiPort, tokens, rates, returnUrlOrigins, eventsEnabled };
}

export interface ClientSettings extends Pick<SharedSettings, 'keyRing' | 'publicUrl' | 'payloadEncryption'> {
  /** Which queues workers should be polling. */
  readonly providerQueues: readonly ProviderQueue[];
}

/**
 * What somebody who uses the client library needs beside the Temporal connection: where payers go, and the keys. No
 * provider's settings are read.
 * @throws {SettingsError} naming every bad variable at once
 */
export function readClientSettings(env: NodeJS.ProcessEnv, providers: readonly RegisteredProvider[]): ClientSettings {
  const source = new SettingSource(env);
  const shared = readShared(source, env, [], 'api');
  const providerQueues = readProviderQueues(source, providers);
  return { ...finishShared(source, shared), providerQueues };
}

/** Pages are named behind it: `https://runbooks.example` and `https://runbooks.example/` mean the same. */
function withoutEndSlash(url: URL | null): string | null {
  return url === null ? null : url.href.replace(/\/+$/, '');
}

const PORTS = { from: 1, to: 65_535 } as const;

interface UnfinishedShared extends Omit<SharedSettings, 'keyRing'> {
  readonly apiHost: string;
  readonly apiPort: number;
}

function readShared(
  source: SettingSource,
  env: NodeJS.ProcessEnv,
  providers: readonly RegisteredProvider[],
  reader: 'worker' | 'api',
): UnfinishedShared {
  const apiHost = source.text('API_HOST') ?? '127.0.0.1';
  const apiPort = source.wholeNumber('API_PORT', { ...PORTS, standard: 3000 });
  const publicUrl = readPublicUrl(source, apiHost, apiPort);
  const reach = { apiHost, publicUrl, temporal: readTemporal(source, env) };
  const appEnv = readAppEnvironment(source, outwardVariables(source, reach));
  const production = appEnv === 'production';
  if (production) guardProduction(source, reach);
  return {
    appEnv,
    apiHost,
    apiPort,
    publicUrl: publicUrl.href.replace(/\/+$/, ''),
    logLevel: source.choice('LOG_LEVEL', ['debug', 'info', 'warn', 'error']) ?? 'info',
    payloadEncryption: readPayloadEncryption(source, production),
    accounts: readAccountSettings(source, { reader, providers, insecureLoopbackAllowed: !production }),
  };
}

/** Keys come last: a start that fails for another reason leaves no key file behind. */
function finishShared(source: SettingSource, unfinished: UnfinishedShared): SharedSettings {
  const keyRing = readKeyRing(source, unfinished.appEnv === 'production');
  source.finish();
  if (keyRing === null) throw new SettingsError(['SECRET_KEYS cannot be used']);
  const { appEnv, logLevel, publicUrl, payloadEncryption, accounts } = unfinished;
  return { appEnv, logLevel, publicUrl, keyRing, payloadEncryption, accounts };
}

/** `PAYLOAD_ENCRYPTION`: `on` or `off`; a choice in development, a must in production (design section 6). */
function readPayloadEncryption(source: SettingSource, production: boolean): boolean {
  const chosen = source.choice('PAYLOAD_ENCRYPTION', ['on', 'off']);
  if (production && chosen === 'off') source.problem('PAYLOAD_ENCRYPTION is "off": production needs it on');
  return production || chosen === 'on';
}

function readTemporal(source: SettingSource, env: NodeJS.ProcessEnv): TemporalSettings | null {
  try {
    return readTemporalSettings(env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    error.problems.forEach((problem) => source.problem(problem));
    return null;
  }
}
