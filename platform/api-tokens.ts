import { ACCOUNT_PATTERN } from '../contracts/payment.js';
import { parseNamedToken, readTokenList } from './named-tokens.js';
import type { NamedToken, TokenProblem } from './named-tokens.js';
import type { SettingSource } from './setting-source.js';

export const API_SCOPES = ['cancel', 'read', 'operate'] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/** Its name is who acts, as it stands in histories: the actor of every command. */
export interface ApiToken extends NamedToken {
  readonly scopes: ReadonlySet<ApiScope>;
  readonly accounts: 'all' | ReadonlySet<string>;
}

const EVERYTHING = '*';

/**
 * `API_TOKENS`: `name:token:scope+scope:account+account`, `*` = all (design section 9); null when unset.
 *
 * Problems name the entry by its number, never by its content.
 */
export function readApiTokens(source: SettingSource, production: boolean): readonly ApiToken[] | null {
  return readTokenList(source, 'API_TOKENS', (entry) => parseToken(entry, production));
}

function parseToken(entry: string, production: boolean): ApiToken | TokenProblem {
  const [name = '', token = '', scopes = '', accounts = '', ...more] = entry.split(':');
  if (more.length > 0 || accounts === '') return { problem: 'must be name:token:scope+scope:account+account' };
  const named = parseNamedToken({ name, token, production });
  if ('problem' in named) return named;
  const granted = scopes === EVERYTHING ? API_SCOPES : scopes.split('+');
  if (!granted.every(isScope)) return { problem: `must name scopes out of ${API_SCOPES.join(', ')} or *` };
  const reach = accounts.split('+');
  if (accounts !== EVERYTHING && !reach.every((account) => ACCOUNT_PATTERN.test(account))) {
    return { problem: 'must name accounts of a-z, 0-9 and -, or *' };
  }
  return {
    ...named,
    scopes: new Set(granted),
    accounts: accounts === EVERYTHING ? 'all' : new Set(reach),
  };
}

function isScope(scope: string): scope is ApiScope {
  return API_SCOPES.some((known) => known === scope);
}
