import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure } from '@temporalio/common';
import { DefaultLogger } from '@temporalio/worker';
import type { AttemptMemory } from '../../activities/attempt-memory.js';
import { createActivities } from '../../activities/create-activities.js';
import type { ActivityDependencies } from '../../activities/dependencies.js';
import { cancelWorkflowId } from '../../contracts/names.js';
import type { CancellationActivities, Step, StepResult } from '../../contracts/run.js';
import { dependenciesOf, type Scenario } from '../workflow/rig.js';
import { type Call, ScriptedProvider } from '../workflow/scripted-provider.js';
import { STANDARD_TERMS } from '../workflow/start-run.js';

export const STEP: Step = {
  payment: { provider: 'scripted', account: 'default', paymentId: '12345' },
  terms: STANDARD_TERMS,
  requestId: '00000000-0000-4000-8000-000000000000',
  requestedAt: '2026-11-21T10:00:00.000Z',
  correlationId: null,
  facts: { reads: 0, sends: { begun: 0, accepted: 0, rejected: 0, notSent: 0 }, linkIssued: false, memory: {} },
};

/** What was made durable, and which calls had been made by then. */
export interface Mark {
  readonly after: readonly Call[];
  readonly memory: AttemptMemory;
}

export type Ended = { readonly result: StepResult } | { readonly failure: unknown };

/** The engine's side of one activity: it repeats attempts and hands each the memory of the one before. No time passes. */
export class Attempts {
  readonly provider: ScriptedProvider;
  readonly marks: Mark[] = [];
  readonly failures: ApplicationFailure[] = [];
  readonly #activities: CancellationActivities;
  #attempt = 0;
  #memory: AttemptMemory | undefined;

  constructor(scenario: Scenario = {}, more: Partial<ActivityDependencies> = {}) {
    const { script, provider = new ScriptedProvider(), policy, recheckSchedule, pollSchedule } = scenario;
    script?.(provider);
    this.provider = provider;
    this.#activities = createActivities({
      ...dependenciesOf(provider, { heartbeat: () => Promise.resolve() }, { policy, recheckSchedule, pollSchedule }),
      remember: (memory) => {
        this.marks.push({ after: [...provider.calls], memory });
        this.#memory = memory;
        return Promise.resolve();
      },
      ...more,
    });
  }

  /** One attempt. */
  async once(run: (activities: CancellationActivities) => Promise<StepResult>): Promise<Ended> {
    this.#attempt += 1;
    const info = {
      attempt: this.#attempt,
      // As it comes from the server: through JSON.
      heartbeatDetails: this.#memory === undefined ? undefined : JSON.parse(JSON.stringify(this.#memory)),
      workflowExecution: { workflowId: cancelWorkflowId(STEP.payment), runId: '00000000-0000-4000-8000-000000000001' },
    };
    const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
    try {
      return { result: await environment.run(() => run(this.#activities)) };
    } catch (failure) {
      if (failure instanceof ApplicationFailure) this.failures.push(failure);
      return { failure };
    }
  }

  /** Attempts until one brings a result. @throws what is not a failure to be retried */
  async untilDone(run: (activities: CancellationActivities) => Promise<StepResult>, atMost = 20): Promise<StepResult> {
    for (let attempt = 1; attempt <= atMost; attempt += 1) {
      const ended = await this.once(run);
      if ('result' in ended) return ended.result;
      if (!(ended.failure instanceof ApplicationFailure) || ended.failure.nonRetryable === true) throw ended.failure;
    }
    throw new Error(`no result after ${atMost} attempts`);
  }

  /** The delays the failures so far asked for, in milliseconds. */
  get delays(): readonly unknown[] {
    return this.failures.map(({ nextRetryDelay }) => nextRetryDelay);
  }

  request(): Promise<StepResult> {
    return this.untilDone((activities) => activities.requestCancellation(STEP));
  }

  verify(rules: { readonly pace: 'once' | 'bankMayLag'; readonly link: boolean }): Promise<StepResult> {
    return this.untilDone((activities) => activities.verifyPayment({ ...STEP, ...rules }));
  }
}
