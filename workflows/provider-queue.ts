import { ActivityFailure, type ActivityOptions, TimeoutFailure } from '@temporalio/workflow';
import { type Elsewhere, isElsewhere } from '../contracts/elsewhere.js';

/** Where a run asks its provider's activities. */
export interface ProviderQueue {
  /**
   * Runs an activity on the queue its provider has, which is the run's own until an answer says otherwise.
   * @param call is made once more for every answer that names another queue
   */
  ask<Result>(options: ActivityOptions, call: (options: ActivityOptions) => Promise<Result | Elsewhere>): Promise<Result>;
}

/** A queue that nobody takes from any more gives its work back after this: its configuration is gone. */
const UNTIL_TAKEN = '1 hour';

/**
 * A provider has a queue of its own by configuration alone, which a workflow cannot read: the first activity on the
 * run's own queue tells it. Not carried over a continue-as-new: asking again costs three events.
 */
export function createProviderQueue(): ProviderQueue {
  let taskQueue: string | null = null;

  async function ask<Result>(options: ActivityOptions, call: (options: ActivityOptions) => Promise<Result | Elsewhere>): Promise<Result> {
    for (;;) {
      try {
        const result = await call(taskQueue === null ? options : { ...options, taskQueue, scheduleToStartTimeout: UNTIL_TAKEN });
        if (!isElsewhere(result)) return result;
        taskQueue = result.askOn;
      } catch (failure) {
        if (taskQueue === null || !wasNeverTaken(failure)) throw failure;
        taskQueue = null;
      }
    }
  }

  return { ask };
}

function wasNeverTaken(failure: unknown): boolean {
  return failure instanceof ActivityFailure && failure.cause instanceof TimeoutFailure && failure.cause.timeoutType === 'SCHEDULE_TO_START';
}
