import { proxyActivities } from '@temporalio/workflow';
import type { DeliverEventInput, DeliverEventResult, EventActivities } from '../contracts/event.js';
import { DELIVERY_OPTIONS } from './activity-options.js';
import { readable } from './payload-converter.js';

/**
 * Delivers one event to the order service, for about three days if need be.
 *
 * Completes when it was taken or when the receiver is gone for good (410); fails as
 * `EventUndelivered` when nobody took it in all its attempts (design section 5, "Events").
 */
export async function DeliverEventWorkflow(input: DeliverEventInput): Promise<DeliverEventResult> {
  const { deliverEvent } = proxyActivities<EventActivities>({
    ...DELIVERY_OPTIONS,
    summary: `Send ${readable(input, 'input').announcement.type}`,
  });
  return deliverEvent(input);
}
