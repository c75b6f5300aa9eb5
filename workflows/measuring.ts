import { proxySinks } from '@temporalio/workflow';
import type { Awaited, MeasuredRun, Measurement, MeasuringSinks } from '../contracts/measurement.js';
import type { CancelPaymentInput } from '../contracts/run.js';
import { awaitedIn, measurementsOf } from './machine/measurements.js';
import type { CancellationState } from './machine/state.js';

/** Counts what a run does, for operators. Writes no event, decides nothing, says nothing on replay. */
export interface Measuring {
  began(): void;
  changed(before: CancellationState, after: CancellationState, at: string): void;
  /** The run continues as new: its wait goes on in the next one. */
  continued(): void;
}

/** @param state where the run stands when it begins, or goes on */
export function createMeasuring({ payment, observing }: CancelPaymentInput, state: CancellationState): Measuring {
  const { measuring } = proxySinks<MeasuringSinks>();
  const run: MeasuredRun = { provider: payment.provider, lateNews: observing !== null };
  const tell = (measurement: Measurement): void => measuring.measured(run, measurement);
  let wait: Wait | null = beginWait(state);

  function endWait(): void {
    if (wait !== null) tell({ what: 'waited', awaited: wait.awaited, seconds: (Date.now() - wait.sinceMs) / 1000 });
  }

  return {
    began: () => tell({ what: 'began' }),
    changed: (before, after, at) => {
      if (awaitedIn(after) !== (wait?.awaited ?? null)) {
        endWait();
        wait = beginWait(after);
      }
      measurementsOf(before, after, at).forEach(tell);
    },
    continued: endWait,
  };
}

interface Wait {
  readonly awaited: Awaited;
  /** Workflow time. */
  readonly sinceMs: number;
}

function beginWait(state: CancellationState): Wait | null {
  const awaited = awaitedIn(state);
  return awaited === null ? null : { awaited, sinceMs: Date.now() };
}
