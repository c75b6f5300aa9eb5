import type { CancellationAnswer } from '../../contracts/answer.js';
import type { Proof } from '../../contracts/outcome.js';
import { NOTHING_DONE, type RunFacts } from '../../contracts/provider.js';
import type { CancelPaymentInput, RunPolicy, SealedLink, StepResult } from '../../contracts/run.js';
import type { CancellationEvent } from '../../workflows/machine/events.js';
import { type CancellationState, initialState, type Phase } from '../../workflows/machine/state.js';

export const START = '2026-11-21T10:00:00.000Z';
export const NOW = '2026-11-21T10:05:00.000Z';

export const POLICY: RunPolicy = {
  payerDeadlineSeconds: 7 * 24 * 3600,
  maxRounds: 5,
  providerWaitSeconds: 24 * 3600,
  unresolvedAfterSeconds: 30 * 24 * 3600,
  runbookUrl: null,
  eventsEnabled: true,
};

export const PROOF: Proof = {
  provider: 'powens',
  resource: '/payments/12345',
  state: { state: 'pending' },
  readAt: NOW,
  digest: 'sha256:00',
};

const ending = { moneyMovement: 'expected', reason: null, remedy: null, amounts: null } as const;

/** One answer of every kind. */
export const ANSWERS = {
  cancelled: { ...ending, kind: 'cancelled', how: 'direct', moneyMovement: 'none' },
  notExecuted: { ...ending, kind: 'notExecuted', moneyMovement: 'none' },
  tooLate: { ...ending, kind: 'tooLate', moneyMovement: 'done', remedy: 'reversal' },
  partiallyExecuted: { ...ending, kind: 'partiallyExecuted', moneyMovement: 'partial' },
  notSupported: { ...ending, kind: 'notSupported' },
  notCancellable: { ...ending, kind: 'notCancellable' },
  refused: { ...ending, kind: 'refused' },
  notFound: { ...ending, kind: 'notFound', moneyMovement: 'unknown' },
  cancellable: { kind: 'cancellable' },
  payerValidationRequired: { kind: 'payerValidationRequired', attention: null },
  inProgress: { kind: 'inProgress', overdue: 'notCancellable', overdueReason: 'still_validating' },
  indeterminate: { kind: 'indeterminate', reason: 'unknown_state' },
  blocked: { kind: 'blocked', reason: 'unauthorised' },
} as const satisfies { readonly [Kind in CancellationAnswer['kind']]: CancellationAnswer & { readonly kind: Kind } };

export const LINK: SealedLink = {
  sealed: 'sealed',
  issuedAt: NOW,
  expiresAt: '2026-11-28T10:05:00.000Z',
};

export const SENT: RunFacts = {
  ...NOTHING_DONE,
  reads: 1,
  sends: { begun: 1, accepted: 1, rejected: 0, notSent: 0 },
};

export function result(answer: CancellationAnswer, more: Partial<StepResult> = {}): StepResult {
  return {
    answer,
    rereads: 0,
    proof: answer.kind === 'blocked' ? null : PROOF,
    facts: more.link ? { ...SENT, linkIssued: true } : SENT,
    link: null,
    executesAt: null,
    code: null,
    providerRequestId: null,
    policy: POLICY,
    ...more,
  };
}

export function input(more: Partial<CancelPaymentInput> = {}): CancelPaymentInput {
  return {
    payment: { provider: 'powens', account: 'default', paymentId: '12345' },
    terms: {
      orderRef: 'A-17',
      reason: null,
      description: null,
      payer: { returnUrl: null, locale: null },
      deadlineSeconds: null,
      maxRounds: null,
      payeeReference: null,
    },
    requestId: '00000000-0000-4000-8000-000000000000',
    requestedAt: START,
    observing: null,
    carried: null,
    correlationId: null,
    ...more,
  };
}

/** A run that has issued its first link. */
export function afterFirstLink(phase: Phase): CancellationState {
  return {
    ...initialState(input()),
    phase,
    facts: { ...SENT, linkIssued: true },
    policy: POLICY,
    link: { ...LINK, round: 1 },
    rounds: 1,
    payerDeadline: '2026-11-28T10:00:00.000Z',
    last: {
      answer: ANSWERS.payerValidationRequired,
      code: null,
      providerRequestId: null,
      known: { answer: ANSWERS.payerValidationRequired, proof: PROOF },
    },
  };
}

/** A run that waits for its provider, or for someone to understand it, without any link. */
export function withoutLink(phase: Phase, answer: CancellationAnswer): CancellationState {
  return {
    ...initialState(input()),
    phase,
    facts: SENT,
    policy: POLICY,
    last: { answer, code: null, providerRequestId: null, known: { answer, proof: PROOF } },
    waiting: { what: phase.name === 'awaitingProvider' ? 'provider' : 'understanding', since: NOW },
  };
}

/** One state of every phase, and of every reason that changes what a phase does. */
export const STATES: Readonly<Record<string, CancellationState>> = {
  asking: initialState(input()),
  'awaiting payer': afterFirstLink({ name: 'awaitingPayer' }),
  'reading (payer returned)': afterFirstLink({ name: 'reading', why: 'payerReturned', pending: 'nothing' }),
  'reading (news)': afterFirstLink({ name: 'reading', why: 'news', pending: 'nothing' }),
  'reading (deadline)': afterFirstLink({ name: 'reading', why: 'payerDeadline', pending: 'nothing' }),
  'reading (stop)': afterFirstLink({ name: 'reading', why: 'stop', pending: 'nothing' }),
  'awaiting provider': withoutLink({ name: 'awaitingProvider' }, ANSWERS.inProgress),
  'in review (unknown)': withoutLink({ name: 'inReview', why: 'indeterminate' }, ANSWERS.indeterminate),
  'in review (payer action)': afterFirstLink({ name: 'inReview', why: 'payerAction' }),
  observing: initialState(input({ observing: { supersedes: 'id', facts: { ...SENT, linkIssued: true } } })),
  closed: { ...afterFirstLink({ name: 'closed', outcome: null }), link: null },
  unresolved: withoutLink({ name: 'unresolved' }, ANSWERS.indeterminate),
};

/** One event of every type, and one `stepDone` of every answer. */
export const EVENTS: Readonly<Record<string, CancellationEvent>> = {
  ...Object.fromEntries(
    Object.values(ANSWERS).map((answer) => [
      `step: ${answer.kind}`,
      { type: 'stepDone', result: result(answer) } satisfies CancellationEvent,
    ]),
  ),
  'step: payerValidationRequired, with link': {
    type: 'stepDone',
    result: result(ANSWERS.payerValidationRequired, { link: LINK }),
  },
  'step abandoned': { type: 'stepAbandoned' },
  'step failed': { type: 'stepFailed' },
  'watch: cancelled': { type: 'watchDone', result: result(ANSWERS.cancelled) },
  'watch: refused, to be confirmed': { type: 'watchDone', result: result(ANSWERS.refused, { rereads: 1 }) },
  'payer returned, having left': { type: 'payerReturned', left: true, linkOpened: true },
  'payer returned': { type: 'payerReturned', left: false, linkOpened: true },
  'return replayed (link not opened)': { type: 'payerReturned', left: true, linkOpened: false },
  'provider notified': { type: 'providerNotified' },
  'recheck requested': { type: 'recheckRequested' },
  'fresh link requested': { type: 'freshLinkRequested' },
  'stop requested': { type: 'stopRequested' },
  resolved: { type: 'resolved', actor: 'ana', reason: 'the bank said so', kind: 'refused' },
  "alarm: payer's deadline": { type: 'alarm', name: 'payerDeadline' },
  'alarm: provider wait': { type: 'alarm', name: 'providerWait' },
  'alarm: unresolved': { type: 'alarm', name: 'unresolved' },
};
