import { fieldOf } from './field-of.js';

/** What every run and every step is given, so that its log lines name the call that asked for it. */
export interface Correlated {
  /**
   * `X-Request-Id` of that call, or null where there was none. For logs only: callers choose and repeat it, so nothing
   * may be made of it. Absent from what an older build began, and no more than a claim: `logLabelsOf` reads it.
   */
  readonly correlationId: string | null;
}

/** What this stands for in every log, of API and workers alike. */
export interface LogLabels {
  readonly requestId?: string;
  /** Of a delivery, whose own workflow id is its event's: the cancellation it is about. */
  readonly cancellationWorkflowId?: string;
}

/** Nothing that could end a line, a field or a search. */
const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** The id of a request as its caller gives it; null where none is given, or none that may stand in headers and logs. */
export function givenRequestId(given: unknown): string | null {
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : null;
}

/** The request id in what a run or a step is given, or null. */
export function correlationIdOf(input: unknown): string | null {
  return givenRequestId(fieldOf(input, 'correlationId'));
}

/** What every log line about a run or a step says beside the engine's own words, by the one argument it is given. */
export function logLabelsOf(input: unknown): LogLabels {
  const requestId = correlationIdOf(input);
  const workflowId = fieldOf(fieldOf(input, 'run'), 'workflowId');
  return {
    ...(requestId === null ? {} : { requestId }),
    ...(typeof workflowId === 'string' ? { cancellationWorkflowId: workflowId } : {}),
  };
}
