import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.js';
import type { Collection, Store } from '../core/store.js';
import type { DocumentChange } from '../core/ledger.js';

/** Scopes of the API reference "Payments"; `payments` is the deprecated alias of admin. */
export const SCOPES = [
  'payments:admin',
  'payments:read-only',
  'payments:validate',
  'payments:cancel',
  'payments:allow-sensitive',
  'payments',
  'payment-links:admin',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Service tokens live 30 minutes (API reference "Authentication"). */
export const SERVICE_TOKEN_SECONDS = 1_800;

export interface Token {
  readonly token: string;
  readonly clientId: string;
  readonly scopes: readonly Scope[];
  /** The payment a scoped token is bound to; null for a service token. */
  readonly payment: string | null;
  /** Virtual clock, milliseconds since the epoch. */
  readonly expiresAt: number;
}

export class Tokens {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #tokens: Collection<Token>;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#tokens = store.collection<Token>('powens.tokens');
  }

  /** A new token, and the change that makes it known. Base64-like: a client has to encode it in URLs. */
  prepare(facts: { clientId: string; scopes: readonly Scope[]; payment: string | null; seconds: number }): {
    token: Token;
    change: DocumentChange;
  } {
    const { seconds, ...rest } = facts;
    const token: Token = {
      ...rest,
      token: `+/${randomBytes(48).toString('base64')}=`,
      expiresAt: this.#clock.now().getTime() + seconds * 1000,
    };
    return { token, change: this.#tokens.put(token.token, token) };
  }

  find(token: string): { readonly token: Token; readonly expired: boolean } | null {
    const known = this.#tokens.get(token);
    if (known === undefined) return null;
    return { token: known, expired: known.expiresAt <= this.#clock.now().getTime() };
  }

  /** Makes a token expire now. */
  expire(token: Token): void {
    this.#store.save(this.#tokens.put(token.token, { ...token, expiresAt: this.#clock.now().getTime() }));
  }

  /** Makes every service token of a client expire now; gives how many still lived. */
  expireServiceTokens(clientId: string): number {
    const now = this.#clock.now().getTime();
    const alive = this.#tokens
      .values()
      .filter((token) => token.clientId === clientId && token.payment === null && token.expiresAt > now);
    alive.forEach((token) => this.expire(token));
    return alive.length;
  }
}

/** The scopes of a request (a string, space- or comma-separated, or an array), or null when one is unknown. */
export function readScopes(value: unknown): readonly Scope[] | null {
  const names = typeof value === 'string' ? value.split(/[\s,]+/).filter((name) => name !== '') : value;
  if (!Array.isArray(names) || names.length === 0) return null;
  const scopes = names.filter(isScope);
  return scopes.length === names.length ? scopes : null;
}

/** True when a token grants one of `wanted`; admin (and its alias) grants everything. */
export function grants(token: Token, wanted: readonly Scope[]): boolean {
  const all: readonly Scope[] = [...wanted, 'payments:admin', 'payments'];
  return token.scopes.some((scope) => all.includes(scope));
}

function isScope(name: unknown): name is Scope {
  return SCOPES.some((scope) => scope === name);
}
