import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';

/**
 * Reads what it can; what nobody can read counts as nothing.
 *
 * Anyone may send a run its signals. Without this, one message in a foreign encoding (another codec,
 * broken JSON) would stop the run's every task until an operator resets it. What counts as nothing is
 * then judged where it arrives: a signal is a bare hint, a command is refused, an input is malformed.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload: read,
};

function read<T>(payload: Payload): T {
  try {
    return defaultPayloadConverter.fromPayload<T>(payload);
  } catch {
    return defaultPayloadConverter.fromPayload<T>(NOTHING);
  }
}

/** `undefined`, as the SDK itself writes it. */
const NOTHING = defaultPayloadConverter.toPayload(undefined);
