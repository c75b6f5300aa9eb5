import { createHash, hkdfSync } from 'node:crypto';

/** Each purpose has a key of its own, so that a token of one kind is never worth anything as another. */
export type KeyPurpose = 'state' | 'handle' | 'cursor' | 'seal' | 'codec' | 'codecSession';

export interface DerivedKeys {
  /** The `kid` of `SECRET_KEYS`. */
  readonly id: string;
  /** Four bytes that stand for `id` inside tokens. */
  readonly tag: Buffer;
  /** 32 bytes. */
  key(purpose: KeyPurpose): Buffer;
}

export interface KeyRing {
  /** The first key of the ring: signs and seals everything new. */
  readonly signing: DerivedKeys;
  readonly all: readonly DerivedKeys[];
  byId(id: string): DerivedKeys | null;
  byTag(tag: Uint8Array): DerivedKeys | null;
}

export interface SecretKey {
  readonly id: string;
  readonly secret: Buffer;
}

export const MINIMUM_SECRET_BYTES = 32;
const TAG_BYTES = 4;
const KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The ring over these secrets, the first of which signs (design section 5, "one key ring").
 *
 * @throws {RangeError} when there is none, or when two ids cannot be told apart inside a token
 */
export function createKeyRing(secrets: readonly SecretKey[]): KeyRing {
  const all = secrets.map(deriveKeys);
  const [signing] = all;
  if (signing === undefined) throw new RangeError('a key ring needs at least one key');
  if (new Set(all.map((keys) => keys.tag.toString('hex'))).size < all.length) {
    throw new RangeError('two key ids of the ring are the same or too alike: give one of them another name');
  }
  return {
    signing,
    all,
    byId: (id) => all.find((keys) => keys.id === id) ?? null,
    byTag: (tag) => all.find((keys) => keys.tag.equals(tag)) ?? null,
  };
}

function deriveKeys({ id, secret }: SecretKey): DerivedKeys {
  const derived = new Map<KeyPurpose, Buffer>();
  return {
    id,
    tag: createHash('sha256').update(id).digest().subarray(0, TAG_BYTES),
    key: (purpose) => {
      const known = derived.get(purpose) ?? derive(secret, purpose);
      derived.set(purpose, known);
      return known;
    },
  };
}

function derive(secret: Buffer, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `countermand/${purpose}/v1`, KEY_BYTES));
}

/**
 * Reads one entry of `SECRET_KEYS`, `kid:base64`; what is wrong with it otherwise, without repeating the secret.
 */
export function parseSecretKey(entry: string): SecretKey | { readonly problem: string } {
  const colon = entry.indexOf(':');
  const id = entry.slice(0, Math.max(colon, 0));
  if (!KEY_ID.test(id)) return { problem: 'has an entry that does not start with a key id and a colon, like k1:' };
  const encoded = entry.slice(colon + 1);
  if (!BASE64.test(encoded)) return { problem: `has a key "${id}" that is not base64` };
  const secret = Buffer.from(encoded, 'base64');
  if (secret.length < MINIMUM_SECRET_BYTES) {
    return { problem: `has a key "${id}" of ${secret.length} bytes where ${MINIMUM_SECRET_BYTES} are needed` };
  }
  return { id, secret };
}
