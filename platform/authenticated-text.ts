import { createHmac } from 'node:crypto';
import { sameBytes } from './constant-time.js';
import type { DerivedKeys, KeyPurpose, KeyRing } from './keys.js';

const SEPARATOR = '.';
const MAC_BYTES = 16;

/** A text with 128 bits of HMAC behind it, made with the key of this purpose. */
export function authenticated(text: string, purpose: KeyPurpose, ring: KeyRing): string {
  return `${text}${SEPARATOR}${macOf(text, purpose, ring.signing).toString('base64url')}`;
}

/** The text before the HMAC, or null when none of our keys made it for this purpose. Compares in constant time. */
export function readAuthenticated(given: string, purpose: KeyPurpose, ring: KeyRing): string | null {
  const end = given.lastIndexOf(SEPARATOR);
  const text = given.slice(0, Math.max(end, 0));
  const spelled = given.slice(end + 1);
  const mac = Buffer.from(spelled, 'base64url');
  if (text === '' || mac.toString('base64url') !== spelled) return null;
  const ours = ring.all.some((keys) => sameBytes(macOf(text, purpose, keys), mac));
  return ours ? text : null;
}

function macOf(text: string, purpose: KeyPurpose, keys: DerivedKeys): Buffer {
  return createHmac('sha256', keys.key(purpose)).update(text).digest().subarray(0, MAC_BYTES);
}
