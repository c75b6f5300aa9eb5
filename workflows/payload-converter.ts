import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';

/** In the place of a payload that this worker cannot read: another codec, broken JSON. */
export class UnreadablePayload {
  /** As its sender names it. */
  readonly encoding: string;

  constructor(encoding: string) {
    this.encoding = encoding;
  }
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
    return new UnreadablePayload(encodingOf(payload)) as T;
  }
}

/** ASCII by the protocol. */
function encodingOf({ metadata }: Payload): string {
  return String.fromCharCode(...(metadata?.['encoding'] ?? []));
}
