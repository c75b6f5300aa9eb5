import { ActivityFailure, ApplicationFailure, RetryState, TimeoutFailure, TimeoutType } from '@temporalio/common';
import type { ActivityOptions } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { createProviderQueue } from '../../workflows/provider-queue.js';

const OPTIONS: ActivityOptions = { startToCloseTimeout: '25 seconds' };
const ON_ITS_OWN = { ...OPTIONS, taskQueue: 'own', scheduleToStartTimeout: '1 hour' };

/** An activity that answers in this order, and remembers how it was asked. */
function answering(...answers: readonly unknown[]): { readonly asked: ActivityOptions[]; call(options: ActivityOptions): Promise<unknown> } {
  const asked: ActivityOptions[] = [];
  return {
    asked,
    call: async (options) => {
      const answer = answers[asked.length];
      asked.push(options);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

function failed(cause: Error): ActivityFailure {
  return new ActivityFailure('failed', 'requestCancellation', '1', RetryState.NON_RETRYABLE_FAILURE, 'worker', cause);
}

describe('a run', () => {
  it('asks on its own queue as long as no answer names another', async () => {
    const { asked, call } = answering('first', 'second');
    const queue = createProviderQueue();
    expect([await queue.ask(OPTIONS, call), await queue.ask(OPTIONS, call)]).toEqual(['first', 'second']);
    expect(asked).toEqual([OPTIONS, OPTIONS]);
  });

  it('asks where the answer says, and goes on asking there', async () => {
    const { asked, call } = answering({ askOn: 'own' }, 'first', 'second');
    const queue = createProviderQueue();
    expect([await queue.ask(OPTIONS, call), await queue.ask(OPTIONS, call)]).toEqual(['first', 'second']);
    expect(asked).toEqual([OPTIONS, ON_ITS_OWN, ON_ITS_OWN]);
  });

  it('comes back when nobody takes its work there any more', async () => {
    const untaken = failed(new TimeoutFailure('not taken', undefined, TimeoutType.SCHEDULE_TO_START));
    const { asked, call } = answering({ askOn: 'own' }, untaken, 'done');
    expect(await createProviderQueue().ask(OPTIONS, call)).toBe('done');
    expect(asked).toEqual([OPTIONS, ON_ITS_OWN, OPTIONS]);
  });

  it.each([
    ['an activity that fails', failed(ApplicationFailure.nonRetryable('no'))],
    ['one that was taken and timed out', failed(new TimeoutFailure('late', undefined, TimeoutType.START_TO_CLOSE))],
    ['a cancellation', new Error('cancelled')],
  ])('hands on %s', async (_what, failure) => {
    const { call } = answering({ askOn: 'own' }, failure, 'done');
    await expect(createProviderQueue().ask(OPTIONS, call)).rejects.toBe(failure);
  });
});
