import type { CancellationResource, Outcome } from '../../../client/http/index.js';
import type { BookEntry } from '../../../tools/soak/book.js';
import type { Arrival } from '../../../tools/soak/event-receiver.js';
import type { Case } from '../../../tools/soak/verdict/case.js';

export const PAYMENT = '4711';
export const OPENED_AT = '2026-11-21T09:59:00.000Z';
export const CANCELLED_AT = '2026-11-21T10:00:00.000Z';
export const LATER = '2026-11-21T10:00:05.000Z';

const PROOF = { provider: 'powens', resource: `/payments/${PAYMENT}`, state: { state: 'rejected' }, readAt: CANCELLED_AT, digest: 'sha256:00' };
const COMMON = { reason: null, remedy: null, amounts: null, decidedBy: null, proof: PROOF };

export const cancelled: Outcome = { ...COMMON, kind: 'cancelled', how: 'direct', moneyMovement: 'none' };
export const tooLate: Outcome = { ...COMMON, kind: 'tooLate', how: null, moneyMovement: 'done' };
export const stopped: Outcome = { ...COMMON, kind: 'stopped', how: null, moneyMovement: 'expected' };

export function resource(outcome: Outcome | null, changed: Partial<CancellationResource> = {}): CancellationResource {
  return {
    id: 'one',
    workflowId: `cancel-payment/powens/default/${PAYMENT}`,
    provider: 'powens',
    account: 'default',
    paymentId: PAYMENT,
    orderRef: null,
    status: outcome === null ? 'awaiting_payer' : outcome.kind === 'cancelled' ? 'cancelled' : 'not_cancelled',
    created: false,
    rounds: 0,
    deadline: null,
    supersedes: null,
    nextAction: null,
    outcome,
    problem: null,
    createdAt: OPENED_AT,
    ...changed,
  };
}

/** An event of a resource's standing, taken by the receiver. */
export function arrival(told: CancellationResource, changed: { readonly id?: string; readonly taken?: boolean; readonly time?: string } = {}): Arrival {
  const { id = `event-of-${told.id}`, taken = true, time = LATER } = changed;
  const type = told.outcome === null ? 'payer_required' : told.outcome.kind === 'cancelled' ? 'cancelled' : 'not_cancelled';
  return {
    taken,
    event: { specversion: '1.0', id, source: 'countermand', type: `payment.cancellation.${type}`, subject: told.id, time, data: told },
  };
}

/** A payment that was acknowledged once and stands like this, every outcome of it told; what a test is about is changed. */
export function caseOf(standing: readonly CancellationResource[], changed: { readonly entry?: Partial<BookEntry>; readonly cancelledTimes?: number } & Partial<Case> = {}): Case {
  const { entry = {}, cancelledTimes = 0, ...rest } = changed;
  const acknowledged = [{ id: 'one', idempotencyKey: null }];
  return {
    entries: [{ provider: 'powens', scenario: 'direct', paymentId: PAYMENT, openedAt: OPENED_AT, acknowledged, firstOutcomes: {}, atTheEnd: standing, missing: [], ...entry }],
    witness: {
      cancellations: Array.from({ length: cancelledTimes }, () => ({ paymentId: PAYMENT, at: CANCELLED_AT })),
      cancelled: new Set(cancelledTimes > 0 ? [PAYMENT] : []),
      news: [],
      secrets: {},
    },
    inbox: { arrivals: standing.filter(({ outcome }) => outcome !== null).map((told) => arrival(told)), refused: [] },
    toldByReplayAlone: [],
    ...rest,
  };
}
