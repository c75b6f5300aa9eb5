import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { History } from '../workflow/history.js';

export const HISTORIES_FOLDER = fileURLToPath(new URL('./histories/', import.meta.url));

/** A history as it stands in a file: the protocol's JSON form. */
export interface StoredHistory {
  readonly events: readonly StoredEvent[];
}
export type StoredEvent = Readonly<Record<string, unknown>>;

/** Every stored history by the name of its file. */
export function storedHistories(): ReadonlyMap<string, StoredHistory> {
  const files = readdirSync(HISTORIES_FOLDER).filter((file) => file.endsWith('.json')).sort();
  return new Map(files.map((file) => [file.replace(/\.json$/, ''), JSON.parse(readFileSync(HISTORIES_FOLDER + file, 'utf8')) as StoredHistory]));
}

/** The text of a history's file: one event per line, without what only tells where it was recorded. */
export function fileTextOf(history: History): string {
  const { events } = JSON.parse(historyToJSON(history), withoutPlaces) as StoredHistory;
  return `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
}

/** Stack traces name folders of the machine; the failure's type and message stay. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'stackTrace' ? '' : value;
}

/** All text in a stored history, payloads decoded. */
export function plainTextOf(value: unknown): string {
  return JSON.stringify(value, (key, field: unknown) =>
    (key === 'data' || key === 'encoding') && typeof field === 'string' ? Buffer.from(field, 'base64').toString('utf8') : field,
  );
}
