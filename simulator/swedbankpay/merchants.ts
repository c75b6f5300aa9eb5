import type { Collection, Store } from '../core/store.js';

export type MerchantPermission = 'cancel' | 'abort' | 'capture' | 'reversal';

/** A merchant with one access token, as minted in the Merchant Portal. */
export interface Merchant {
  readonly name: string;
  readonly token: string;
  /** `alphanumeric`: Swedbank Pay settles. `digits`: the merchant does. */
  readonly payeeReference: 'alphanumeric' | 'digits';
  /** `callbackUrl` of its orders; null = none. */
  readonly callbackUrl: string | null;
  /** What the token may do decides which operations are listed. */
  readonly permissions: readonly MerchantPermission[];
}

export const ALL_PERMISSIONS: readonly MerchantPermission[] = ['cancel', 'abort', 'capture', 'reversal'];

export class Merchants {
  readonly #store: Store;
  readonly #merchants: Collection<Merchant>;

  constructor(store: Store) {
    this.#store = store;
    this.#merchants = store.collection<Merchant>('swedbankpay.merchants');
  }

  get(name: string): Merchant | undefined {
    return this.#merchants.get(name);
  }

  list(): readonly Merchant[] {
    return this.#merchants.values();
  }

  /** The merchant whose token stands in an `Authorization` header. */
  byAuthorization(header: string | undefined): Merchant | undefined {
    return this.#merchants.values().find(({ token }) => header === `Bearer ${token}`);
  }

  put(merchant: Merchant): void {
    this.#store.save(this.#merchants.put(merchant.name, merchant));
  }
}
