import {
  ApplicationFailure,
  CancellationScope,
  condition,
  makeContinueAsNewFunc,
  patched,
  workflowInfo,
} from '@temporalio/workflow';
import { type CancelPaymentInput, type CancelPaymentResult, OUTCOME_UNRESOLVED } from '../contracts/run.js';
import { createHands } from './hands.js';
import { openInbox } from './inbox.js';
import type { CancellationEvent, Transition } from './machine/events.js';
import { type CancellationState, initialState } from './machine/state.js';
import { readBeforeClosing, step } from './machine/step.js';
import { resultOf } from './machine/view.js';
import { firstEffects, readCarried } from './machine/beginning.js';
import { createMeasuring } from './measuring.js';
import { publish } from './published.js';
import { readInput } from './read-input.js';

const READ_BEFORE_CLOSING = 'read-before-closing';

/**
 * Cancels one payment, however long its payer takes, and gives one honest outcome.
 *
 * A thin driver: events go through the pure machine (`machine/step.ts`), its effects to the hands.
 * Completes with every business outcome; fails only as `OutcomeUnresolved` (design section 3), or at
 * once as `MalformedInput` when it was started with none.
 */
export async function CancelPaymentWorkflow(given: CancelPaymentInput): Promise<CancelPaymentResult> {
  const input = readInput(given);
  let state = readCarried(input.carried) ?? initialState(input);
  const events: CancellationEvent[] = [];
  const enqueue = (event: CancellationEvent): void => void events.push(event);
  const hands = createHands(input, enqueue);
  const measuring = createMeasuring(input, state);
  openInbox(() => state, enqueue);
  stopWhenCancelled(enqueue);

  return CancellationScope.nonCancellable(async () => {
    hands.perform(input.carried === null ? firstEffects(state) : [], state);
    if (input.carried === null) measuring.began();
    for (;;) {
      for (let event = events.shift(); event !== undefined; event = events.shift()) {
        const next = transition(state, event);
        measuring.changed(state, next.state, now());
        state = next.state;
        hands.perform(next.effects, state);
      }
      publish(state);
      if (state.phase.name === 'closed' || state.phase.name === 'unresolved') break;
      if (workflowInfo().continueAsNewSuggested && hands.idle()) {
        await hands.told();
        if (events.length > 0) continue;
        measuring.continued();
        await continueWith(input, state);
      }
      hands.keep(state);
      await condition(() => events.length > 0);
    }
    await hands.told();
    if (state.phase.name === 'unresolved') throw unresolved(state);
    return resultOf(state);
  });
}

/** Runs from before `READ_BEFORE_CLOSING` closed over what had just arrived: their histories go on as they were. */
function transition(state: CancellationState, event: CancellationEvent): Transition<CancellationState> {
  const next = step(state, event, now());
  const reading = readBeforeClosing(state, event, next);
  return reading !== null && patched(READ_BEFORE_CLOSING) ? reading : next;
}

/** Temporal's own cancellation means: stop waiting, one last read, truthful outcome. */
function stopWhenCancelled(enqueue: (event: CancellationEvent) => void): void {
  CancellationScope.current().cancelRequested.catch(() => enqueue({ type: 'stopRequested' }));
}

const continueRun = makeContinueAsNewFunc<(input: CancelPaymentInput) => Promise<CancelPaymentResult>>();

async function continueWith(input: CancelPaymentInput, state: CancellationState): Promise<never> {
  return continueRun({ ...input, carried: state });
}

function unresolved(state: CancellationState): ApplicationFailure {
  return ApplicationFailure.create({
    type: OUTCOME_UNRESOLVED,
    message: 'Nobody could tell what became of this payment: look at the provider, then ask again.',
    nonRetryable: true,
    details: [resultOf(state)],
  });
}

/** Workflow time, ISO 8601. */
function now(): string {
  return new Date().toISOString();
}
