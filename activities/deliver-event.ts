import { activityInfo, ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { Webhook } from 'standardwebhooks';
import {
  type DeliverEventInput,
  type DeliverEventResult,
  EVENT_UNDELIVERED,
  type EventActivities,
} from '../contracts/event.js';
import { ProviderFault } from '../contracts/fault.js';
import type { HttpClient } from '../contracts/provider.js';
import { type CancellationResource, resourceOf } from '../contracts/resource.js';
import type { EventSettings } from '../platform/event-settings.js';
import { retryAfterSeconds } from '../platform/http.js';
import { startTimeBudget } from '../platform/time-budget.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before each further attempt: about 75 hours in all (design section 5, "Events"). */
export const DELIVERY_SCHEDULE: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** One delivery attempt; a receiver that needs longer is slow, not broken. */
const ATTEMPT_MS = 30_000;

export interface DeliveryDependencies {
  /** Null when this deployment sends no events (any more). */
  readonly events: EventSettings | null;
  readonly http: HttpClient;
  /** The payer's page for a cancellation id. */
  payerLink(id: string): string;
  now(): Date;
}

/**
 * Sends events: a CloudEvents body with a Standard Webhooks signature, one stable id per event.
 *
 * Only a 2xx means taken; 410 ends the delivery for good, everything else is tried again.
 */
export function createEventActivities(dependencies: DeliveryDependencies): EventActivities {
  return { deliverEvent: (input) => deliverEvent(dependencies, input) };
}

async function deliverEvent(dependencies: DeliveryDependencies, input: DeliverEventInput): Promise<DeliverEventResult> {
  const { attempt: attempts } = activityInfo();
  const { events } = dependencies;
  if (events === null) return { delivered: false, reason: 'events_not_configured', attempts };
  const answer = await send(dependencies, events, input).catch((fault: unknown) => {
    throw notTaken(attempts, faultCode(fault), null);
  });
  if (answer.status >= 200 && answer.status < 300) return { delivered: true, reason: null, attempts };
  if (answer.status === 410) return { delivered: false, reason: 'receiver_gone', attempts };
  throw notTaken(attempts, `http_${answer.status}`, retryAfterSeconds(answer));
}

function send({ http, payerLink, now }: DeliveryDependencies, events: EventSettings, input: DeliverEventInput) {
  const resource = resourceOf(input.run, { created: false, now: now(), payerLink });
  const body = JSON.stringify(cloudEvent(input, resource));
  const sentAt = now();
  return http.exchange({
    method: 'POST',
    url: events.url,
    allowedOrigins: [new URL(events.url).origin],
    headers: {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'user-agent': 'Countermand',
      'webhook-id': input.eventId,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': new Webhook(events.secret).sign(input.eventId, sentAt, body),
    },
    body,
    budget: startTimeBudget({ totalMs: ATTEMPT_MS, signal: cancellationSignal() }),
  });
}

/** @see CloudEvents 1.0, JSON format, structured mode */
function cloudEvent({ eventId, announcement }: DeliverEventInput, resource: CancellationResource) {
  return {
    specversion: '1.0',
    id: eventId,
    source: 'countermand',
    type: announcement.type,
    subject: resource.id,
    time: announcement.at,
    datacontenttype: 'application/json',
    data: resource,
  };
}

function faultCode(fault: unknown): string {
  if (fault instanceof ProviderFault) return fault.code;
  throw fault;
}

function notTaken(attempt: number, why: string, askedSeconds: number | null): ApplicationFailure {
  const delay = DELIVERY_SCHEDULE[attempt - 1];
  if (delay === undefined) {
    return ApplicationFailure.nonRetryable(
      `Nobody took this event in ${attempt} attempts (last: ${why}). Mend the receiver, then replay the event.`,
      EVENT_UNDELIVERED,
    );
  }
  return ApplicationFailure.create({
    type: 'NotTaken',
    message: `The receiver did not take it (${why}); attempt ${attempt}`,
    nextRetryDelay: Math.max(delay, Math.min((askedSeconds ?? 0) * SECOND, HOUR)),
    category: ApplicationFailureCategory.BENIGN,
  });
}
