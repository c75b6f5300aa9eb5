import { isDeepStrictEqual } from 'node:util';
import type { CancellationResource } from '../../../client/http/index.js';
import type { Arrival } from '../event-receiver.js';
import type { Finding } from '../findings.js';
import { about, type Case, ended } from './case.js';

/** EVENTS: every outcome is told at least once, under one id, and nothing else is. */
export function events(found: Case): Finding[] {
  return [...untoldOutcomes(found), ...falseNews(found), ...unstableIds(found), ...forgeries(found)];
}

/** Cancellations whose outcome the order service has not taken yet. */
export function untoldCancellations({ entries, inbox }: Pick<Case, 'entries' | 'inbox'>): CancellationResource[] {
  const told = new Set(inbox.arrivals.filter(({ taken, event }) => taken && event.data.outcome !== null).map(({ event }) => event.data.id));
  return ended(entries).flatMap(({ resource }) => (told.has(resource.id) ? [] : [resource]));
}

function untoldOutcomes(found: Case): Finding[] {
  const untold = new Set(untoldCancellations(found).map(({ id }) => id));
  return ended(found.entries).flatMap(({ entry, resource: { id } }) => {
    if (untold.has(id)) return [about(entry, 'EVENTS', 'the event of an outcome never arrived', { id })];
    if (found.toldByReplayAlone.includes(id)) return [about(entry, 'EVENTS', 'an event was lost: only a replay brought it', { id })];
    return [];
  });
}

/** An event is what the resource says, word for word. */
function falseNews({ entries, inbox }: Case): Finding[] {
  const known = new Map(ended(entries).map(({ entry, resource }) => [resource.id, { entry, resource }]));
  return inbox.arrivals.flatMap(({ event }) => {
    const { id, outcome, paymentId } = event.data;
    const type = outcome === null ? null : `payment.cancellation.${outcome.kind === 'cancelled' ? 'cancelled' : 'not_cancelled'}`;
    if (type === null && !event.type.endsWith('cancelled')) return [];
    const of = known.get(id);
    if (type === event.type && of !== undefined && isDeepStrictEqual(of.resource.outcome, outcome)) return [];
    const evidence = { event, resource: of?.resource ?? null };
    const what = 'an event tells what its cancellation does not';
    return [of === undefined ? { promise: 'EVENTS', what, scenario: null, about: [paymentId, id], evidence } : about(of.entry, 'EVENTS', what, evidence)];
  });
}

/** What happened once has one id, however often it is sent. */
function unstableIds({ inbox }: Case): Finding[] {
  return [...groupedBy(inbox.arrivals, happeningOf), ...groupedBy(inbox.arrivals, ({ event }) => event.id)].flatMap((same) => {
    const ids = new Set(same.map(({ event }) => event.id));
    const happenings = new Set(same.map(happeningOf));
    const [first] = same;
    if ((ids.size === 1 && happenings.size === 1) || first === undefined) return [];
    const { paymentId, id } = first.event.data;
    const what = ids.size > 1 ? 'one event under several ids' : 'several events under one id';
    return [{ promise: 'EVENTS', what, scenario: null, about: [paymentId, id], evidence: { ids: [...ids], happenings: [...happenings] } }];
  });
}

function happeningOf({ event }: Arrival): string {
  return `${event.subject} ${event.type} ${event.time}`;
}

function forgeries({ inbox }: Case): Finding[] {
  return inbox.refused.map((problem) => ({ promise: 'EVENTS', what: `what arrived was no event: ${problem}`, scenario: null, about: [], evidence: null }));
}

function groupedBy(arrivals: readonly Arrival[], keyOf: (arrival: Arrival) => string): Arrival[][] {
  const groups = new Map<string, Arrival[]>();
  for (const arrival of arrivals) groups.set(keyOf(arrival), [...(groups.get(keyOf(arrival)) ?? []), arrival]);
  return [...groups.values()];
}
