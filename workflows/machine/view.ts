import type { CancelPaymentResult, CancellationStatus } from '../../contracts/run.js';
import type { CancellationView, PayerLinkView } from '../../contracts/messages.js';
import type { CancellationState } from './state.js';

/** The status outsiders see (design section 3). */
export function statusOf(state: CancellationState): CancellationStatus {
  const { phase } = state;
  switch (phase.name) {
    case 'asking':
      return 'requested';
    case 'awaitingPayer':
      return 'awaiting_payer';
    case 'reading':
      return 'verifying';
    case 'awaitingProvider':
      return 'awaiting_provider';
    case 'inReview':
    case 'unresolved':
      return 'needs_review';
    case 'closed':
      return phase.outcome?.kind === 'cancelled' ? 'cancelled' : 'not_cancelled';
  }
}

/** One line for people: what the run waits for. */
export function waitingFor(state: CancellationState): string {
  const { phase } = state;
  switch (phase.name) {
    case 'asking':
      return 'the provider to answer our request';
    case 'awaitingPayer':
      return `the payer to approve at the bank (round ${state.rounds} of ${maxRoundsOf(state) ?? '?'})`;
    case 'reading':
      return 'the provider to tell the state of the payment';
    case 'awaitingProvider':
      return 'the provider to finish what it is doing with the payment';
    case 'inReview':
      return REVIEW_TEXT[phase.why];
    case 'unresolved':
      return 'a person: nobody could tell the state of this payment in time';
    case 'closed':
      return 'nothing: it has ended';
  }
}

const REVIEW_TEXT = {
  indeterminate: 'an answer we can understand, or an operator to resolve',
  blocked: 'our credentials or configuration at the provider to be mended',
  payerAction: 'the payer, in a way we cannot serve ourselves, or an operator to resolve',
} as const;

export function maxRoundsOf(state: CancellationState): number | null {
  return state.maxRounds ?? state.policy?.maxRounds ?? null;
}

/** Answer of the query `getCancellation`: never a link. */
export function cancellationView(state: CancellationState): CancellationView {
  return {
    status: statusOf(state),
    rounds: state.rounds,
    maxRounds: maxRoundsOf(state),
    payerDeadline: state.payerDeadline,
    waitingFor: waitingFor(state),
    lastProviderCode: state.last?.code ?? null,
    lastProviderRequestId: state.last?.providerRequestId ?? null,
    outcome: state.phase.name === 'closed' ? state.phase.outcome : null,
    lastEvent: state.announced,
  };
}

/** Answer of the query `getPayerLink`: sealed, null while no payer can act. */
export function payerLinkView(state: CancellationState): PayerLinkView {
  return state.link;
}

/** Result of a completed run. */
export function resultOf(state: CancellationState): CancelPaymentResult {
  return {
    outcome: state.phase.name === 'closed' ? state.phase.outcome : null,
    rounds: state.rounds,
    payerDeadline: state.payerDeadline,
    facts: state.facts,
    lastEvent: state.announced,
  };
}
