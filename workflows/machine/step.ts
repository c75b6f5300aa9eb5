import { isFinal } from '../../contracts/answer.js';
import type { StepResult } from '../../contracts/run.js';
import type { CancellationEvent, Transition } from './events.js';
import { announcing } from './announcing.js';
import { outcomeByUs } from './outcomes.js';
import { absorb, closed, inReview, settle, to } from './settle.js';
import type { CancellationState, Pending, Phase, ReadReason } from './state.js';

type Step = Transition<CancellationState>;

/**
 * What a run does next: total over every state and event, deterministic, without any effect of its own.
 *
 * Signals and provider news only ever cause a read; answers alone decide (design section 3).
 * @param at workflow time, ISO 8601
 */
export function step(state: CancellationState, event: CancellationEvent, at: string): Step {
  return announcing(state, decide(state, event, at), at);
}

function decide(state: CancellationState, event: CancellationEvent, at: string): Step {
  const { phase } = state;
  switch (phase.name) {
    case 'asking':
    case 'reading':
      return whileStepRuns(state, phase, event, at);
    case 'awaitingPayer':
    case 'awaitingProvider':
    case 'inReview':
      return whileWaiting(state, phase, event, at);
    case 'closed':
    case 'unresolved':
      return to(state);
  }
}

/**
 * A read to be made before a run closes over what arrived while its last one was on its way: that one may have been answered
 * before it happened, and afterwards nobody listens any more. Null where nothing is closed over, or where the provider's
 * answer is final.
 *
 * @param otherwise what the event leads to without such a read
 */
export function readBeforeClosing(state: CancellationState, event: CancellationEvent, otherwise: Step): Step | null {
  const { phase } = state;
  const { phase: next } = otherwise.state;
  if (event.type !== 'stepDone' || (phase.name !== 'asking' && phase.name !== 'reading') || phase.pending === 'nothing') return null;
  if (next.name !== 'closed' || (next.outcome !== null && isFinal(event.result.answer))) return null;
  return verify(absorb(state, event.result), phase.name === 'asking' ? 'news' : phase.why);
}

type RunningPhase = Extract<Phase, { name: 'asking' | 'reading' }>;
type WaitingPhase = Extract<Phase, { name: 'awaitingPayer' | 'awaitingProvider' | 'inReview' }>;

function whileStepRuns(
  state: CancellationState,
  phase: RunningPhase,
  event: CancellationEvent,
  at: string,
): Step {
  switch (event.type) {
    case 'stepDone':
      return afterStep(state, phase, event.result, at);
    case 'stepAbandoned':
      return verify(
        phase.name === 'asking' ? mayHaveSent(state) : state,
        phase.pending === 'stop' || why(phase) === 'stop' ? 'stop' : 'news',
      );
    case 'stepFailed':
      return afterFailure(state, phase, at);
    case 'stopRequested':
      return phase.pending === 'stop' || why(phase) === 'stop'
        ? to(state)
        : { ...remember(state, phase, 'stop'), effects: [{ do: 'abandonStep' }] };
    case 'payerReturned':
      return remember(state, phase, pendingReturn(phase, event));
    case 'freshLinkRequested':
      return remember(state, phase, state.link === null ? 'news' : 'freshLink');
    case 'providerNotified':
    case 'recheckRequested':
    case 'watchDone':
      return remember(state, phase, 'news');
    // The settled answer looks at the clock itself; a decision needs a run in review.
    case 'alarm':
    case 'resolved':
      return to(state);
  }
}

/** The memory of an abandoned request goes with it: whether it sent anything is not known any more. */
function mayHaveSent(state: CancellationState): CancellationState {
  const { sends } = state.facts;
  return { ...state, facts: { ...state.facts, sends: { ...sends, begun: sends.begun + 1 } } };
}

function why(phase: RunningPhase): ReadReason | 'asked' {
  return phase.name === 'asking' ? 'asked' : phase.why;
}

/** A return before our own link, or a second one while one is being verified: a read answers it. */
function pendingReturn(
  phase: RunningPhase,
  event: { readonly left: boolean; readonly linkOpened: boolean },
): Pending {
  const ofNoNewRound = phase.name === 'asking' || phase.why === 'payerReturned';
  if (!event.linkOpened || ofNoNewRound) return 'news';
  return event.left ? 'payerLeft' : 'payerReturned';
}

const PENDING_STRENGTH: readonly Pending[] = [
  'nothing',
  'news',
  'freshLink',
  'payerReturned',
  'payerLeft',
  'stop',
];

function remember(state: CancellationState, phase: RunningPhase, pending: Pending): Step {
  const stronger = PENDING_STRENGTH.indexOf(pending) > PENDING_STRENGTH.indexOf(phase.pending);
  return to(stronger ? { ...state, phase: { ...phase, pending } } : state);
}

/** What the step brought decides first; what arrived meanwhile then gets a read that begins after it. */
function afterStep(state: CancellationState, phase: RunningPhase, result: StepResult, at: string): Step {
  const settled = settle(absorb(state, result), result, why(phase), at);
  const next = settled.state.phase;
  switch (next.name) {
    case 'closed':
    case 'unresolved':
      return settled;
    case 'asking':
    case 'reading':
      return phase.pending === 'stop'
        ? verify(settled.state, 'stop')
        : { ...settled, state: { ...settled.state, phase: { ...next, pending: phase.pending } } };
    case 'awaitingPayer':
    case 'awaitingProvider':
    case 'inReview':
      return afterPending(settled.state, next, phase.pending, result);
  }
}

/** Nothing was learnt: a person should look, and the re-reads of a review go on. */
function afterFailure(state: CancellationState, phase: RunningPhase, at: string): Step {
  if (phase.pending === 'stop' || why(phase) === 'stop') {
    return closed(state, outcomeByUs(state, { kind: 'stopped', reason: 'stop_requested' }));
  }
  return inReview(state, 'indeterminate', at);
}

function afterPending(
  state: CancellationState,
  phase: WaitingPhase,
  pending: Pending,
  result: StepResult,
): Step {
  switch (pending) {
    case 'nothing':
      return to(state);
    case 'news':
      return verify(state, 'news');
    case 'freshLink':
      return result.link === null ? freshLink(state) : to(state);
    case 'payerReturned':
      return payerReturned(state, phase, { left: false, linkOpened: true });
    case 'payerLeft':
      return payerReturned(state, phase, { left: true, linkOpened: true });
    case 'stop':
      return verify(state, 'stop');
  }
}

function whileWaiting(
  state: CancellationState,
  phase: WaitingPhase,
  event: CancellationEvent,
  at: string,
): Step {
  switch (event.type) {
    case 'watchDone':
      return event.result.rereads === 0
        ? settle(absorb(state, event.result), event.result, 'news', at)
        : verify(state, 'news');
    case 'payerReturned':
      return payerReturned(state, phase, event);
    case 'providerNotified':
    case 'recheckRequested':
      return verify(state, 'news');
    case 'freshLinkRequested':
      return freshLink(state);
    case 'stopRequested':
      return verify(state, 'stop');
    case 'resolved':
      return phase.name === 'inReview' ? resolve(state, event) : to(state);
    case 'alarm':
      return onAlarm(state, event.name);
    // No step runs while waiting.
    case 'stepDone':
    case 'stepAbandoned':
    case 'stepFailed':
      return to(state);
  }
}

function payerReturned(
  state: CancellationState,
  phase: WaitingPhase,
  event: { readonly left: boolean; readonly linkOpened: boolean },
): Step {
  const pace = event.left ? 'once' : 'bankMayLag';
  const servable = state.link !== null && !(phase.name === 'inReview' && phase.why === 'payerAction');
  if (!servable || !event.linkOpened) return verify(state, 'news', pace);
  return verify(state, 'payerReturned', pace);
}

function freshLink(state: CancellationState): Step {
  return state.link === null ? verify(state, 'news') : verify(state, 'freshLink');
}

function resolve(
  state: CancellationState,
  event: Extract<CancellationEvent, { type: 'resolved' }>,
): Step {
  const { kind, actor, reason } = event;
  return closed(
    state,
    outcomeByUs(state, { kind, reason: 'resolved_by_operator', decidedBy: { actor, reason } }),
  );
}

function onAlarm(state: CancellationState, name: 'payerDeadline' | 'providerWait' | 'unresolved'): Step {
  switch (name) {
    case 'payerDeadline':
      return verify({ ...state, link: null }, 'payerDeadline');
    case 'providerWait':
      return verify(state, 'providerWaitOver');
    case 'unresolved':
      return verify(state, 'unresolvedTooLong');
  }
}

/** Begins a read; a link is asked for where the payer needs a next one. */
function verify(
  state: CancellationState,
  reason: ReadReason,
  pace: 'once' | 'bankMayLag' = 'once',
): Step {
  return to({ ...state, phase: { name: 'reading', why: reason, pending: 'nothing' } }, [
    { do: 'verify', pace, link: wantsLink(state, reason) },
  ]);
}

function wantsLink(state: CancellationState, reason: ReadReason): boolean {
  switch (reason) {
    case 'payerReturned':
      return state.rounds < (state.maxRounds ?? state.policy?.maxRounds ?? 0);
    case 'freshLink':
      return true;
    case 'news':
      return state.link === null && !state.observing && !state.facts.linkIssued;
    case 'payerDeadline':
    case 'providerWaitOver':
    case 'unresolvedTooLong':
    case 'stop':
    case 'lateNews':
      return false;
  }
}
