import type { Awaited, Measurement } from '../../contracts/measurement.js';
import type { CancellationState, Phase } from './state.js';

/**
 * What is to be counted when a run goes from one state to the next; its waits are measured apart.
 * @param at workflow time, ISO 8601
 */
export function measurementsOf(before: CancellationState, after: CancellationState, at: string): readonly Measurement[] {
  return [
    ...(after.rounds > before.rounds ? [{ what: 'roundBegan' } as const] : []),
    ...reviewBegan(before, after),
    ...(after.phase.name === before.phase.name ? [] : endOf(after, at)),
  ];
}

/** As often as the order service is told: reads that leave a review as it is do not begin another. */
function reviewBegan({ announced }: CancellationState, after: CancellationState): readonly Measurement[] {
  const toldAnew = after.announced !== announced && after.announced?.type === 'payment.cancellation.needs_review';
  return toldAnew && after.phase.name === 'inReview' ? [{ what: 'reviewBegan', why: after.phase.why }] : [];
}

function endOf({ phase, requestedAt, rounds }: CancellationState, at: string): readonly Measurement[] {
  switch (phase.name) {
    case 'closed':
      return phase.outcome === null
        ? []
        : [{ what: 'ended', outcome: phase.outcome.kind, seconds: secondsBetween(requestedAt, at), rounds }];
    case 'unresolved':
      return [{ what: 'unresolved' }];
    case 'asking':
    case 'reading':
    case 'awaitingPayer':
    case 'awaitingProvider':
    case 'inReview':
      return [];
  }
}

/** What a state waits for, or null where a step is running or nothing is left to wait for. */
export function awaitedIn({ phase }: { readonly phase: Phase }): Awaited | null {
  switch (phase.name) {
    case 'awaitingPayer':
      return 'payer';
    case 'awaitingProvider':
      return 'provider';
    case 'inReview':
      return 'review';
    case 'asking':
    case 'reading':
    case 'closed':
    case 'unresolved':
      return null;
  }
}

/** The clocks of two machines may differ: never less than nothing. */
function secondsBetween(since: string, until: string): number {
  return Math.max(0, (Date.parse(until) - Date.parse(since)) / 1000);
}
