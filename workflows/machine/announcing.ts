import type { EventType } from '../../contracts/event.js';
import type { Transition } from './events.js';
import type { CancellationState } from './state.js';

/** Adds to a transition what the order service should hear of it: each status once, until another one came. */
export function announcing(
  before: CancellationState,
  { state, effects }: Transition<CancellationState>,
  at: string,
): Transition<CancellationState> {
  const type = state.phase === before.phase ? null : worthTelling(state);
  if (type === null || type === before.announced?.type) return { state, effects };
  const event = { type, number: (before.announced?.number ?? 0) + 1, at };
  return { state: { ...state, announced: event }, effects: [...effects, { do: 'announce', event }] };
}

function worthTelling({ phase }: CancellationState): EventType | null {
  switch (phase.name) {
    case 'awaitingPayer':
      return 'payment.cancellation.payer_required';
    case 'inReview':
      return 'payment.cancellation.needs_review';
    case 'closed':
      if (phase.outcome === null) return null;
      return phase.outcome.kind === 'cancelled'
        ? 'payment.cancellation.cancelled'
        : 'payment.cancellation.not_cancelled';
    case 'asking':
    case 'reading':
    case 'awaitingProvider':
    case 'unresolved':
      return null;
  }
}
