import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { type LogLabels, logLabelsOf } from '../contracts/correlation.js';

/**
 * Every log line of an attempt, the SDK's own included, names the request that asked for it. Only the SDK's "Activity
 * started" (level debug) is written before an attempt's input is known.
 */
export const labelAttempts: ActivityInterceptorsFactory = () => {
  let labels: LogLabels = {};
  return {
    inbound: {
      execute: (input, next) => {
        labels = logLabelsOf(input.args[0]);
        return next(input);
      },
    },
    outbound: { getLogAttributes: (attributes, next) => next({ ...attributes, ...labels }) },
  };
};
