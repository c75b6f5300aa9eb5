import type { FastifyRequest } from 'fastify';
import type { ApiScope, ApiToken } from '../platform/api-tokens.js';
import { hostOf, isLoopbackHost } from '../platform/loopback.js';
import { findToken } from '../platform/named-tokens.js';
import type { ApiDependencies } from './dependencies.js';
import { ProblemError } from './problem.js';

/** Who calls, and what that caller may see and do. */
export interface Caller {
  /** The actor of every command: the token's name. */
  readonly name: string;
  /** Accounts whose cancellations exist for this caller; null: all. */
  readonly accounts: ReadonlySet<string> | null;
}

const ANONYMOUS: Caller = { name: 'anonymous', accounts: null };
/** RFC 6750 section 2.1. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

/**
 * The caller of a request (design section 5), whose call counts from here on. Without tokens the API is open, but only
 * towards this machine.
 *
 * @throws {ProblemError} `unauthorized`, `insufficient_scope`, `host_not_allowed`, `rate_limited`
 */
export async function authenticate(
  request: FastifyRequest,
  { settings, rateLimits }: ApiDependencies,
  scope: ApiScope,
): Promise<Caller> {
  if (settings.tokens === null) {
    const caller = anonymous(request);
    await rateLimits.countToken(caller.name);
    return caller;
  }
  const token = tokenOf(request, settings.tokens);
  await rateLimits.countToken(token.name);
  if (!token.scopes.has(scope)) {
    throw new ProblemError('insufficient_scope', `This token lacks the scope ${scope}.`, {
      headers: { 'www-authenticate': challenge(`, error="insufficient_scope", scope="${scope}"`) },
    });
  }
  return { name: token.name, accounts: token.accounts === 'all' ? null : token.accounts };
}

function tokenOf(request: FastifyRequest, tokens: readonly ApiToken[]): ApiToken {
  const presented = BEARER.exec(request.headers.authorization ?? '')?.[1];
  const token = presented === undefined ? null : findToken(tokens, presented);
  if (token !== null) return token;
  throw new ProblemError('unauthorized', 'Send Authorization: Bearer with one of the API tokens.', {
    headers: { 'www-authenticate': challenge(presented === undefined ? '' : ', error="invalid_token"') },
  });
}

/**
 * Refuses a caller who may see some accounts only, where the answer is about all of them.
 *
 * @throws {ProblemError} `insufficient_scope`
 */
export function requireAllAccounts({ accounts }: Caller): void {
  if (accounts === null) return;
  throw new ProblemError('insufficient_scope', 'This is about all accounts: use a token for the account *.', {
    headers: { 'www-authenticate': challenge(', error="insufficient_scope"') },
  });
}

/** Whether an account exists for this caller. */
export function maySee({ accounts }: Caller, account: string): boolean {
  return accounts === null || accounts.has(account);
}

function challenge(more: string): string {
  return `Bearer realm="countermand"${more}`;
}

/** A page in the browser of this machine must not reach an open API: not by another host name, not from another origin. */
function anonymous(request: FastifyRequest): Caller {
  const { host, origin } = request.headers;
  const foreignOrigin = origin !== undefined && !(URL.canParse(origin) && isLoopbackHost(new URL(origin).hostname));
  if (host !== undefined && isLoopbackHost(hostOf(host)) && !foreignOrigin) return ANONYMOUS;
  throw new ProblemError('host_not_allowed', 'Call 127.0.0.1 or localhost, or set API_TOKENS.');
}
