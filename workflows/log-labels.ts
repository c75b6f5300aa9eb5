import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { type LogLabels, logLabelsOf } from '../contracts/correlation.js';

/**
 * Every log line of a run, the SDK's own included, names the request that asked for it. Only the SDK's "Workflow
 * started" (level debug) is written before a run's input is known.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let labels: LogLabels = {};
  return {
    inbound: [
      {
        execute: (input, next) => {
          labels = logLabelsOf(input.args[0]);
          return next(input);
        },
      },
    ],
    outbound: [{ getLogAttributes: (attributes, next) => next({ ...attributes, ...labels }) }],
  };
};
