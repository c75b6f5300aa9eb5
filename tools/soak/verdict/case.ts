import type { CancellationResource } from '../../../client/http/index.js';
import type { BookEntry } from '../book.js';
import type { Inbox } from '../event-receiver.js';
import type { Finding, Promised } from '../findings.js';
import type { Witness } from '../witness.js';

/** Everything a verdict needs, gathered after all was healed and had time to end. */
export interface Case {
  readonly entries: readonly BookEntry[];
  readonly witness: Witness;
  readonly inbox: Inbox;
  /** Ids of cancellations whose last event nobody was sending until somebody asked for it again. */
  readonly toldByReplayAlone: readonly string[];
}

/** A finding about one payment. */
export function about(entry: BookEntry, promise: Promised, what: string, evidence: unknown): Finding {
  const ids = [...new Set([...entry.acknowledged.map(({ id }) => id), ...entry.atTheEnd.map(({ id }) => id)])];
  return { promise, what, scenario: entry.scenario, about: [entry.paymentId, ...ids], evidence };
}

/** Every cancellation that has its outcome, with the payment it is about. */
export function ended(entries: readonly BookEntry[]): { readonly entry: BookEntry; readonly resource: CancellationResource }[] {
  return entries.flatMap((entry) => entry.atTheEnd.filter(({ outcome }) => outcome !== null).map((resource) => ({ entry, resource })));
}
