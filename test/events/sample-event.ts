import type { DeliverEventInput } from '../../contracts/event.js';
import { input, PROOF } from '../workflows/machine-samples.js';

/** What is left for delivery when a cancellation has come about. */
export const EVENT: DeliverEventInput = {
  eventId: '00000000-0000-4000-8000-000000000000.2',
  announcement: { type: 'payment.cancellation.cancelled', number: 2, at: '2026-11-21T10:00:00.000Z' },
  correlationId: null,
  run: {
    workflowId: 'cancel-payment/powens/default/12345',
    firstRunId: '11111111-1111-4111-8111-111111111111',
    memo: {
      requestId: '00000000-0000-4000-8000-000000000000',
      payment: input().payment,
      terms: input().terms,
      requestedAt: '2026-11-21T09:00:00.000Z',
      supersedes: null,
      idempotencyKeyHash: null,
      requestFingerprint: '',
    },
    createdAt: '2026-11-21T09:00:00.000Z',
    published: { status: 'cancelled', rounds: 1, payerDeadline: null },
    end: {
      kind: 'completed',
      outcome: {
        kind: 'cancelled',
        how: 'direct',
        moneyMovement: 'none',
        reason: null,
        remedy: null,
        amounts: null,
        decidedBy: null,
        proof: PROOF,
      },
    },
  },
};
