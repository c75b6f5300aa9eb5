import type { FaultKind } from '../../simulator/core/fault-kinds.js';
import type { SimulatedProviders } from './simulated-providers.js';

/** Shares of all calls to the providers; about one in eleven goes wrong. */
const FAULT_RATES: readonly { readonly kind: FaultKind; readonly rate: number }[] = [
  { kind: '500-before', rate: 0.012 },
  { kind: '500-after', rate: 0.01 },
  { kind: 'lost-answer-reset', rate: 0.012 },
  { kind: 'reset-before', rate: 0.008 },
  { kind: 'lost-answer-hang', rate: 0.003 },
  { kind: 'late-commit', rate: 0.006 },
  { kind: '429-retry-after', rate: 0.006 },
  { kind: '502-after', rate: 0.006 },
  { kind: '503', rate: 0.004 },
  { kind: 'slow', rate: 0.015 },
  { kind: 'html-200', rate: 0.004 },
  { kind: 'truncated', rate: 0.004 },
  { kind: 'unknown-state', rate: 0.002 },
];

/** Makes the simulator misbehave until it is healed. */
export async function injectFaults(providers: SimulatedProviders, seed: string): Promise<void> {
  for (const { kind, rate } of FAULT_RATES) await providers.addFault(kind, rate, `${seed}/${kind}`);
}
