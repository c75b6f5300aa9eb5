import { describe, expect, it } from 'vitest';
import type { TimeBudget } from '../../contracts/provider.js';
import { createRateLimit } from './rate-limit.js';

const budget = (leftMs: number, signal = new AbortController().signal): TimeBudget => ({ remainingMs: () => leftMs, signal });

describe('POWENS_RATE_PER_MINUTE', () => {
  it('unset lets every call through', async () => {
    const limit = createRateLimit(null);
    await Promise.all(Array.from({ length: 500 }, () => limit.turn(budget(0))));
  });

  it('lets as many calls through at once as it says, and the next one when the first is a minute old', async () => {
    let nowMs = 0;
    const limit = createRateLimit(2, () => nowMs);
    await limit.turn(budget(20_000));
    nowMs = 10_000;
    await limit.turn(budget(20_000));
    await expect(limit.turn(budget(20_000))).rejects.toMatchObject({
      code: 'powens.rate_limit_reached',
      retryable: true,
      retryAfterSeconds: 50,
      neverProcessed: true,
    });
    nowMs = 60_000;
    await limit.turn(budget(20_000));
    await expect(limit.turn(budget(9_000))).rejects.toMatchObject({ retryAfterSeconds: 10 });
  });

  it('waits for a turn that comes early enough, in the order of arrival', async () => {
    let nowMs = 0;
    const limit = createRateLimit(1, () => nowMs);
    await limit.turn(budget(20_000));
    nowMs = 59_980;
    const turns: string[] = [];
    const second = limit.turn(budget(20_000)).then(() => turns.push('second'));
    await expect(limit.turn(budget(20_000))).rejects.toMatchObject({ retryAfterSeconds: 61 });
    expect(turns).toEqual([]);
    await second;
    expect(turns).toEqual(['second']);
  });

  it('ends a wait when the budget is aborted', async () => {
    let nowMs = 0;
    const limit = createRateLimit(1, () => nowMs);
    await limit.turn(budget(20_000));
    nowMs = 50_000;
    const controller = new AbortController();
    const turn = limit.turn(budget(20_000, controller.signal));
    controller.abort();
    await turn;
  });
});
