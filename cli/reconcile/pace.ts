import { setTimeout as sleep } from 'node:timers/promises';

const AT_ONCE = 4;

/**
 * Does the work for each item: a few at once, and no more begun per minute than allowed, however many calls share the
 * pace. Stops beginning when the signal fires, or one fails.
 */
export class Pace {
  readonly #intervalMs: number;
  #next = 0;

  constructor(perMinute: number) {
    this.#intervalMs = 60_000 / perMinute;
  }

  /** @returns false when the signal fired before all was done. @throws the first failure, once what was begun has ended */
  async each<Item>(items: readonly Item[], signal: AbortSignal, work: (item: Item) => Promise<void>): Promise<boolean> {
    const left = items.values();
    const failures: unknown[] = [];
    const lane = async (): Promise<void> => {
      for (const item of left) {
        if (signal.aborted || failures.length > 0) return;
        await work(item).catch((error: unknown) => failures.push(error));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    if (failures.length > 0) throw failures[0];
    return !signal.aborted;
  }

  /** Waits until one more may begin. */
  async turn(): Promise<void> {
    const now = Date.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#intervalMs;
    await sleep(at - now);
  }
}
