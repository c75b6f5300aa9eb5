import { type ActivityOptions, CancellationScope, isCancellation, log, proxyActivities, sleep } from '@temporalio/workflow';
import type { AskedAnywhere, Elsewhere } from '../contracts/elsewhere.js';
import type { CancellationActivities, CancelPaymentInput, Step, StepResult } from '../contracts/run.js';
import { STEP_OPTIONS, WATCH_OPTIONS } from './activity-options.js';
import { announce } from './announce.js';
import type { CancellationEvent, Effect, StepEffect } from './machine/events.js';
import { type Alarm, alarmFor, type Watch, watchFor } from './machine/standing-orders.js';
import type { CancellationState } from './machine/state.js';
import { alarmSummary, stepSummary, watchSummary } from './operator-text.js';
import { createProviderQueue } from './provider-queue.js';

/** What the driver does with its hands: one step at a time, one pending watch, one pending alarm. */
export interface Hands {
  perform(effects: readonly Effect[], state: CancellationState): void;
  /** Brings the pending watch and alarm in line with what the state wants. */
  keep(state: CancellationState): void;
  /** No step is running: the run may continue as new. */
  idle(): boolean;
  /** Every announced event is in the hands of a run of its own. */
  told(): Promise<void>;
}

interface Pending {
  readonly key: string;
  readonly scope: CancellationScope;
}

/** @param enqueue takes what the hands bring back; they never throw into the driver */
export function createHands(input: CancelPaymentInput, enqueue: (event: CancellationEvent) => void): Hands {
  let running: CancellationScope | null = null;
  let watching: Pending | null = null;
  let alarmed: Pending | null = null;
  const telling: Promise<void>[] = [];
  const providerQueue = createProviderQueue();

  function perform(effects: readonly Effect[], state: CancellationState): void {
    for (const effect of effects) {
      switch (effect.do) {
        case 'request':
        case 'verify':
          begin(effect, state);
          break;
        case 'announce':
          if (state.policy?.eventsEnabled === true) telling.push(announce(input, state, effect.event));
          break;
        case 'abandonStep':
          running?.cancel();
          break;
      }
    }
  }

  function begin(effect: StepEffect, state: CancellationState): void {
    const scope = new CancellationScope();
    running = scope;
    const options = { ...STEP_OPTIONS, summary: stepSummary(input.payment, effect, state) };
    const ask = (chosen: ActivityOptions): Promise<StepResult | Elsewhere> => {
      const activities = proxyActivities<AskedAnywhere<CancellationActivities>>(chosen);
      return effect.do === 'request'
        ? activities.requestCancellation(stepOf(input, state))
        : activities.verifyPayment({ ...stepOf(input, state), pace: effect.pace, link: effect.link });
    };
    scope.run(() => providerQueue.ask(options, ask)).then(
      (result) => finish({ type: 'stepDone', result }),
      (failure: unknown) => finish(ended(failure, scope)),
    );
    function finish(event: CancellationEvent): void {
      running = null;
      enqueue(event);
    }
  }

  function keep(state: CancellationState): void {
    watching = kept(watching, watchFor(state), watchKey, (watch) => startWatch(watch, state));
    alarmed = kept(alarmed, alarmFor(state), alarmKey, startAlarm);
  }

  function startWatch(watch: Watch, state: CancellationState): Pending {
    const scope = new CancellationScope();
    const options = { ...WATCH_OPTIONS, summary: watchSummary(watch) };
    const { pace, expecting } = watch;
    const since = watch.since ?? new Date().toISOString();
    const look = (chosen: ActivityOptions): Promise<StepResult | Elsewhere> =>
      proxyActivities<AskedAnywhere<CancellationActivities>>(chosen).watchPayment({ ...stepOf(input, state), pace, since, expecting });
    const pending: Pending = { key: watchKey(watch), scope };
    scope
      .run(() => providerQueue.ask(options, look))
      .then((result) => {
        if (watching === pending) watching = null;
        enqueue({ type: 'watchDone', result });
      })
      .catch((failure: unknown) => {
        if (watching === pending) watching = null;
        if (!isCancellation(failure)) enqueue({ type: 'recheckRequested' });
      });
    return pending;
  }

  function startAlarm(alarm: Alarm): Pending {
    const scope = new CancellationScope();
    const pending: Pending = { key: alarmKey(alarm), scope };
    const delay = Math.max(Date.parse(alarm.at) - Date.now(), 1);
    scope
      .run(() => sleep(delay, { summary: alarmSummary(alarm) }))
      .then(() => {
        if (alarmed === pending) alarmed = null;
        enqueue({ type: 'alarm', name: alarm.name });
      })
      .catch((failure: unknown) => {
        if (!isCancellation(failure)) throw failure;
      });
    return pending;
  }

  return { perform, keep, idle: () => running === null, told: async () => void (await Promise.all(telling)) };
}

/** Keeps what is pending when it is still what is wanted; else gives it up and starts the other. */
function kept<T>(
  pending: Pending | null,
  wanted: T | 'keep' | null,
  keyOf: (wanted: T) => string,
  start: (wanted: T) => Pending,
): Pending | null {
  if (wanted === 'keep') return pending;
  if (wanted !== null && pending?.key === keyOf(wanted)) return pending;
  pending?.scope.cancel();
  return wanted === null ? null : start(wanted);
}

function watchKey({ pace, expecting }: Watch): string {
  return JSON.stringify([pace, expecting]);
}

function alarmKey({ name, at }: Alarm): string {
  return `${name} ${at}`;
}

/** A step ends without a result when it was given up; anything else is for a person to look at. */
function ended(failure: unknown, scope: CancellationScope): CancellationEvent {
  if (scope.consideredCancelled || isCancellation(failure)) return { type: 'stepAbandoned' };
  log.error('A step failed', { failure: String(failure) });
  return { type: 'stepFailed' };
}

function stepOf(input: CancelPaymentInput, state: CancellationState): Step {
  const { payment, terms, requestId, requestedAt, correlationId } = input;
  return { payment, terms, requestId, requestedAt, correlationId, facts: state.facts };
}
