import type { CancellationAnswer } from '../../contracts/answer.js';
import type { WatchPace } from '../../contracts/run.js';
import type { AlarmName } from './events.js';
import type { CancellationState, Waiting } from './state.js';

/** What a waiting run keeps going: at most one pending activity and one pending timer. */
export interface Watch {
  readonly pace: WatchPace;
  /** ISO 8601: begin of a wait that has one of its own, else null. */
  readonly since: string | null;
  readonly expecting: CancellationAnswer;
}

export interface Alarm {
  readonly name: AlarmName;
  /** ISO 8601 */
  readonly at: string;
}

/** `keep`: a step is running, whatever is pending may stay; dropping and starting it again would cost events. */
export type Order<T> = T | 'keep' | null;

/**
 * The re-read a state wants pending. While a payer is waited for it stays the same through every
 * round, so that one activity serves the whole wait and costs one event.
 */
export function watchFor(state: CancellationState): Order<Watch> {
  const { phase } = state;
  switch (phase.name) {
    case 'asking':
    case 'reading':
    case 'closed':
    case 'unresolved':
      return 'keep';
    case 'awaitingPayer':
      return watch(state, 'payer');
    case 'awaitingProvider':
      return watch(state, 'provider');
    case 'inReview':
      return watch(state, phase.why === 'payerAction' ? 'payer' : 'review');
  }
}

function watch(state: CancellationState, pace: WatchPace): Watch {
  const expecting = state.last?.answer ?? { kind: 'indeterminate', reason: 'nothing_read' };
  return { pace, since: state.waiting?.since ?? null, expecting };
}

/** The timer a state wants pending. */
export function alarmFor(state: CancellationState): Order<Alarm> {
  const { phase, policy } = state;
  switch (phase.name) {
    case 'asking':
    case 'reading':
    case 'closed':
    case 'unresolved':
      return 'keep';
    case 'awaitingPayer':
      return payerAlarm(state);
    case 'awaitingProvider':
      return waitAlarm('providerWait', state.waiting, policy?.providerWaitSeconds);
    case 'inReview':
      return phase.why === 'payerAction'
        ? payerAlarm(state)
        : earlier(
            payerAlarm(state),
            waitAlarm('unresolved', state.waiting, policy?.unresolvedAfterSeconds),
          );
  }
}

function payerAlarm(state: CancellationState): Alarm | null {
  if (state.link === null || state.payerDeadline === null) return null;
  return { name: 'payerDeadline', at: state.payerDeadline };
}

function waitAlarm(name: AlarmName, waiting: Waiting | null, seconds: number | undefined): Alarm | null {
  if (waiting === null || seconds === undefined) return null;
  return { name, at: secondsAfter(waiting.since, seconds) };
}

function earlier(one: Alarm | null, other: Alarm | null): Alarm | null {
  if (one === null) return other;
  if (other === null) return one;
  return Date.parse(one.at) <= Date.parse(other.at) ? one : other;
}

/** @returns ISO 8601 instant `seconds` after `instant` */
export function secondsAfter(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}
