import { ApplicationFailureCategory } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { watchDelay } from '../../activities/watch-delay.js';
import type { CancellationAnswer } from '../../contracts/answer.js';
import type { WatchStep } from '../../contracts/run.js';
import type { Scenario } from '../workflow/rig.js';
import { SAYS, unreachable } from '../workflow/scripted-provider.js';
import { Attempts, STEP } from './attempts.js';

const SCHEDULES = { recheckSchedule: [2_000, 10_000], pollSchedule: [60_000, 300_000, 900_000] };

function watching(expecting: CancellationAnswer, pace: WatchStep['pace'] = 'payer'): WatchStep {
  return { ...STEP, pace, since: new Date().toISOString(), expecting };
}

function watch(scenario: Scenario): Attempts {
  return new Attempts({ ...SCHEDULES, ...scenario });
}

describe('a watch', () => {
  it('reads nothing at first, then ever less often, and is quiet about it', async () => {
    const attempts = watch({ script: (provider) => provider.says(SAYS.payerNeeded) });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await attempts.once((activities) => activities.watchPayment(watching(SAYS.payerNeeded)));
      expect(attempts.provider.count('read')).toBe(attempt);
    }
    expect(attempts.delays).toEqual([60_000, 300_000, 900_000, 900_000, 900_000]);
    expect(attempts.failures.every(({ category, type }) => category === ApplicationFailureCategory.BENIGN && type === 'StillWaiting')).toBe(true);
  });

  it('ends when the provider says something else, with what the read taught', async () => {
    const attempts = watch({ script: (provider) => provider.says(SAYS.payerNeeded, unreachable(), SAYS.cancelledByPayer) });
    const result = await attempts.untilDone((activities) => activities.watchPayment(watching(SAYS.payerNeeded)));
    expect(result).toMatchObject({ answer: SAYS.cancelledByPayer, link: null, facts: { reads: 1 } });
    expect(attempts.provider.calls).toEqual(['read', 'read', 'read']);
  });

  it('hands on that an answer wants to be confirmed, and does not confirm it itself', async () => {
    const attempts = watch({ script: (provider) => provider.says({ answer: SAYS.refused, rereads: 1 }) });
    const result = await attempts.untilDone((activities) => activities.watchPayment(watching(SAYS.payerNeeded)));
    expect(result).toMatchObject({ answer: SAYS.refused, rereads: 1 });
  });

  it('takes being shut out as news, being unable to reach anybody not', async () => {
    const attempts = watch({ script: (provider) => provider.says(unreachable(), { answer: SAYS.forbidden, toldSomething: false }) });
    const result = await attempts.untilDone((activities) => activities.watchPayment(watching(SAYS.unclear, 'review')));
    expect(result.answer).toEqual(SAYS.forbidden);
    expect(attempts.provider.count('read')).toBe(2);
  });

  it('waits as long as the provider asks for, ten minutes at most', async () => {
    const attempts = watch({ script: (provider) => provider.says(unreachable({ retryAfterSeconds: 400 }), unreachable({ retryAfterSeconds: 86_400 })) });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await attempts.once((activities) => activities.watchPayment(watching(SAYS.payerNeeded)));
    }
    expect(attempts.delays).toEqual([60_000, 400_000, 900_000]);
    const busy = watch({ script: (provider) => provider.says(unreachable({ retryAfterSeconds: 86_400 })), pollSchedule: [60_000] });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await busy.once((activities) => activities.watchPayment(watching(SAYS.payerNeeded)));
    }
    expect(busy.delays).toEqual([60_000, 600_000]);
  });

  it('ends for a payment whose account is gone: that is news', async () => {
    const attempts = new Attempts(SCHEDULES, { providerFor: () => null });
    const result = await attempts.untilDone((activities) => activities.watchPayment(watching(SAYS.payerNeeded)));
    expect(result.answer).toEqual({ kind: 'blocked', reason: 'account_not_configured' });
  });
});

describe('the pace of a watch', () => {
  const HOUR = 3_600_000;
  const delay = (pace: WatchStep['pace'], reads: number, waitedMs = 0): number => watchDelay({ pace, reads, waitedMs, ...SCHEDULES });

  it('for a provider is fast, then sparse', () => {
    expect([0, 1, 2, 3, 4, 5].map((reads) => delay('provider', reads))).toEqual([2_000, 10_000, 60_000, 300_000, 900_000, 900_000]);
  });

  it('for a review grows from the first poll delay to a day, over however many watches', () => {
    expect([0, 60_000, HOUR, 24 * HOUR, 30 * 24 * HOUR].map((waited) => delay('review', 0, waited))).toEqual([
      60_000,
      60_000,
      HOUR / 2,
      12 * HOUR,
      24 * HOUR,
    ]);
  });

  it('is never zero, whatever is configured', () => {
    expect(watchDelay({ pace: 'payer', reads: 3, waitedMs: 0, recheckSchedule: [], pollSchedule: [] })).toBe(60_000);
  });
});
