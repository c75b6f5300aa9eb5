import { activityInfo } from '@temporalio/activity';
import type { CancellationAnswer } from '../contracts/answer.js';
import type { RunFacts } from '../contracts/provider.js';

/**
 * What one attempt of an activity leaves to the next, kept by the server as heartbeat details: above
 * all "a cancel may have been sent", written before the send (design section 3, "Rules").
 */
export interface AttemptMemory {
  readonly facts: RunFacts;
  /** Reads of this activity that did not end it. */
  readonly rereads: number;
  /** The answer before this attempt, and how many reads in a row had given it again. */
  readonly answer: CancellationAnswer | null;
  readonly confirmations: number;
}

/**
 * Keeps a memory durably, acknowledged by the server: a heartbeat that is only queued dies with the process.
 * @throws when this attempt may not go on: cancellation was requested, or the attempt is over
 */
export type Remember = (memory: AttemptMemory) => Promise<void>;

/** The memory of the attempt before, or a fresh one with the facts the workflow handed over. */
export function recall(facts: RunFacts): AttemptMemory {
  const details: unknown = activityInfo().heartbeatDetails;
  return isMemory(details) ? details : { facts, rereads: 0, answer: null, confirmations: 0 };
}

function isMemory(details: unknown): details is AttemptMemory {
  return typeof details === 'object' && details !== null && 'facts' in details && 'rereads' in details;
}
