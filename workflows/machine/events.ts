import type { NotCancelledKind } from '../../contracts/outcome.js';
import type { Announcement } from '../../contracts/event.js';
import type { StepResult } from '../../contracts/run.js';

/** Everything that can happen to a run. */
export type CancellationEvent =
  /** The running step came back. */
  | { readonly type: 'stepDone'; readonly result: StepResult }
  /** The running step was given up before it told anything. */
  | { readonly type: 'stepAbandoned' }
  /** The running step failed in a way that no attempt of it can mend. */
  | { readonly type: 'stepFailed' }
  /** The standing watch saw the provider say something else than expected. */
  | { readonly type: 'watchDone'; readonly result: StepResult }
  | { readonly type: 'payerReturned'; readonly left: boolean; readonly linkOpened: boolean }
  | { readonly type: 'providerNotified' }
  | { readonly type: 'recheckRequested' }
  | { readonly type: 'freshLinkRequested' }
  | { readonly type: 'stopRequested' }
  | {
      readonly type: 'resolved';
      readonly actor: string;
      readonly reason: string;
      readonly kind: NotCancelledKind;
    }
  | { readonly type: 'alarm'; readonly name: AlarmName };

export type AlarmName = 'payerDeadline' | 'providerWait' | 'unresolved';

/** What the driver must do at once; what it must keep doing follows from the state (`standing-orders.ts`). */
export type Effect =
  | { readonly do: 'request' }
  | { readonly do: 'verify'; readonly pace: 'once' | 'bankMayLag'; readonly link: boolean }
  /** Tell the order service. */
  | { readonly do: 'announce'; readonly event: Announcement }
  /** Ask the running step to give up: it does so before anything is sent, or finishes. */
  | { readonly do: 'abandonStep' };

/** An effect that begins a step: one activity whose end is an event. */
export type StepEffect = Extract<Effect, { readonly do: 'request' | 'verify' }>;

export interface Transition<State> {
  readonly state: State;
  readonly effects: readonly Effect[];
}
