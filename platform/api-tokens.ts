import { createHash } from 'node:crypto';
import { ACCOUNT_PATTERN } from '../contracts/payment.js';
import { sameBytes } from './constant-time.js';
import { splitList } from './setting-source.js';
import type { SettingSource } from './setting-source.js';

export const API_SCOPES = ['cancel', 'read', 'operate'] as const;
export type ApiScope = (typeof API_SCOPES)[number];

export interface ApiToken {
  /** Who acts, as it stands in histories: the actor of every command. */
  readonly name: string;
  /** SHA-256 of the token; the token itself is not kept. */
  readonly digest: Buffer;
  readonly scopes: ReadonlySet<ApiScope>;
  readonly accounts: 'all' | ReadonlySet<string>;
}

const NAME = /^[A-Za-z0-9._@-]{1,64}$/;
/** RFC 6750 section 2.1, `b64token`. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const MINIMUM_PRODUCTION_LENGTH = 16;
const EVERYTHING = '*';

/**
 * `API_TOKENS`: `name:token:scope+scope:account+account`, `*` = all (design section 9); null when unset.
 *
 * Problems name the entry by its number, never by its content.
 */
export function readApiTokens(source: SettingSource, production: boolean): readonly ApiToken[] | null {
  const value = source.secret('API_TOKENS');
  if (value === null) return null;
  const tokens = splitList(value).flatMap((entry, index) => {
    const read = parseToken(entry, production);
    if ('digest' in read) return [read];
    source.problem(`API_TOKENS entry ${index + 1} ${read.problem}`);
    return [];
  });
  if (hasTwins(tokens.map(({ name }) => name))) source.problem('API_TOKENS has two entries of the same name');
  if (hasTwins(tokens.map(({ digest }) => digest.toString('hex')))) source.problem('API_TOKENS has a token twice');
  return tokens;
}

function parseToken(entry: string, production: boolean): ApiToken | { readonly problem: string } {
  const [name = '', token = '', scopes = '', accounts = '', ...more] = entry.split(':');
  if (more.length > 0 || accounts === '') return { problem: 'must be name:token:scope+scope:account+account' };
  if (!NAME.test(name)) return { problem: 'needs a name of up to 64 letters, digits or ._@-' };
  if (!TOKEN.test(token)) return { problem: 'has a token with characters a Bearer token cannot have' };
  if (production && token.length < MINIMUM_PRODUCTION_LENGTH) {
    return { problem: `has a token shorter than ${MINIMUM_PRODUCTION_LENGTH} characters` };
  }
  const granted = scopes === EVERYTHING ? API_SCOPES : scopes.split('+');
  if (!granted.every(isScope)) return { problem: `must name scopes out of ${API_SCOPES.join(', ')} or *` };
  const reach = accounts.split('+');
  if (accounts !== EVERYTHING && !reach.every((account) => ACCOUNT_PATTERN.test(account))) {
    return { problem: 'must name accounts of a-z, 0-9 and -, or *' };
  }
  return {
    name,
    digest: digestOf(token),
    scopes: new Set(granted),
    accounts: accounts === EVERYTHING ? 'all' : new Set(reach),
  };
}

/** The token a caller presented, or null. Looks at every token and compares in constant time. */
export function findApiToken(tokens: readonly ApiToken[], presented: string): ApiToken | null {
  const digest = digestOf(presented);
  return tokens.reduce<ApiToken | null>((found, token) => (sameBytes(token.digest, digest) ? token : found), null);
}

function hasTwins(values: readonly string[]): boolean {
  return new Set(values).size < values.length;
}

function isScope(scope: string): scope is ApiScope {
  return API_SCOPES.some((known) => known === scope);
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
