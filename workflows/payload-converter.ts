import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';
import { ENCRYPTION_KEY_ID } from '../contracts/names.js';

/** In the place of a payload that this worker cannot read: another codec, another key, broken JSON. */
export class UnreadablePayload {
  /** As its sender names it. */
  readonly encoding: string;
  /** The key it is encrypted with; null: no key would help. */
  readonly keyId: string | null;

  constructor(encoding: string, keyId: string | null) {
    this.encoding = encoding;
    this.keyId = keyId;
  }

  /** What it is and what to do. */
  explain(): string {
    return this.keyId === null
      ? `is encoded as "${this.encoding}", which this worker cannot read: has it the same PAYLOAD_ENCRYPTION as its sender?`
      : `is encrypted with key "${this.keyId}", which this worker does not hold: add it to SECRET_KEYS of every worker, with PAYLOAD_ENCRYPTION=on`;
  }
}

/**
 * A value this worker can read.
 * @throws {Error} for one that it cannot: the task is then repeated, until a worker can
 */
export function readable<T>(value: T, name: string): T {
  if (value instanceof UnreadablePayload) throw new Error(`the ${name} ${value.explain()}`);
  return value;
}

/**
 * Reads what it can, and puts an `UnreadablePayload` in the place of the rest.
 *
 * Anyone may send a run its signals. Without this, one of them in a foreign encoding would stop every
 * task of the run until an operator resets it. Each place judges by itself what it means there: a signal
 * is then a bare hint, a command is refused, an input waits for a worker that can read it.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload: read,
};

function read<T>(payload: Payload): T {
  try {
    return defaultPayloadConverter.fromPayload<T>(payload);
  } catch {
    // The type is the sender's claim, here as with every payload.
    const keyId = metadataOf(payload, ENCRYPTION_KEY_ID);
    return new UnreadablePayload(metadataOf(payload, 'encoding'), keyId === '' ? null : keyId) as T;
  }
}

/** ASCII by the protocol. */
function metadataOf({ metadata }: Payload, name: string): string {
  return String.fromCharCode(...(metadata?.[name] ?? []));
}
