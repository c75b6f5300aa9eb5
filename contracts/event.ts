import type { Correlated } from './correlation.js';
import type { RunStanding } from './resource.js';

/** Types of the events order services get (design section 5, "Events"). */
export type EventType =
  | 'payment.cancellation.payer_required'
  | 'payment.cancellation.needs_review'
  | 'payment.cancellation.cancelled'
  | 'payment.cancellation.not_cancelled';

/** That something is to be told. */
export interface Announcement {
  readonly type: EventType;
  /** 1, 2, 3 … within one request. */
  readonly number: number;
  /** ISO 8601: when it happened. */
  readonly at: string;
}

/** The one argument of `DeliverEventWorkflow`. */
export interface DeliverEventInput extends Correlated {
  /** Stable over retries, replays, resets: receivers know an event by it. */
  readonly eventId: string;
  readonly announcement: Announcement;
  /** How the run stood when it happened; the resource in the event is made of it. */
  readonly run: RunStanding;
}

export interface DeliverEventResult {
  readonly delivered: boolean;
  /** Why not, where not: `receiver_gone` (410), `events_not_configured`. */
  readonly reason: string | null;
  readonly attempts: number;
}

/** Type of the failure of a delivery nobody took in all its attempts: a person should look at the receiver. */
export const EVENT_UNDELIVERED = 'EventUndelivered';

/** Id of one event of one request. */
export function eventIdOf(requestId: string, { number }: Announcement): string {
  return `${requestId}.${number}`;
}

/** Id of the run that delivers an event: one at a time. */
export function deliveryWorkflowId(eventId: string): string {
  return `event/${eventId}`;
}

export interface EventActivities {
  /** Sends one event once more, and waits as the schedule says when the receiver did not take it. */
  deliverEvent(input: DeliverEventInput): Promise<DeliverEventResult>;
}
