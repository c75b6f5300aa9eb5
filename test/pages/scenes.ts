import type { StatusPageInput } from '../../api/pages/status-page.js';
import type { Language } from '../../api/pages/texts.js';
import type { PayerView } from '../../api/pages/texts/payer-texts.js';
import type { CancelledOutcome, NotCancelledOutcome, Outcome } from '../../contracts/outcome.js';
import type { CancellationResource } from '../../contracts/resource.js';

export const NOW = new Date('2026-11-24T10:10:00Z');
export const DEADLINE = '2026-12-01T10:00:00Z';
const PAYER_LINK = 'https://pay.shop.example/r/handle';

/** A cancellation that waits for its payer, with anything about it changed. */
export function resource(changes: Partial<CancellationResource> = {}): CancellationResource {
  return {
    id: 'YzEyMzQ1Njc4OTAxMjM0NXBvd2Vucy9kZWZhdWx0LzEyMzQ1',
    workflowId: 'cancel-payment/powens/default/12345',
    provider: 'powens',
    account: 'default',
    paymentId: '12345',
    orderRef: 'A-17',
    status: 'awaiting_payer',
    created: true,
    rounds: 1,
    deadline: DEADLINE,
    supersedes: null,
    nextAction: null,
    outcome: null,
    problem: null,
    createdAt: '2026-11-24T10:00:00Z',
    ...changes,
  };
}

/** A cancellation that ended. */
export function ended(outcome: Outcome): CancellationResource {
  return resource({ status: outcome.kind === 'cancelled' ? 'cancelled' : 'not_cancelled', outcome });
}

export function cancelledOutcome(changes: Partial<CancelledOutcome> = {}): CancelledOutcome {
  return { ...COMMON, kind: 'cancelled', how: 'direct', moneyMovement: 'none', ...changes };
}

export function notCancelledOutcome(changes: Partial<NotCancelledOutcome>): NotCancelledOutcome {
  return { ...COMMON, kind: 'stopped', how: null, moneyMovement: 'expected', ...changes };
}

const COMMON = {
  reason: null,
  remedy: null,
  amounts: null,
  decidedBy: null,
  proof: {
    provider: 'powens',
    resource: '/payments/12345',
    state: { state: 'rejected', error_code: 'cancelledByUser' },
    readAt: '2026-11-24T10:05:00Z',
    digest: 'sha256:0',
  },
};

/** One cancellation per view a page can have. */
export const SCENES: Readonly<Record<PayerView, CancellationResource>> = {
  requested: resource({ status: 'requested', rounds: 0, deadline: null }),
  awaitingPayer: resource(),
  deadlinePassed: resource({ deadline: '2026-11-24T10:00:00Z' }),
  verifying: resource({ status: 'verifying' }),
  awaitingProvider: resource({ status: 'awaiting_provider', rounds: 0, deadline: null, orderRef: null }),
  needsReview: resource({ status: 'needs_review' }),
  unresolved: resource({ status: 'needs_review', problem: { code: 'outcome_unresolved' }, orderRef: null }),
  lateNews: resource({ status: 'verifying', rounds: 0, supersedes: 'earlier' }),
  cancelled: { ...ended(cancelledOutcome({ how: 'afterPayerValidation' })), supersedes: 'earlier' },
  alreadyCancelled: ended(cancelledOutcome({ how: 'alreadyCancelled' })),
  aborted: ended(cancelledOutcome({ how: 'aborted' })),
  partlyCancelled: ended(
    cancelledOutcome({
      how: 'remainderReleased',
      moneyMovement: 'partial',
      amounts: { currency: 'SEK', released: 123_450, captured: 50_000 },
    }),
  ),
  notExecuted: ended(notCancelledOutcome({ kind: 'notExecuted', moneyMovement: 'none', reason: 'insufficientFunds' })),
  tooLate: ended(notCancelledOutcome({ kind: 'tooLate', moneyMovement: 'done', remedy: 'reversal' })),
  alreadyReversed: ended(notCancelledOutcome({ kind: 'tooLate', moneyMovement: 'none', reason: 'already_reversed' })),
  partiallyExecuted: ended(notCancelledOutcome({ kind: 'partiallyExecuted', moneyMovement: 'partial' })),
  notSupported: ended(notCancelledOutcome({ kind: 'notSupported' })),
  notCancellable: ended(notCancelledOutcome({ kind: 'notCancellable', moneyMovement: 'unknown', reason: 'expired_untracked' })),
  refused: ended(notCancelledOutcome({ kind: 'refused', reason: 'request_had_no_effect' })),
  payerDidNotValidate: ended(notCancelledOutcome({ kind: 'payerDidNotValidate', reason: 'round_limit' })),
  stopped: ended(notCancelledOutcome({ kind: 'stopped', decidedBy: { actor: 'anna', reason: 'customer kept the order' } })),
  notFound: ended(notCancelledOutcome({ kind: 'notFound', moneyMovement: 'unknown', proof: null })),
};

export const VIEWS = Object.keys(SCENES) as readonly PayerView[];

export function input(shown: CancellationResource, language: Language, changes: Partial<StatusPageInput> = {}): StatusPageInput {
  return {
    resource: shown,
    language,
    payerLink: PAYER_LINK,
    statusLink: `${PAYER_LINK}/status`,
    shopLink: 'https://shop.example/orders/A-17?status=hint',
    stopLink: null,
    now: NOW,
    ...changes,
  };
}
