import { userInfo } from 'node:os';
import { connectLazily, PaymentCancellations, type TemporalClient } from '../client/index.js';
import { issueHandle } from '../platform/handle.js';
import { dataConverterOf } from '../platform/payload-codec.js';
import type { ProviderQueue } from '../platform/provider-queues.js';
import { readClientSettings } from '../platform/settings.js';
import { readTemporalSettings, type TemporalSettings } from '../platform/temporal-settings.js';
import { providers } from '../providers/registry.js';

/** What commands work with. */
export interface Session {
  readonly cancellations: PaymentCancellations;
  readonly temporal: TemporalSettings;
  /** Where payers and providers reach the API; no trailing slash. */
  readonly publicUrl: string;
  /** Queues of providers that workers should be polling, as far as our own settings say. */
  readonly providerQueues: readonly ProviderQueue[];
  readonly connection: TemporalClient['connection'];
  close(): Promise<void>;
}

/**
 * Connects with the first call, as whoever is logged in unless a command names somebody.
 * @throws {SettingsError} naming every bad variable
 */
export function openSession(env: NodeJS.ProcessEnv, actor: string | undefined): Session {
  const temporal = readTemporalSettings(env);
  const settings = readClientSettings(env, providers);
  const dataConverter = dataConverterOf(settings);
  const { client, connection } = connectLazily(temporal.connectionOptions, temporal.namespace, { dataConverter });
  return {
    temporal,
    publicUrl: settings.publicUrl,
    providerQueues: settings.providerQueues,
    connection,
    cancellations: new PaymentCancellations({
      client,
      actor: actor ?? userInfo().username,
      payerLink: (id) => `${settings.publicUrl}/r/${issueHandle(id, settings.keyRing)}`,
    }),
    close: () => connection.close(),
  };
}
