import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import { deliveryWorkflowId, eventIdOf } from '../contracts/event.js';
import type { Announcement, DeliverEventInput, DeliverEventResult, EventActivities } from '../contracts/event.js';
import { DELIVER_WORKFLOW, EVENTS_TASK_QUEUE } from '../contracts/names.js';
import type { RunStanding } from '../contracts/resource.js';
import { readView } from './commands.js';
import type { Ending } from './ending.js';
import { CancellationError } from './errors.js';
import type { RunSnapshot } from './run-snapshot.js';
import type { Runs } from './runs.js';
import { isNotFound } from './temporal-error.js';

/** `DeliverEventWorkflow`, by its type alone. */
type DeliverEvent = (event: DeliverEventInput) => Promise<DeliverEventResult>;
/** Its one activity. */
const DELIVER_EVENT: keyof EventActivities = 'deliverEvent';

/**
 * Sends the latest event of a request again, under the same id. A delivery that is under way makes its next attempt
 * now, and its attempts count from the first again; an attempt being made is left alone. Returns once this is durable,
 * not once it is done.
 *
 * @throws {CancellationError} `nothing_announced`; `worker_unavailable` for an open run, which only a worker can ask;
 *   `temporal_unavailable`
 */
export async function replayEvent(runs: Runs, run: RunSnapshot, correlationId: string | null): Promise<void> {
  const ending = await runs.ending(run);
  const announcement = await lastEvent(runs, run, ending);
  if (announcement === null) throw new CancellationError('nothing_announced', 'There is no event of this cancellation yet.');
  const eventId = eventIdOf(run.memo.requestId, announcement);
  try {
    await runs.call(() =>
      runs.client.workflow.start<DeliverEvent>(DELIVER_WORKFLOW, {
        args: [{ eventId, announcement, run: standing(run, ending), correlationId }],
        workflowId: deliveryWorkflowId(eventId),
        taskQueue: EVENTS_TASK_QUEUE,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        staticSummary: `Tell the order service again: ${announcement.type}`,
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    await hurry(runs, deliveryWorkflowId(eventId));
  }
}

/** Whoever has just mended a receiver should not wait for hours. Nothing where the delivery has just ended. */
async function hurry(runs: Runs, workflowId: string): Promise<void> {
  const { client } = runs;
  const { namespace } = client.options;
  const reset = { namespace, execution: { workflowId }, type: DELIVER_EVENT };
  await runs.call(() =>
    client.workflowService.resetActivity(reset).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    }),
  );
}

async function lastEvent(runs: Runs, run: RunSnapshot, ending: Ending | null): Promise<Announcement | null> {
  if (ending !== null) return ending.result?.lastEvent ?? null;
  return (await readView(runs, run)).lastEvent;
}

function standing({ workflowId, firstRunId, memo, createdAt, published }: RunSnapshot, ending: Ending | null): RunStanding {
  return {
    workflowId,
    firstRunId,
    // Not part of what anybody is told.
    memo: { ...memo, idempotencyKeyHash: null, requestFingerprint: '' },
    createdAt,
    published,
    end: ending?.end ?? null,
  };
}
