import { patched, workflowInfo } from '@temporalio/workflow';
import { UnreadablePayload } from './payload-converter.js';

/**
 * Reads the words of a signal's payloads, one after the other; null where they are encrypted with a key this worker
 * does not hold: the signal is then a bare hint, and no run stands still for it.
 *
 * What was once taken as a bare hint stays one, with a marker in the history: a worker that gets the key later, or
 * loses it, must replay what happened and not what might have been.
 * @param name of the signal
 */
export function signalWords(name: string): (payload: unknown) => unknown {
  let taken = 0;
  return (payload) => {
    taken += 1;
    const marker = `unreadable-${name}-${taken}`;
    const unreadable = payload instanceof UnreadablePayload && payload.keyId !== null;
    if (!workflowInfo().unsafe.isReplaying) return unreadable && patched(marker) ? null : payload;
    if (patched(marker)) return null;
    if (unreadable) throw new Error(`a ${name} signal that was read before ${payload.explain()}`);
    return payload;
  };
}
