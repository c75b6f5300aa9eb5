const LONGEST_SECONDS = 24 * 60 * 60;

/**
 * Seconds that an answer asks to wait (`Retry-After`, RFC 9110 section 10.2.3: seconds or a date), at most a day; null
 * where it says nothing readable.
 *
 * @param receivedAt ISO 8601; a date counts from here
 */
export function readRetryAfter(header: string | null | undefined, receivedAt: string): number | null {
  const value = header?.trim() ?? '';
  const seconds = /^[0-9]{1,9}$/.test(value) ? Number(value) : secondsUntil(value, receivedAt);
  if (!Number.isFinite(seconds)) return null;
  return Math.min(Math.max(Math.ceil(seconds), 0), LONGEST_SECONDS);
}

function secondsUntil(httpDate: string, from: string): number {
  return httpDate.endsWith(' GMT') ? (Date.parse(httpDate) - Date.parse(from)) / 1_000 : Number.NaN;
}
