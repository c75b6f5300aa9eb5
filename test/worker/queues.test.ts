import { describe, expect, it } from 'vitest';
import type { ProviderQueue } from '../../platform/provider-queues.js';
import { queuesFrom } from '../../worker/queues.js';

function names(argv: readonly string[], providerQueues: readonly ProviderQueue[] = []): readonly string[] {
  return queuesFrom(argv, providerQueues).map(({ name }) => name);
}

describe('the queues of a worker', () => {
  it('are all of them unless some are named', () => {
    expect(names([])).toEqual(['countermand', 'countermand-events']);
  });

  it('are those that are named, once', () => {
    expect(names(['--queues', 'countermand-events'])).toEqual(['countermand-events']);
    expect(names(['--queues=countermand, countermand-events,countermand'])).toEqual(['countermand', 'countermand-events']);
  });

  it('are also those of providers that have one of their own', () => {
    const own = [{ provider: 'powens', attemptsPerSecond: 0.5 }];
    expect(names([], own)).toEqual(['countermand', 'countermand-events', 'countermand-provider-powens']);
    expect(queuesFrom(['--queues', 'countermand-provider-powens'], own)).toEqual([
      { name: 'countermand-provider-powens', work: 'provider', attemptsPerSecond: 0.5 },
    ]);
    expect(() => names(['--queues', 'countermand-provider-powens'])).toThrow(/--queues holds "countermand-provider-powens"/);
  });

  it.each([
    ['a queue nobody knows', ['--queues', 'countermand,events'], /^--queues holds "events": use one or more of countermand,countermand-events$/],
    ['no queue', ['--queues', ''], /^--queues holds ""/],
    ['no value', ['--queues'], /--queues.*There is --queues countermand,countermand-events$/],
    ['another option', ['--queue', 'countermand'], /--queue.*There is --queues countermand,countermand-events$/],
    ['something else', ['countermand'], /countermand.*There is --queues/],
  ])('are not begun with %s', (_what, argv, message) => {
    expect(() => names(argv)).toThrow(message);
  });
});
