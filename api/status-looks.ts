import type { CancellationResource } from '../contracts/resource.js';
import { entityTagOf } from './entity-tag.js';

/**
 * How the payer's page looks again by itself, without script: the header `Refresh` makes the browser ask at once for
 * the page that comes next, and the server answers when there is something new. Until then the browser goes on showing
 * the page it has, and it can be used.
 *
 * It ends by itself, or when the payer wants it to (WCAG 2.2, 2.2.1): `?look=off`.
 */
export interface Look {
  /** How many looks came before this one; null where the payer wants none. */
  readonly number: number | null;
  /** What the page before it showed. */
  readonly seen: string | null;
}

/** Below the 30 s after which the strictest proxies give up. */
export const NEWS_WITHIN_MS = 25_000;
/** Five minutes at the most. */
const MOST_LOOKS = 12;

/** The look a request for the status page is. */
export function readLook(query: string): Look {
  const parameters = new URLSearchParams(query);
  const look = parameters.get('look') ?? '0';
  if (look === 'off') return { number: null, seen: null };
  return { number: /^\d{1,3}$/.test(look) ? Number(look) : 0, seen: parameters.get('seen') };
}

/** Whether the page before this look showed the same: then it is worth waiting for news. */
export function hasSeen({ seen }: Look, shown: CancellationResource): boolean {
  return seen === tagOf(shown);
}

/** Where the browser looks next, or null where it should look no more. */
export function nextLook(statusLink: string, { number }: Look, shown: CancellationResource): string | null {
  if (number === null || number >= MOST_LOOKS) return null;
  return `${statusLink}?${new URLSearchParams({ look: String(number + 1), seen: tagOf(shown) }).toString()}`;
}

/** The page that does not look again by itself. */
export function lookNoMore(statusLink: string): string {
  return `${statusLink}?look=off`;
}

/** Tells nothing to whoever reads it. */
function tagOf(shown: CancellationResource): string {
  return entityTagOf(JSON.stringify(shown)).slice(1, 9);
}
