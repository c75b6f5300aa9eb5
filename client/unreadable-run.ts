import { CancellationError } from './errors.js';

/** A run that stands in a list, and that this process cannot read. */
export interface UnreadableRun {
  readonly workflowId: string;
  readonly runId: string;
  /** Id of the key that this process lacks; null where no key would help, or the codec does not say which. */
  readonly keyId: string | null;
}

/** The error of a run that carries what cannot be decoded here. @param cause what the payload codec, or the payload converter, says */
export function undecodable(cause: unknown): CancellationError {
  const keyId = missingKeyIn(cause);
  const why =
    keyId === null
      ? 'this process cannot decode what its run carries; is PAYLOAD_ENCRYPTION here as it was there?'
      : `it is encrypted with key "${keyId}", which this process does not have`;
  return new CancellationError('cancellation_unreadable', `This cancellation cannot be read: ${why}.`, { cause });
}

/** The error of a run that has a name of ours and was not begun by us. */
export function notOurs(): CancellationError {
  return new CancellationError('cancellation_unreadable', 'This cannot be read: the run does not carry what a cancellation begins with.');
}

/** A run as a list names it, where this is why it cannot be read; null for every other error. */
export function unreadableRun(error: unknown, { workflowId, runId }: Omit<UnreadableRun, 'keyId'>): UnreadableRun | null {
  if (!(error instanceof CancellationError) || error.code !== 'cancellation_unreadable') return null;
  return { workflowId, runId, keyId: missingKeyIn(error.cause) };
}

/** Payload codecs name the key they lack as `keyId` of their error; ours does. */
function missingKeyIn(error: unknown): string | null {
  return error instanceof Error && 'keyId' in error && typeof error.keyId === 'string' ? error.keyId : null;
}
