import type { Effect } from './events.js';
import type { CancellationState } from './state.js';

/** What a fresh run does first. */
export function firstEffects(state: CancellationState): readonly Effect[] {
  return state.observing
    ? [{ do: 'verify', pace: 'bankMayLag', link: false }]
    : [{ do: 'request' }];
}

/** The state continue-as-new handed over, or null for a fresh run. */
export function readCarried(carried: unknown): CancellationState | null {
  return isCarried(carried) ? carried : null;
}

function isCarried(carried: unknown): carried is CancellationState {
  return typeof carried === 'object' && carried !== null && 'phase' in carried;
}
