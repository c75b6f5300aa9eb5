import { describe, expect, it } from 'vitest';
import { type ProviderQueue, readProviderQueues } from '../../platform/provider-queues.js';
import { SettingSource } from '../../platform/setting-source.js';
import { providers } from '../../providers/registry.js';

function read(value: string): { readonly queues: readonly ProviderQueue[]; readonly problems: readonly string[] } {
  const source = new SettingSource({ PROVIDER_QUEUES: value });
  const queues = readProviderQueues(source, providers);
  return { queues, problems: source.problems };
}

describe('PROVIDER_QUEUES', () => {
  it('gives no provider a queue unless it names one', () => {
    expect(read('')).toEqual({ queues: [], problems: [] });
  });

  it('gives those it names a queue with a rate', () => {
    const queues = [{ provider: 'powens', attemptsPerSecond: 5 }, { provider: 'swedbankpay', attemptsPerSecond: 0.5 }];
    expect(read('powens:5, swedbankpay:0.5')).toEqual({ queues, problems: [] });
  });

  it.each([
    ['powens', /holds "powens": use provider:attemptsPerSecond/],
    ['powens:0', /holds "powens:0"/],
    ['powens:fast', /holds "powens:fast"/],
    ['other:5', /names "other": use one of powens, swedbankpay/],
    ['powens:5,powens:6', /names powens twice/],
  ])('is a problem as "%s"', (value, problem) => {
    expect(read(value).problems).toEqual([expect.stringMatching(problem)]);
  });
});
