import type { WorkflowHandle } from '@temporalio/client';

export type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
export type HistoryEvent = NonNullable<History['events']>[number];

/** Short names of events, e.g. `ActivityTaskScheduled`: the one set attribute field says which an event is. */
export function eventNamesOf(events: readonly HistoryEvent[]): readonly string[] {
  return events.map(nameOf);
}

function nameOf(event: HistoryEvent): string {
  const field = Object.entries(event).find(([key, value]) => key.endsWith('EventAttributes') && value !== null)?.[0];
  const name = (field ?? 'unknown').replace(/EventAttributes$/, '');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** Everything that stands in a value, payload bytes decoded, so that a search finds what is in there. */
export function textIn(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value).map(([key, field]) => `${key}=${textIn(field)}`).join('\n');
}
