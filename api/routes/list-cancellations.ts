import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { RegisteredProvider } from '../../contracts/provider.js';
import { authenticate, maySee } from '../authentication.js';
import type { Caller } from '../authentication.js';
import type { ApiDependencies } from '../dependencies.js';
import { readQuery } from '../input.js';
import { issueCursor, readCursor } from '../list-cursor.js';
import { invalid } from '../problem.js';
import { ListQuery } from '../schemas.js';

type Query = z.infer<typeof ListQuery>;

/** `GET /v1/cancellations`: eventually consistent; a caller's accounts always narrow it. */
export function listCancellationsRoute(app: FastifyInstance, dependencies: ApiDependencies): void {
  app.get('/v1/cancellations', { exposeHeadRoute: true }, async (request) => {
    const caller = await authenticate(request, dependencies, 'read');
    const query = readQuery(request, ListQuery);
    const paymentIds = canonicalPaymentIds(query, caller, dependencies);
    const accounts = accountsOf(query, caller);
    if (accounts?.length === 0) return { items: [], nextCursor: null };
    // A list over several accounts is one account's doing no more than another's.
    const [account, ...others] = accounts ?? [];
    if (account !== undefined && others.length === 0) await dependencies.rateLimits.countAccount(account);
    const { keyRing } = dependencies.settings;
    const { orderRef, status, provider, limit } = query;
    const cursor = readCursor(query.cursor, keyRing);
    const page = await dependencies.cancellations.list({ paymentIds, orderRef, status, provider, accounts, cursor, limit });
    for (const run of page.unreadable ?? []) request.log.warn({ ...run }, 'A run cannot be read and is left out of a list');
    return { ...page, nextCursor: issueCursor(page.nextCursor, keyRing) };
  });
}

/** The account asked for, as far as the caller has it; all of the caller's where none is asked for. */
function accountsOf({ account }: Query, { accounts }: Caller): readonly string[] | undefined {
  if (account === undefined) return accounts === null ? undefined : [...accounts];
  return accounts === null || accounts.has(account) ? [account] : [];
}

/** The payment id in the canonical form of the provider asked for, or of every provider whose form it fits. */
function canonicalPaymentIds(
  { paymentId, provider }: Query,
  caller: Caller,
  { providers, settings }: ApiDependencies,
): readonly string[] | undefined {
  const asked = providers.filter(({ id }) => provider === undefined || id === provider);
  if (asked.length === 0) {
    throw invalid([{ pointer: '/query/provider', detail: `use one of ${providers.map(({ id }) => id).join(', ')}` }]);
  }
  if (paymentId === undefined) return undefined;
  const verdicts = asked.map((candidate) => candidate.paymentId.canonical(paymentId, originsOf(candidate, caller, settings)));
  const canonical = verdicts.flatMap((verdict) => (verdict.ok ? [verdict.paymentId] : []));
  if (canonical.length > 0) return [...new Set(canonical)];
  throw invalid(verdicts.flatMap((verdict) => (verdict.ok ? [] : [{ pointer: '/query/paymentId', detail: verdict.problem }])));
}

/** Of the caller's accounts alone: whose addresses are known here is nobody else's business. */
function originsOf(provider: RegisteredProvider, caller: Caller, { accounts }: ApiDependencies['settings']): readonly string[] {
  const own = accounts.entries().filter((entry) => entry.provider === provider.id && maySee(caller, entry.account));
  return own.flatMap(({ account }) => provider.paymentId.origins(accounts.values(provider.id, account) ?? {}));
}
