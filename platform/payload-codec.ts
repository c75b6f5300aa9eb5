import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import type { DerivedKeys, KeyRing } from './keys.js';

/** What stands in a payload's metadata; Temporal's UI and CLI show payloads of this encoding as encrypted. */
const ENCODING = 'binary/encrypted';
const KEY_ID_METADATA = 'encryption-key-id';
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts what Temporal stores (arguments, results, memo, summaries, heartbeats): AES-256-GCM, the key id
 * bound as additional data (design section 6).
 *
 * The first key of the ring encrypts, every key of it decrypts: a new key goes first, an old one stays until the
 * last run that used it is out of retention. What was never encrypted passes unchanged, so that encryption can be
 * switched on under open runs.
 */
export function createPayloadCodec(ring: KeyRing): PayloadCodec {
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, ring.signing)),
    decode: async (payloads) => payloads.map((payload) => decrypt(payload, ring)),
  };
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
    metadata: { encoding: Buffer.from(ENCODING), [KEY_ID_METADATA]: Buffer.from(keys.id) },
    data: Buffer.concat([nonce, cipher.getAuthTag(), sealed]),
  };
}

/** @throws {Error} naming the key id, when the ring does not hold the key or the payload was changed */
function decrypt(payload: Payload, ring: KeyRing): Payload {
  if (textOf(payload.metadata?.['encoding']) !== ENCODING) return payload;
  const keyId = textOf(payload.metadata?.[KEY_ID_METADATA]);
  const keys = ring.byId(keyId);
  if (keys === null) throw new Error(`a payload is encrypted with key "${keyId}", which SECRET_KEYS does not hold`);
  const bytes = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv(ALGORITHM, keys.key('codec'), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(keyId));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return fromBytes(Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]));
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
