import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild, WorkflowIdReusePolicy, workflowInfo } from '@temporalio/workflow';
import {
  type Announcement,
  type DeliverEventInput,
  type DeliverEventResult,
  deliveryWorkflowId,
  eventIdOf,
} from '../contracts/event.js';
import { DELIVER_WORKFLOW, EVENTS_TASK_QUEUE } from '../contracts/names.js';
import type { RunEnd, RunStanding } from '../contracts/resource.js';
import type { CancelPaymentInput } from '../contracts/run.js';
import type { CancellationState } from './machine/state.js';
import { statusOf } from './machine/view.js';

/**
 * Leaves an event to a run of its own, which outlives this one: a slow or dead receiver never delays
 * or changes an outcome. Told once however often this run is reset.
 */
export async function announce(
  input: CancelPaymentInput,
  state: CancellationState,
  announcement: Announcement,
): Promise<void> {
  const eventId = eventIdOf(input.requestId, announcement);
  const event: DeliverEventInput = { eventId, announcement, run: standing(input, state), correlationId: input.correlationId };
  try {
    await startChild<(event: DeliverEventInput) => Promise<DeliverEventResult>>(DELIVER_WORKFLOW, {
      args: [event],
      workflowId: deliveryWorkflowId(eventId),
      taskQueue: EVENTS_TASK_QUEUE,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      staticSummary: `Tell the order service: ${announcement.type}`,
    });
  } catch (failure) {
    if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
  }
}

function standing(input: CancelPaymentInput, state: CancellationState): RunStanding {
  const { payment, terms, requestId, requestedAt, observing } = input;
  const { workflowId, firstExecutionRunId } = workflowInfo();
  return {
    workflowId,
    firstRunId: firstExecutionRunId,
    memo: {
      requestId,
      payment,
      terms,
      requestedAt,
      supersedes: observing?.supersedes ?? null,
      // Not part of what anybody is told.
      idempotencyKeyHash: null,
      requestFingerprint: '',
    },
    createdAt: requestedAt,
    published: { status: statusOf(state), rounds: state.rounds, payerDeadline: state.payerDeadline },
    end: endOf(state),
  };
}

function endOf({ phase }: CancellationState): RunEnd | null {
  return phase.name === 'closed' ? { kind: 'completed', outcome: phase.outcome } : null;
}
