import type { Collection, Store } from './store.js';

/** What goes wrong with messages on their way to the client. */
export interface Interference {
  /** They never arrive. */
  readonly drop: boolean;
  /** They arrive so much later (virtual clock). */
  readonly delayMs: number;
  /** How often each arrives; 1 is the good case. */
  readonly copies: number;
  /** Of two, the younger arrives first. */
  readonly disorder: boolean;
}

export type Channel = 'webhook' | 'callback';

export const NO_INTERFERENCE: Interference = { drop: false, delayMs: 0, copies: 1, disorder: false };

/** Interference by channel, provider and payment (`*` = all its payments). */
export class Interferences {
  readonly #store: Store;
  readonly #interferences: Collection<Interference>;

  constructor(store: Store) {
    this.#store = store;
    this.#interferences = store.collection<Interference>('interferences');
  }

  /** What holds for one payment: its own, else its provider's, else none. */
  of(channel: Channel, provider: string, payment: string | null): Interference {
    return (
      this.#interferences.get(keyOf(channel, provider, payment ?? '*')) ??
      this.#interferences.get(keyOf(channel, provider, '*')) ??
      NO_INTERFERENCE
    );
  }

  /** Sets it for one payment or all (`*`); what is left out is as in the good case. */
  set(channel: Channel, provider: string, payment: string, interference: Partial<Interference>): void {
    const whole: Interference = { ...NO_INTERFERENCE, ...interference };
    this.#store.save(this.#interferences.put(keyOf(channel, provider, payment), whole));
  }

  list(): Readonly<Record<string, Interference>> {
    return Object.fromEntries(this.#interferences.entries());
  }
}

function keyOf(channel: Channel, provider: string, payment: string): string {
  return `${channel}/${provider}/${payment}`;
}
