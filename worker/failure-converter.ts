import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stacks of failed steps are payloads, and encrypted like all payloads. Loaded by the SDK, by this name. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
