import type { Client } from '@temporalio/client';
import { isGrpcCancelledError } from '@temporalio/client';
import { isEnd } from '../contracts/resource.js';
import { CancellationError } from './errors.js';
import { closedBy, publishedBy } from './history-event.js';
import type { HistoryEvent } from './history-event.js';
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

/** What has happened since, oldest first; null when the time was over before it came. */
export type Waited = readonly HistoryEvent[] | null;

/** Waits until the run publishes anything new or closes. */
export function waitForChange(client: Client, run: Watched, limit: WaitLimit): Promise<Waited> {
  return waitForEvent(client, run, limit, (event) => publishedBy(event) !== null || closedBy(event) !== null);
}

/**
 * Waits until a message sent after `run.since` has been answered: the first status the run publishes after it that is
 * neither `verifying` nor an end, or its close, which brings the outcome.
 */
export function waitForVerdict(client: Client, run: Watched, message: string, limit: WaitLimit): Promise<Waited> {
  let arrived = false;
  return waitForEvent(client, run, limit, (event) => {
    if (event.workflowExecutionSignaledEventAttributes?.signalName === message) arrived = true;
    if (closedBy(event) !== null) return true;
    const status = publishedBy(event)?.status;
    return arrived && status !== undefined && status !== 'verifying' && !isEnd(status);
  });
}

/** Waits until a worker has begun the run. */
export function waitForBeginning(client: Client, run: Watched, limit: WaitLimit): Promise<Waited> {
  return waitForEvent(client, run, limit, (event) => (event.workflowTaskStartedEventAttributes ?? null) !== null);
}

export interface WaitLimit {
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What `isIt` was waiting for, and whatever came before it. */
function waitForEvent(client: Client, run: Watched, limit: WaitLimit, isIt: (event: HistoryEvent) => boolean): Promise<Waited> {
  return withinLimit(client, limit, () => pollHistory(client, run, isIt));
}

/**
 * Does one long call, or gives it up when its time is over (null).
 *
 * @throws {CancellationError} `aborted` when the caller's own signal fired, `temporal_unavailable` when Temporal went
 *   away meanwhile
 */
export async function withinLimit<Result>(
  client: Client,
  { waitMs, signal }: WaitLimit,
  call: () => Promise<Result>,
): Promise<Result | null> {
  // A signal that has fired before the call began would never end it.
  if (isAborted(signal)) throw new CancellationError('aborted', 'The wait was given up.');
  const timer = AbortSignal.timeout(Math.ceil(Math.max(waitMs, 0)));
  const either = signal === undefined ? timer : AbortSignal.any([timer, signal]);
  try {
    return await client.withAbortSignal(either, call);
  } catch (error) {
    if (isAborted(signal)) throw new CancellationError('aborted', 'The wait was given up.', { cause: error });
    if (isGrpcCancelledError(error) || timer.aborted) return null;
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
): Promise<readonly HistoryEvent[]> {
  const happened: HistoryEvent[] = [];
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
    const news = (page.history?.events ?? []).filter((event) => Number(event.eventId) > since);
    happened.push(...news);
    if (news.some(isIt)) return happened;
    // An exhausted history belongs to a run that has closed.
    if (page.nextPageToken === undefined || page.nextPageToken === null || page.nextPageToken.length === 0) {
      return happened;
    }
    nextPageToken = page.nextPageToken;
  }
}
