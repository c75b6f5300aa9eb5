import { randomBytes } from 'node:crypto';
import type { Collection } from '../core/store.js';
import type { World } from '../core/world.js';

/** Where a payer at the bank came from, which decides where the way back leads. */
export interface BankLink {
  readonly paymentId: string;
  readonly from: 'payment' | 'webview';
  /** `redirect_uri` and `state` of the webview the payer came through. */
  readonly webviewRedirect: { readonly redirectUri: string; readonly state: string | null } | null;
}

/** Unguessable addresses of the simulated bank's page, each for one payment. */
export class BankLinks {
  readonly #world: World;
  readonly #links: Collection<BankLink>;

  constructor(world: World) {
    this.#world = world;
    this.#links = world.store.collection<BankLink>('powens.bank-links');
  }

  /** A new address. */
  issue(paymentId: string, link: Omit<BankLink, 'paymentId'>): string {
    const name = randomBytes(24).toString('base64url');
    this.#world.store.save(this.#links.put(name, { paymentId, ...link }));
    return `${this.#world.publicUrl()}/bank/${name}`;
  }

  find(name: string): BankLink | undefined {
    return this.#links.get(name);
  }
}
