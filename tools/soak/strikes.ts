import type { StackPart } from '../start/own-stack.js';
import { drawsFrom } from './draws.js';

/** One process that is ended, and when. */
export interface Strike {
  /** Counted from the time when everything was ready again. */
  readonly afterMs: number;
  readonly part: StackPart;
  readonly signal: 'SIGTERM' | 'SIGKILL';
  /** Ended in the same moment; null: none. */
  readonly also: StackPart | null;
}

/** The worker is where most is in the air. */
const PARTS: readonly StackPart[] = ['worker', 'worker', 'worker', 'api', 'api', 'temporal', 'simulator'];
const PAUSE_MS = { from: 3_000, to: 9_000 } as const;

/** Without end; the same for the same seed. */
export function* planStrikes(seed: string): Generator<Strike, never> {
  const draws = drawsFrom(`${seed}/strikes`);
  for (;;) {
    const part = draws.pick(PARTS);
    const other = draws.pick(PARTS);
    yield {
      afterMs: draws.between(PAUSE_MS.from, PAUSE_MS.to),
      part,
      signal: draws.chance(0.5) ? 'SIGKILL' : 'SIGTERM',
      also: draws.chance(0.2) && other !== part ? other : null,
    };
  }
}
