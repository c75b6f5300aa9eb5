/**
 * The virtual clock: real time plus an offset that only grows.
 * Token expiries, execution days, retries of webhooks and late commits go by it.
 */
export class Clock {
  #offsetMs = 0;
  readonly #listeners = new Set<() => void>();

  /** Milliseconds the virtual clock is ahead of the real one. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** Takes up the offset of an earlier process, without telling anyone. */
  restore(offsetMs: number): void {
    this.#offsetMs = offsetMs;
  }

  /** Moves the clock ahead and wakes whoever waits for a moment. */
  advance(milliseconds: number): void {
    this.#offsetMs += milliseconds;
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` after every jump. */
  onAdvance(listener: () => void): void {
    this.#listeners.add(listener);
  }
}
