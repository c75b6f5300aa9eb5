import { createHmac } from 'node:crypto';
import { sameBytes } from './constant-time.js';
import type { DerivedKeys, KeyRing } from './keys.js';

/** A handle is a cancellation id with 128 bits of HMAC behind it: whoever holds it may act as the payer. */
const SEPARATOR = '.';
const MAC_BYTES = 16;

/** The handle of a cancellation, for `/r/{handle}`. A secret: never in logs, operator text or the return URL. */
export function issueHandle(cancellationId: string, ring: KeyRing): string {
  return `${cancellationId}${SEPARATOR}${authenticate(cancellationId, ring.signing).toString('base64url')}`;
}

/** The cancellation id a handle stands for, or null when none of our keys made it. Compares in constant time. */
export function readHandle(handle: string, ring: KeyRing): string | null {
  const end = handle.lastIndexOf(SEPARATOR);
  const cancellationId = handle.slice(0, Math.max(end, 0));
  const spelled = handle.slice(end + 1);
  const mac = Buffer.from(spelled, 'base64url');
  if (cancellationId === '' || mac.toString('base64url') !== spelled) return null;
  const ours = ring.all.some((keys) => sameBytes(authenticate(cancellationId, keys), mac));
  return ours ? cancellationId : null;
}

function authenticate(cancellationId: string, keys: DerivedKeys): Buffer {
  return createHmac('sha256', keys.key('handle')).update(cancellationId).digest().subarray(0, MAC_BYTES);
}
