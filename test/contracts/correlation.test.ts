import { describe, expect, it } from 'vitest';
import { correlationIdOf, givenRequestId, logLabelsOf } from '../../contracts/correlation.js';
import { EVENT } from '../events/sample-event.js';

const LONGEST = 'x'.repeat(64);

describe('the id of a request', () => {
  it.each(['order-4711.retry_2', '7', LONGEST])('%s is taken as its caller gives it', (id) => {
    expect(givenRequestId(id)).toBe(id);
  });

  it.each([undefined, null, 7, {}, ['a'], '', `${LONGEST}x`, 'two words', 'a\nb', 'a\n', '"}', 'ä', '../x'])('%j counts as none', (id) => {
    expect(givenRequestId(id)).toBeNull();
    expect(correlationIdOf({ correlationId: id })).toBeNull();
  });
});

describe('the labels of log lines', () => {
  it('are the request id, and for a delivery also the cancellation it is about', () => {
    expect(logLabelsOf({ payment: {}, correlationId: 'order-4711' })).toEqual({ requestId: 'order-4711' });
    expect(logLabelsOf({ ...EVENT, correlationId: 'order-4711' })).toEqual({
      requestId: 'order-4711',
      cancellationWorkflowId: 'cancel-payment/powens/default/12345',
    });
  });

  it.each([undefined, null, 'text', {}, { correlationId: 'two words', run: { workflowId: 7 } }])('are none for %j', (input) => {
    expect(logLabelsOf(input)).toEqual({});
  });
});
