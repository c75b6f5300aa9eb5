import { parseDuration } from '../../contracts/duration.js';
import { PROVIDER_IDS } from '../payment.js';
import { choiceOf, numberOf, textOf, type Values } from '../values.js';
import { UsageError } from '../usage.js';

/** What is compared: the cancellations that ended within a time, and where to begin in them. */
export interface Period {
  readonly since: Date;
  readonly until: Date;
  readonly provider: string | undefined;
  readonly account: string | undefined;
  /** Cursor of the page to begin with; null: the first. */
  readonly page: string | null;
}

const DAY_MS = 24 * 3_600_000;
const LONGEST_PER_MINUTE = 100_000;

/** From the options, or from a cursor, which holds them all. @throws {UsageError} */
export function readPeriod(values: Values, now: Date): Period {
  const cursor = textOf(values, 'cursor');
  if (cursor !== undefined) return readCursor(cursor);
  const until = instantOf(values, 'until', now) ?? now;
  const since = instantOf(values, 'since', now) ?? new Date(until.getTime() - DAY_MS);
  if (since >= until) throw new UsageError('--since must lie before --until');
  return { since, until, provider: choiceOf(values, 'provider', PROVIDER_IDS), account: textOf(values, 'account'), page: null };
}

/** Everything that leads on from here: relative times stand for what they meant at first. */
export function cursorOf({ since, until, provider, account, page }: Period): string {
  const parts = [since.toISOString(), until.toISOString(), provider ?? null, account ?? null, page];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** How many reads per minute at most. @throws {UsageError} */
export function readPace(values: Values): number {
  return numberOf(values, 'per-minute', { from: 1, to: LONGEST_PER_MINUTE }) ?? 120;
}

function readCursor(cursor: string): Period {
  const parts = parsed(cursor);
  if (!Array.isArray(parts) || parts.length !== 5) throw notOurs();
  const [since, until, provider, account, page] = parts.map((part: unknown) => (typeof part === 'string' ? part : null));
  const [from, to] = [new Date(since ?? ''), new Date(until ?? '')];
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime())) throw notOurs();
  return { since: from, until: to, provider: provider ?? undefined, account: account ?? undefined, page: page ?? null };
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function notOurs(): UsageError {
  return new UsageError('--cursor: give it as `countermand reconcile` showed it');
}

/** A duration before now, or a date or instant. */
function instantOf(values: Values, name: string, now: Date): Date | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const ago = parseDuration(text);
  const instant = ago === null ? new Date(/^\d{4}-\d{2}-\d{2}/.test(text) ? text : Number.NaN) : new Date(now.getTime() - ago);
  if (Number.isNaN(instant.getTime())) throw new UsageError(`--${name} is "${text}": use a duration such as 24h or 7d, or an instant such as 2026-11-20T00:00:00Z`);
  return instant;
}
