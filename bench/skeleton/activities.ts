import { activityInfo } from '@temporalio/activity';
import type { AsyncCompletionClient } from '@temporalio/client';
import type { ProviderCalls } from '../provider-calls.js';

/** The skeleton's hands: the same two provider calls, and the same mark before the send. */
export interface SkeletonActivities {
  ask(paymentId: string): Promise<void>;
}

export function createSkeletonActivities(calls: ProviderCalls, completion: AsyncCompletionClient): SkeletonActivities {
  return {
    ask: async (paymentId) => {
      await calls.read(paymentId);
      await completion.heartbeat(activityInfo().taskToken, { begun: 1 });
      await calls.cancel(paymentId);
    },
  };
}
