import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { isElsewhere } from '../contracts/elsewhere.js';
import { fieldOf } from '../contracts/field-of.js';

/** Of what a step brings, the words that tell what happened; never a link, a proof or a text of anyone. */
const TOLD = ['code', 'providerRequestId', 'cancellable', 'payerValidation', 'delivered', 'reason'] as const;

/**
 * One line for every attempt of a step, with workflow id, run id, step and attempt, which the SDK's logger adds. An
 * attempt that failed for no good reason is logged by the SDK itself.
 */
export const logAttempts: ActivityInterceptorsFactory = ({ log }) => ({
  inbound: {
    execute: async (input, next) => {
      const began = performance.now();
      const ms = (): number => Math.round(performance.now() - began);
      try {
        const told = await next(input);
        if (isElsewhere(told)) log.info('A step moves to the queue of its provider', { ms: ms(), askOn: told.askOn });
        else log.info('A step is done', { ms: ms(), ...summaryOf(told) });
        return told;
      } catch (failure) {
        if (isPlanned(failure)) log[failure.type === 'StillWaiting' ? 'debug' : 'info'](failure.message, { ms: ms() });
        throw failure;
      }
    },
  },
});

/** "Look again after a while" is how a step waits. */
function isPlanned(failure: unknown): failure is ApplicationFailure {
  return failure instanceof ApplicationFailure && failure.category === ApplicationFailureCategory.BENIGN;
}

function summaryOf(told: unknown): Record<string, unknown> {
  const answer = fieldOf(fieldOf(told, 'answer'), 'kind');
  const fields = TOLD.map((name) => [name, fieldOf(told, name)] as const);
  return Object.fromEntries([['answer', answer] as const, ...fields].filter(([, value]) => value !== undefined && value !== null));
}
