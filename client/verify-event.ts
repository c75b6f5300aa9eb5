import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EventType } from '../contracts/event.js';
import type { CancellationResource } from '../contracts/resource.js';

/** An event as it arrives at an order service (CloudEvents 1.0, structured JSON). */
export interface CancellationCloudEvent {
  readonly specversion: '1.0';
  /** Stable over retries and replays: what was handled once under this id needs no second look. */
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly subject: string;
  /** ISO 8601: when it happened, not when it was sent. */
  readonly time: string;
  readonly data: CancellationResource;
}

export type EventVerdict =
  | { readonly ok: true; readonly event: CancellationCloudEvent }
  | { readonly ok: false; readonly problem: 'headers_missing' | 'too_old' | 'signature_wrong' | 'not_an_event' };

/** What a receiver has in its hands. */
export interface ReceivedEvent {
  /** Lower-case names, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body's bytes as they came, before any JSON parser has touched them. */
  readonly rawBody: string | Uint8Array;
}

/** Both clocks may be off, and a delivery may take a while; more than this is a replay. */
const TOLERANCE_SECONDS = 300;
const SECRET_PREFIX = 'whsec_';

/**
 * Verifies and reads an event. Answer 2xx once it is safe on your side, 410 to get none any more.
 *
 * @param secrets `whsec_…`; several while one is being rotated
 * @see Standard Webhooks, "Verifying signatures"
 */
export function verifyEvent(
  { headers, rawBody }: ReceivedEvent,
  secrets: string | readonly string[],
  now: Date = new Date(),
): EventVerdict {
  const id = one(headers['webhook-id']);
  const timestamp = one(headers['webhook-timestamp']);
  const signatures = one(headers['webhook-signature']);
  if (id === null || timestamp === null || signatures === null) return { ok: false, problem: 'headers_missing' };
  const ageSeconds = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (!(ageSeconds <= TOLERANCE_SECONDS)) return { ok: false, problem: 'too_old' };
  const body = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody);
  const signed = `${id}.${timestamp}.${body}`;
  const known = typeof secrets === 'string' ? [secrets] : secrets;
  if (!known.some((secret) => isSignedWith(secret, signed, signatures))) return { ok: false, problem: 'signature_wrong' };
  const event = parse(body);
  return event === null ? { ok: false, problem: 'not_an_event' } : { ok: true, event };
}

function one(header: string | readonly string[] | undefined): string | null {
  return typeof header === 'string' && header !== '' ? header : null;
}

function isSignedWith(secret: string, signed: string, signatures: string): boolean {
  const key = Buffer.from(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret, 'base64');
  const expected = createHmac('sha256', key).update(signed).digest();
  return signatures.split(' ').some((signature) => {
    const [version, value = ''] = signature.split(',');
    const given = Buffer.from(value, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function parse(body: string): CancellationCloudEvent | null {
  try {
    const event: unknown = JSON.parse(body);
    return isEvent(event) ? event : null;
  } catch {
    return null;
  }
}

function isEvent(event: unknown): event is CancellationCloudEvent {
  return (
    typeof event === 'object' &&
    event !== null &&
    'specversion' in event &&
    event.specversion === '1.0' &&
    'type' in event &&
    typeof event.type === 'string' &&
    event.type.startsWith('payment.cancellation.') &&
    'data' in event &&
    typeof event.data === 'object' &&
    event.data !== null
  );
}
