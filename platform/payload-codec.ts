import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import { ENCRYPTION_KEY_ID } from '../contracts/names.js';
import type { DerivedKeys, KeyRing } from './keys.js';

/** What stands in a payload's metadata; Temporal's UI and CLI show payloads of this encoding as encrypted. */
const ENCODING = 'binary/encrypted';
const KEY_ID = /^[\w-]{1,32}$/;
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A payload that this process cannot decrypt; the message names the key and what to do, never the content. */
export class PayloadKeyError extends Error {
  override readonly name = 'PayloadKeyError';
  /** As the payload names it. */
  readonly keyId: string;

  constructor(given: string, options?: ErrorOptions) {
    // Anybody may write anything there.
    const keyId = KEY_ID.test(given) ? given : '(unnamed)';
    super(
      `a payload is encrypted with key "${keyId}", which SECRET_KEYS of this process does not hold as it was: ` +
        `add key ${keyId} to it, behind the first if it is an old one, and start the process again`,
      options,
    );
    this.keyId = keyId;
  }
}

/** Decides whether a payload that cannot be decrypted passes as it came (true) or is an error (false). */
export type PassUnreadable = (error: PayloadKeyError, context: SerializationContext | undefined) => boolean;

/**
 * Encrypts what Temporal stores (arguments, results, memo, summaries, heartbeats): AES-256-GCM, the key id
 * bound as additional data (design section 6).
 *
 * The first key of the ring encrypts, every key of it decrypts (docs/encryption.md, "Changing the key"). What was
 * never encrypted passes unchanged, so that encryption can be switched on under open runs.
 *
 * @param passUnreadable without it, decoding throws `PayloadKeyError` for what it cannot decrypt
 */
export function createPayloadCodec(ring: KeyRing, passUnreadable: PassUnreadable = () => false): PayloadCodec {
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, ring.signing)),
    decode: async (payloads, context) => payloads.map((payload) => decryptOrPass(payload, context)),
  };

  function decryptOrPass(payload: Payload, context: SerializationContext | undefined): Payload {
    try {
      return decrypt(payload, ring);
    } catch (error) {
      if (error instanceof PayloadKeyError && passUnreadable(error, context)) return payload;
      throw error;
    }
  }
}

/** What a client or worker of this deployment converts payloads with. */
export function dataConverterOf(settings: { readonly payloadEncryption: boolean; readonly keyRing: KeyRing }): {
  readonly payloadCodecs: PayloadCodec[];
} {
  return { payloadCodecs: settings.payloadEncryption ? [createPayloadCodec(settings.keyRing)] : [] };
}

function encrypt(payload: Payload, keys: DerivedKeys): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, keys.key('codec'), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(keys.id));
  const sealed = Buffer.concat([cipher.update(toBytes(payload)), cipher.final()]);
  return {
    metadata: { encoding: Buffer.from(ENCODING), [ENCRYPTION_KEY_ID]: Buffer.from(keys.id) },
    data: Buffer.concat([nonce, cipher.getAuthTag(), sealed]),
  };
}

/** @throws {PayloadKeyError} when the ring does not hold the key, or another one of this id, or the payload was changed */
function decrypt(payload: Payload, ring: KeyRing): Payload {
  if (textOf(payload.metadata?.['encoding']) !== ENCODING) return payload;
  const keyId = textOf(payload.metadata?.[ENCRYPTION_KEY_ID]);
  const keys = ring.byId(keyId);
  if (keys === null) throw new PayloadKeyError(keyId);
  try {
    return fromBytes(openWith(keys, payload));
  } catch (cause) {
    throw new PayloadKeyError(keyId, { cause });
  }
}

function openWith(keys: DerivedKeys, payload: Payload): Buffer {
  const bytes = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv(ALGORITHM, keys.key('codec'), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(keys.id));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return bytes === null || bytes === undefined ? '' : Buffer.from(bytes).toString('utf8');
}

interface PlainPayload {
  readonly metadata: Readonly<Record<string, string>>;
  readonly data: string;
}

function toBytes({ metadata, data }: Payload): Buffer {
  const plain: PlainPayload = {
    metadata: Object.fromEntries(
      Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
    ),
    data: Buffer.from(data ?? []).toString('base64'),
  };
  return Buffer.from(JSON.stringify(plain));
}

function fromBytes(bytes: Buffer): Payload {
  // Authenticated by the cipher: nobody but us has written it.
  const { metadata, data } = JSON.parse(bytes.toString('utf8')) as PlainPayload;
  return {
    metadata: Object.fromEntries(
      Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
    ),
    data: Buffer.from(data, 'base64'),
  };
}
