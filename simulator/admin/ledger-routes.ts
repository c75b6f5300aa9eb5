import type { JournalFilter } from '../core/journal.js';
import type { MatchedRequest, PlainRoute } from '../core/route.js';
import type { World } from '../core/world.js';
import { adminAnswer } from './admin-answer.js';

/** What was called, what was committed, and how often each payment was really cancelled. */
export function ledgerRoutes(world: World): readonly PlainRoute[] {
  return [
    {
      method: 'GET',
      path: '/admin/ledger',
      handle: (request) => {
        const filter = filterOf(request);
        return adminAnswer(200, { calls: world.journal.calls(filter), effects: world.journal.effects(filter) });
      },
    },
    {
      method: 'GET',
      path: '/admin/ledger/summary',
      handle: (request) => adminAnswer(200, world.journal.summary(filterOf(request))),
    },
  ];
}

function filterOf({ query }: MatchedRequest): JournalFilter {
  const since = query.get('since');
  return {
    provider: query.get('provider') ?? undefined,
    payment: query.get('payment') ?? undefined,
    call: query.get('call') ?? undefined,
    since: since === null ? undefined : Number(since),
  };
}
