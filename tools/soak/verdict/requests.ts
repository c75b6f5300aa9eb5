import { isDeepStrictEqual } from 'node:util';
import type { BookEntry } from '../book.js';
import type { Finding } from '../findings.js';
import { about, type Case } from './case.js';

/** KEPT: what was acknowledged is still known, and equal requests under one key are one. */
export function kept({ entries }: Case): Finding[] {
  return entries.flatMap((entry) => [
    ...entry.missing.map((id) => about(entry, 'KEPT', 'acknowledged, and unknown afterwards', { id })),
    ...keysWithSeveralIds(entry).map(({ key, ids }) => about(entry, 'KEPT', 'one Idempotency-Key, several cancellations', { key, ids })),
  ]);
}

/** LIVE: everything has ended, or stands where a person sees it. */
export function live({ entries }: Case): Finding[] {
  return entries.flatMap((entry) =>
    entry.atTheEnd
      .filter(({ outcome, status }) => outcome === null && status !== 'needs_review')
      .map(({ id, status, createdAt }) => about(entry, 'LIVE', `still ${status} after everything was healed`, { id, createdAt })),
  );
}

/** FINAL: an outcome never changes. */
export function final({ entries }: Case): Finding[] {
  return entries.flatMap((entry) =>
    entry.atTheEnd.flatMap(({ id, outcome }) => {
      const first = entry.firstOutcomes[id];
      if (first === undefined || isDeepStrictEqual(first, outcome)) return [];
      return [about(entry, 'FINAL', 'an outcome has changed', { id, first, now: outcome })];
    }),
  );
}

function keysWithSeveralIds({ acknowledged }: BookEntry): { readonly key: string; readonly ids: readonly string[] }[] {
  const keys = new Set(acknowledged.flatMap(({ idempotencyKey }) => idempotencyKey ?? []));
  const groups = [...keys].map((key) => ({
    key,
    ids: [...new Set(acknowledged.filter(({ idempotencyKey }) => idempotencyKey === key).map(({ id }) => id))],
  }));
  return groups.filter(({ ids }) => ids.length > 1);
}
