import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { SettingsError, SettingSource } from './setting-source.js';

type Tls = NonNullable<ClientConnectConfig['connectionOptions']['tls']>;

/** Fits both `Connection` (client) and `NativeConnection` (worker). */
export interface TemporalConnectionOptions {
  readonly address: string;
  readonly tls?: Tls;
  readonly apiKey?: string;
  readonly metadata?: Record<string, string>;
}

export interface TemporalSettings {
  /** `host:port`. */
  readonly address: string;
  readonly namespace: string;
  readonly connectionOptions: TemporalConnectionOptions;
}

const STANDARD_ADDRESS = '127.0.0.1:7233';
const STANDARD_NAMESPACE = 'default';
const ADDRESS = /^(?:\[[0-9a-fA-F:.]+\]|[^\s:/@]+):\d{1,5}$/;

/**
 * Where Temporal is, from the `TEMPORAL_*` variables and profiles of the Temporal CLI (envconfig).
 *
 * `TEMPORAL_API_KEY` may also come as `TEMPORAL_API_KEY_FILE`.
 * @throws {SettingsError}
 */
export function readTemporalSettings(env: NodeJS.ProcessEnv): TemporalSettings {
  const { connectionOptions: given, namespace } = load(withApiKeyFile(env));
  const address = given.address ?? STANDARD_ADDRESS;
  if (!ADDRESS.test(address)) {
    throw new SettingsError([`TEMPORAL_ADDRESS is "${address}": use host:port, such as ${STANDARD_ADDRESS}`]);
  }
  return {
    address,
    namespace: namespace ?? STANDARD_NAMESPACE,
    connectionOptions: {
      address,
      ...(given.tls === undefined || given.tls === null ? {} : { tls: given.tls }),
      ...(typeof given.apiKey === 'string' ? { apiKey: given.apiKey } : {}),
      ...(given.metadata === undefined ? {} : { metadata: plainMetadata(given.metadata) }),
    },
  };
}

function load(env: Record<string, string>): ReturnType<typeof loadClientConnectConfig> {
  try {
    return loadClientConnectConfig({ overrideEnvVars: env });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError([`TEMPORAL_* cannot be used: ${reason}`]);
  }
}

function plainMetadata(metadata: object): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, String(value)]));
}

function withApiKeyFile(env: NodeJS.ProcessEnv): Record<string, string> {
  const set = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
  );
  const { TEMPORAL_API_KEY_FILE: path, ...rest } = set;
  if (path === undefined) return rest;
  if (rest['TEMPORAL_API_KEY'] !== undefined) {
    throw new SettingsError(['TEMPORAL_API_KEY and TEMPORAL_API_KEY_FILE are both set: keep one of them']);
  }
  return { ...rest, TEMPORAL_API_KEY: readKey(path) };
}

function readKey(path: string): string {
  const source = new SettingSource({});
  const key = source.file('TEMPORAL_API_KEY_FILE', path);
  source.finish();
  return key ?? '';
}
