import type { PaymentRef } from '../contracts/payment.js';
import type { Runs } from './runs.js';
import { quoted, runsOf, visiblePage } from './visibility.js';

/** Cancellations that ended at or after `since` and before `until`. */
export interface EndedFilter {
  readonly since: Date;
  readonly until: Date;
  readonly provider?: string | undefined;
  /** Only these accounts; left out means all of them. */
  readonly accounts?: readonly string[] | undefined;
  readonly cursor?: string | undefined;
  /** 1 to 1000 runs, default 100. */
  readonly limit?: number | undefined;
}

export interface EndedPayments {
  /** Once each within a page, the one that ended last first; a payment asked for several times may stand on several pages. */
  readonly payments: readonly PaymentRef[];
  readonly nextCursor: string | null;
}

const STANDARD_LIMIT = 100;

/**
 * One page of the payments whose cancellation ended within a time, however it ended; eventually consistent, and only
 * as far back as the namespace remembers.
 *
 * @throws {CancellationError} `invalid_cursor`, `temporal_unavailable`
 */
export async function endedPayments(runs: Runs, filter: EndedFilter): Promise<EndedPayments> {
  const { found, nextCursor } = await visiblePage(runs, {
    query: queryOf(filter),
    limit: filter.limit ?? STANDARD_LIMIT,
    cursor: filter.cursor,
  });
  const payments = found.flatMap(({ payment }) => (payment === null ? [] : [payment]));
  const once = new Map(payments.map((payment) => [JSON.stringify([payment.provider, payment.account, payment.paymentId]), payment]));
  return { payments: [...once.values()], nextCursor };
}

function queryOf(filter: EndedFilter): string {
  return [
    ...runsOf(filter),
    `CloseTime >= ${quoted(filter.since.toISOString())}`,
    `CloseTime < ${quoted(filter.until.toISOString())}`,
  ].join(' AND ');
}
