import type { Collection, Store } from './store.js';

/** How long each call takes by itself, so that a benchmark can tell the provider's time from the client's. */
export class ServiceTimes {
  readonly #store: Store;
  readonly #times: Collection<number>;

  constructor(store: Store) {
    this.#store = store;
    this.#times = store.collection<number>('service-times');
  }

  /** Milliseconds; the call's own value before the provider's `*`, else 0. */
  of(provider: string, call: string): number {
    return this.#times.get(`${provider}.${call}`) ?? this.#times.get(`${provider}.*`) ?? 0;
  }

  set(provider: string, call: string, milliseconds: number): void {
    this.#store.save(this.#times.put(`${provider}.${call}`, milliseconds));
  }

  list(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#times.entries());
  }
}
