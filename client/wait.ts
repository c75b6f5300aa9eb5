import type { Client } from '@temporalio/client';
import { isGrpcCancelledError } from '@temporalio/client';
import { CancellationStatusKey } from '../contracts/search-attributes.js';
import { CancellationError } from './errors.js';
import { meaningOf } from './temporal-error.js';

/**
 * Waiting never writes (design section 3): the history of one run is long-polled until something outsiders can see
 * has changed. It needs no worker, costs no event and any number of readers may do it at once.
 */
export interface Watched {
  readonly workflowId: string;
  readonly runId: string;
  /** Only events after this one are news. */
  readonly since: number;
}

type HistoryEvents = NonNullable<
  NonNullable<Awaited<ReturnType<Client['workflowService']['getWorkflowExecutionHistory']>>['history']>['events']
>;
export type HistoryEvent = HistoryEvents[number];

export type WaitEnd = 'changed' | 'timeout';

/** Waits until the run publishes anything new or closes. */
export function waitForChange(client: Client, run: Watched, limit: WaitLimit): Promise<WaitEnd> {
  return waitForEvent(client, run, limit, (event) => isPublication(event) || isClose(event));
}

/**
 * Waits until a message sent after `run.since` has been answered: the first status the run publishes after it that is
 * not `verifying`, or its close.
 */
export function waitForVerdict(client: Client, run: Watched, message: string, limit: WaitLimit): Promise<WaitEnd> {
  let arrived = false;
  return waitForEvent(client, run, limit, (event) => {
    if (event.workflowExecutionSignaledEventAttributes?.signalName === message) arrived = true;
    if (isClose(event)) return true;
    const status = publishedStatus(event);
    return arrived && status !== null && status !== 'verifying';
  });
}

/** Waits until a worker has begun the run. */
export function waitForBeginning(client: Client, run: Watched, limit: WaitLimit): Promise<WaitEnd> {
  return waitForEvent(client, run, limit, (event) => isSet(event.workflowTaskStartedEventAttributes));
}

/** Waits until the run closes. */
export function waitForClose(client: Client, run: Watched, limit: WaitLimit): Promise<WaitEnd> {
  return waitForEvent(client, run, limit, isClose);
}

export interface WaitLimit {
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * @throws {CancellationError} `aborted` when the caller's own signal fired, `temporal_unavailable` when Temporal went
 *   away meanwhile
 */
async function waitForEvent(
  client: Client,
  run: Watched,
  { waitMs, signal }: WaitLimit,
  isIt: (event: HistoryEvent) => boolean,
): Promise<WaitEnd> {
  // A signal that has fired before the call began would never end it.
  if (isAborted(signal)) throw new CancellationError('aborted', 'The wait was given up.');
  const timer = AbortSignal.timeout(Math.ceil(Math.max(waitMs, 0)));
  const either = signal === undefined ? timer : AbortSignal.any([timer, signal]);
  try {
    return await client.withAbortSignal(either, () => pollHistory(client, run, isIt));
  } catch (error) {
    if (isAborted(signal)) throw new CancellationError('aborted', 'The wait was given up.', { cause: error });
    if (isGrpcCancelledError(error) || timer.aborted) return 'timeout';
    throw meaningOf(error);
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

async function pollHistory(
  client: Client,
  { workflowId, runId, since }: Watched,
  isIt: (event: HistoryEvent) => boolean,
): Promise<WaitEnd> {
  const request = {
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    waitNewEvent: true,
    skipArchival: true,
  };
  let nextPageToken: Uint8Array | undefined;
  for (;;) {
    const page = await client.workflowService.getWorkflowExecutionHistory({
      ...request,
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    });
    const events = page.history?.events ?? [];
    if (events.some((event) => Number(event.eventId) > since && isIt(event))) return 'changed';
    // An exhausted history belongs to a run that has closed.
    if (page.nextPageToken === undefined || page.nextPageToken === null || page.nextPageToken.length === 0) {
      return 'changed';
    }
    nextPageToken = page.nextPageToken;
  }
}

function isPublication(event: HistoryEvent): boolean {
  return isSet(event.upsertWorkflowSearchAttributesEventAttributes);
}

/** Continue-as-new and reset close a run too: whoever waits then looks for the next one. */
function isClose(event: HistoryEvent): boolean {
  return (
    isSet(event.workflowExecutionCompletedEventAttributes) ||
    isSet(event.workflowExecutionFailedEventAttributes) ||
    isSet(event.workflowExecutionTimedOutEventAttributes) ||
    isSet(event.workflowExecutionCanceledEventAttributes) ||
    isSet(event.workflowExecutionTerminatedEventAttributes) ||
    isSet(event.workflowExecutionContinuedAsNewEventAttributes)
  );
}

function publishedStatus(event: HistoryEvent): string | null {
  const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
  const data = fields?.[CancellationStatusKey.name]?.data;
  if (!isSet(data)) return null;
  const status: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
  return typeof status === 'string' ? status : null;
}

function isSet<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
