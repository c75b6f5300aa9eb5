import type { Collection, Store } from '../core/store.js';

export interface WebhookSubscription {
  readonly url: string;
  /** The HMAC key as it is written; null = unsigned. */
  readonly secret: string | null;
  readonly gzip: boolean;
}

/** A client application of a Powens domain, as it would be set up in the console. */
export interface ClientApplication {
  /** Digits only. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** The first label of `{domain}.biapi.pro`. */
  readonly domain: string;
  /** For the configuration calls (`/webhooks/auth`). */
  readonly configToken: string;
  /** Where payers may be sent back to; each without a query. */
  readonly redirectUrls: readonly string[];
  readonly webhooks: readonly WebhookSubscription[];
  /** Calls per minute before 429; null = no limit. Documented for the sandbox: 30. */
  readonly ratePerMinute: number | null;
}

/** Registered client applications. */
export class ClientApplications {
  readonly #store: Store;
  readonly #clients: Collection<ClientApplication>;

  constructor(store: Store) {
    this.#store = store;
    this.#clients = store.collection<ClientApplication>('powens.clients');
  }

  get(clientId: string): ClientApplication | undefined {
    return this.#clients.get(clientId);
  }

  list(): readonly ClientApplication[] {
    return this.#clients.values();
  }

  /** Registers a client or replaces it. */
  put(client: ClientApplication): void {
    this.#store.save(this.#clients.put(client.clientId, client));
  }
}

/** Why a redirect URL cannot be used, or null: it must be registered and carry no query (API reference "Payments"). */
export function redirectUrlProblem(client: ClientApplication, url: string): string | null {
  if (!URL.canParse(url)) return 'not a URL';
  if (url.includes('?') || url.includes('#')) return 'it may carry no query string';
  return client.redirectUrls.includes(url) ? null : 'it is not registered for this client';
}
