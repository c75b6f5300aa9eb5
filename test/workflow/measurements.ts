import type { InjectedSinks } from '@temporalio/worker';
import type { Measurement, MeasuringSinks } from '../../contracts/measurement.js';

/** Keeps what runs tell to be counted, in the place of a worker's metrics. */
export class Measurements {
  readonly #told = new Map<string, Measurement[]>();

  readonly sinks: InjectedSinks<MeasuringSinks> = {
    measuring: {
      measured: {
        fn: ({ workflowId }, _run, measurement) => {
          this.#told.set(workflowId, [...this.of(workflowId), measurement]);
        },
        callDuringReplay: false,
      },
    },
  };

  of(workflowId: string): readonly Measurement[] {
    return this.#told.get(workflowId) ?? [];
  }
}
