import type { Client } from '@temporalio/client';
import type { RunStanding } from '../contracts/resource.js';
import { CANCELLATION_STATUSES } from '../contracts/run.js';
import { CancellationStatusKey, PayerDeadline, PayerRounds } from '../contracts/search-attributes.js';
import type { Execution } from './run-snapshot.js';

type HistoryEvents = NonNullable<
  NonNullable<Awaited<ReturnType<Client['workflowService']['getWorkflowExecutionHistory']>>['history']>['events']
>;
export type HistoryEvent = HistoryEvents[number];

/** What the run told outsiders with this event: the fields that it set anew; null for any other event. */
export function publishedBy(event: HistoryEvent): Partial<RunStanding['published']> | null {
  const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
  if (fields === undefined || fields === null) return null;
  const status = attributeValue(fields[CancellationStatusKey.name]);
  const known = CANCELLATION_STATUSES.find((candidate) => candidate === status);
  const rounds = attributeValue(fields[PayerRounds.name]);
  const deadline = attributeValue(fields[PayerDeadline.name]);
  return {
    ...(known === undefined ? {} : { status: known }),
    ...(typeof rounds === 'number' ? { rounds } : {}),
    ...(typeof deadline === 'string' ? { payerDeadline: new Date(deadline).toISOString() } : {}),
  };
}

/** How the run closed with this event; null for any other event. Continue-as-new and reset close a run too. */
export function closedBy(event: HistoryEvent): Exclude<Execution, 'open'> | null {
  if (isSet(event.workflowExecutionCompletedEventAttributes)) return 'completed';
  if (isSet(event.workflowExecutionFailedEventAttributes)) return 'failed';
  if (isSet(event.workflowExecutionTimedOutEventAttributes)) return 'timedOut';
  if (isSet(event.workflowExecutionCanceledEventAttributes)) return 'cancelled';
  if (isSet(event.workflowExecutionTerminatedEventAttributes)) return 'terminated';
  return isSet(event.workflowExecutionContinuedAsNewEventAttributes) ? 'continuedAsNew' : null;
}

/** A search attribute's value as Temporal stores it: JSON, never encrypted. */
export function attributeValue(payload: { readonly data?: Uint8Array | null } | undefined): unknown {
  const data = payload?.data;
  return isSet(data) && data.length > 0 ? JSON.parse(Buffer.from(data).toString('utf8')) : undefined;
}

function isSet<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
