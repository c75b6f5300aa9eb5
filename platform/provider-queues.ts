import type { ProviderId } from '../contracts/payment.js';
import type { RegisteredProvider } from '../contracts/provider.js';
import type { SettingSource } from './setting-source.js';

/** A provider with a task queue of its own. */
export interface ProviderQueue {
  readonly provider: ProviderId;
  /** How many all workers of the queue together may begin. */
  readonly attemptsPerSecond: number;
}

const ENTRY = /^([a-z0-9-]+):(\d{1,4}(?:\.\d{1,2})?)$/;

/** `PROVIDER_QUEUES`: `provider:attemptsPerSecond` (design section 3, "task queues"); none unless set. */
export function readProviderQueues(source: SettingSource, providers: readonly RegisteredProvider[]): readonly ProviderQueue[] {
  const queues: ProviderQueue[] = [];
  for (const entry of source.list('PROVIDER_QUEUES') ?? []) {
    const [, provider = '', rate = ''] = ENTRY.exec(entry) ?? [];
    if (Number(rate) <= 0) {
      source.problem(`PROVIDER_QUEUES holds "${entry}": use provider:attemptsPerSecond, such as powens:5 or powens:0.5`);
    } else if (!providers.some(({ id }) => id === provider)) {
      source.problem(`PROVIDER_QUEUES names "${provider}": use one of ${providers.map(({ id }) => id).join(', ')}`);
    } else if (queues.some((queue) => queue.provider === provider)) {
      source.problem(`PROVIDER_QUEUES names ${provider} twice: keep one of them`);
    } else {
      queues.push({ provider, attemptsPerSecond: Number(rate) });
    }
  }
  return queues;
}
