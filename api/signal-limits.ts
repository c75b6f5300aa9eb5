/**
 * How many signals an authentic state may cause: whoever holds one could otherwise fill a run's history (design
 * section 5, "State token"). A burst of 5, one more every 10 s, 200 in all, for each cancellation.
 */
export class SignalLimits {
  readonly #spent = new Map<string, Spent>();

  /** True where a signal may be sent now; it then counts as sent. */
  take(cancellationId: string, now: Date): boolean {
    const before = this.#spent.get(cancellationId) ?? { tokens: BURST, at: now.getTime(), total: 0 };
    const refilled = before.tokens + Math.max(0, now.getTime() - before.at) / REFILL_MS;
    const tokens = Math.min(BURST, refilled);
    if (tokens < 1 || before.total >= IN_ALL) return false;
    this.#spent.delete(cancellationId);
    this.#spent.set(cancellationId, { tokens: tokens - 1, at: now.getTime(), total: before.total + 1 });
    if (this.#spent.size > MOST_REMEMBERED) this.#forgetOldest();
    return true;
  }

  #forgetOldest(): void {
    const [oldest] = this.#spent.keys();
    if (oldest !== undefined) this.#spent.delete(oldest);
  }
}

interface Spent {
  readonly tokens: number;
  readonly at: number;
  readonly total: number;
}

const BURST = 5;
const REFILL_MS = 10_000;
const IN_ALL = 200;
const MOST_REMEMBERED = 10_000;
