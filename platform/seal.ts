import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DerivedKeys, KeyRing } from './keys.js';

/**
 * Sealing keeps the payer's link unreadable in histories, the Temporal UI and backups (design section 5).
 *
 * Layout: version 1 · key id 4 · nonce 12 · tag 16 · ciphertext; base64url.
 */
const VERSION = 1;
const NONCE_AT = 5;
const TAG_AT = 17;
const TEXT_AT = 33;
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals a text so that only this key ring opens it, and only for the same `context`.
 *
 * Sealing twice gives two different texts.
 * @param context the workflow id it belongs to; moved to another run it cannot be opened
 */
export function seal(plain: string, context: string, ring: KeyRing): string {
  const keys = ring.signing;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, keys.key('seal'), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(keys, context));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), keys.tag, nonce, cipher.getAuthTag(), text]).toString('base64url');
}

/** What was sealed, or null when it is not ours, was changed, or belongs to another context. Never throws. */
export function unseal(sealed: string, context: string, ring: KeyRing): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < TEXT_AT || bytes.readUInt8(0) !== VERSION) return null;
  const keys = ring.byTag(bytes.subarray(1, NONCE_AT));
  if (keys === null) return null;
  const nonce = bytes.subarray(NONCE_AT, TAG_AT);
  const decipher = createDecipheriv(ALGORITHM, keys.key('seal'), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(additionalData(keys, context));
  decipher.setAuthTag(bytes.subarray(TAG_AT, TEXT_AT));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(TEXT_AT)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function additionalData(keys: DerivedKeys, context: string): Buffer {
  return Buffer.concat([Buffer.of(VERSION), keys.tag, Buffer.from(context, 'utf8')]);
}
