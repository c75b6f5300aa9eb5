import { isFinal } from '../../contracts/answer.js';
import type { Outcome } from '../../contracts/outcome.js';
import type { RunFacts } from '../../contracts/provider.js';
import type { StepResult } from '../../contracts/run.js';
import type { Effect, Transition } from './events.js';
import { outcomeByUs, outcomeOf } from './outcomes.js';
import { secondsAfter } from './standing-orders.js';
import type { CancellationState, LastReading, ReadReason, Waiting } from './state.js';

type Settled = Transition<CancellationState>;

const HOUR_SECONDS = 3600;

/** Takes over what a step or watch brought back, before anything is decided. */
export function absorb(state: CancellationState, result: StepResult): CancellationState {
  return {
    ...state,
    facts: mergeFacts(state.facts, result.facts),
    policy: state.policy ?? result.policy,
    executesAt: result.executesAt ?? state.executesAt,
    last: lastReading(state.last, result),
  };
}

/** A watch was handed the facts of its beginning: nothing learnt since may be lost. */
function mergeFacts(before: RunFacts, brought: RunFacts): RunFacts {
  return {
    reads: Math.max(before.reads, brought.reads),
    sends: {
      begun: Math.max(before.sends.begun, brought.sends.begun),
      accepted: Math.max(before.sends.accepted, brought.sends.accepted),
      rejected: Math.max(before.sends.rejected, brought.sends.rejected),
      notSent: Math.max(before.sends.notSent, brought.sends.notSent),
    },
    linkIssued: before.linkIssued || brought.linkIssued,
    memory: { ...before.memory, ...brought.memory },
  };
}

function lastReading(before: LastReading | null, result: StepResult): LastReading {
  const { answer, proof, code, providerRequestId } = result;
  return {
    answer,
    code,
    providerRequestId,
    known: proof === null ? (before?.known ?? null) : { answer, proof },
  };
}

/**
 * Where a run goes with the answer it has just absorbed. `why` is the reason of the read, or
 * `asked` when the provider was asked to cancel.
 */
export function settle(
  state: CancellationState,
  result: StepResult,
  why: ReadReason | 'asked',
  at: string,
): Settled {
  const { answer } = result;
  if (isFinal(answer)) {
    return state.observing && !endsThePayment(answer.kind)
      ? closed(state, null)
      : closed(state, outcomeOf(answer, result.proof));
  }
  const unknown = answer.kind === 'indeterminate' || answer.kind === 'blocked';
  if (state.observing && (why === 'stop' || !unknown)) return closed(state, null);
  if (why === 'stop') return closed(state, outcomeByUs(state, { kind: 'stopped', reason: 'stop_requested' }));
  switch (answer.kind) {
    case 'cancellable':
      return why === 'asked'
        ? inReview(state, 'indeterminate', at)
        : to({ ...state, phase: { name: 'asking', pending: 'nothing' } }, [{ do: 'request' }]);
    case 'payerValidationRequired':
      return settlePayerValidation(state, result, answer.attention, why, at);
    case 'inProgress':
      return why === 'providerWaitOver' || state.providerWaitOver
        ? settleOverdue(state, answer, at)
        : to({ ...state, phase: { name: 'awaitingProvider' }, waiting: waitingFor(state, 'provider', at) });
    case 'indeterminate':
    case 'blocked':
      return inReview(state, answer.kind, at);
  }
}

/** The payment can no longer become cancelled, or is: news even after an earlier outcome. */
function endsThePayment(kind: Outcome['kind']): boolean {
  return kind === 'cancelled' || kind === 'notExecuted' || kind === 'tooLate' || kind === 'partiallyExecuted';
}

function settlePayerValidation(
  before: CancellationState,
  result: StepResult,
  attention: string | null,
  why: ReadReason | 'asked',
  at: string,
): Settled {
  const state = result.link === null ? before : withLink(before, result.link, why);
  if (why === 'payerDeadline' || isPast(state.payerDeadline, at)) {
    return closed(state, outcomeByUs(state, { kind: 'payerDidNotValidate', reason: 'deadline' }));
  }
  if (state.link === null) {
    return to({ ...state, phase: { name: 'reading', why: 'news', pending: 'nothing' } }, [
      { do: 'verify', pace: 'once', link: true },
    ]);
  }
  const roundsAreOver = why === 'payerReturned' && result.link === null && attention === null;
  if (roundsAreOver) {
    return closed(state, outcomeByUs(state, { kind: 'payerDidNotValidate', reason: 'round_limit' }));
  }
  return to({
    ...state,
    phase: attention === null ? { name: 'awaitingPayer' } : { name: 'inReview', why: 'payerAction' },
    waiting: null,
  });
}

function isPast(deadline: string | null, at: string): boolean {
  return deadline !== null && Date.parse(at) >= Date.parse(deadline);
}

function withLink(
  state: CancellationState,
  link: NonNullable<StepResult['link']>,
  why: ReadReason | 'asked',
): CancellationState {
  const round = why === 'freshLink' ? state.rounds : state.rounds + 1;
  return {
    ...state,
    link: { ...link, round },
    rounds: round,
    payerDeadline: state.payerDeadline ?? payerDeadline(state, link.issuedAt),
  };
}

/**
 * One absolute deadline: what was asked for, never past the day on which the payment executes by
 * itself, but at least an hour from the link unless less was asked for (design section 3, "Rules").
 */
function payerDeadline(state: CancellationState, linkIssuedAt: string): string | null {
  const seconds = state.deadlineSeconds ?? state.policy?.payerDeadlineSeconds;
  if (seconds === undefined) return null;
  const asked = secondsAfter(state.requestedAt, seconds);
  if (state.executesAt === null) return asked;
  const bound = later(new Date(state.executesAt).toISOString(), secondsAfter(linkIssuedAt, HOUR_SECONDS));
  return Date.parse(asked) <= Date.parse(bound) ? asked : bound;
}

function later(one: string, other: string): string {
  return Date.parse(one) >= Date.parse(other) ? one : other;
}

function settleOverdue(
  state: CancellationState,
  answer: { readonly overdue: 'notCancellable' | 'indeterminate'; readonly overdueReason: string },
  at: string,
): Settled {
  switch (answer.overdue) {
    case 'notCancellable':
      return closed(state, outcomeByUs(state, { kind: 'notCancellable', reason: answer.overdueReason }));
    case 'indeterminate':
      return inReview({ ...state, providerWaitOver: true }, 'indeterminate', at);
  }
}

/**
 * Not knowing is not an outcome: wait for news, for a re-read or for an operator. Only at the far end
 * does the run fail, whichever way it comes there.
 */
export function inReview(state: CancellationState, why: 'indeterminate' | 'blocked', at: string): Settled {
  const waiting = waitingFor(state, 'understanding', at);
  const limit = state.policy?.unresolvedAfterSeconds;
  if (limit !== undefined && isPast(secondsAfter(waiting.since, limit), at)) return unresolved(state);
  return to({ ...state, phase: { name: 'inReview', why }, waiting });
}

/** A wait that goes on keeps its beginning; a new one begins now. */
function waitingFor(state: CancellationState, what: Waiting['what'], at: string): Waiting {
  return state.waiting?.what === what ? state.waiting : { what, since: at };
}

function unresolved(state: CancellationState): Settled {
  return state.observing ? closed(state, null) : to({ ...state, phase: { name: 'unresolved' } });
}

/** Ends the run. */
export function closed(state: CancellationState, outcome: Outcome | null): Settled {
  return to({ ...state, phase: { name: 'closed', outcome }, link: null });
}

/** A transition in a few words. */
export function to(state: CancellationState, effects: readonly Effect[] = []): Settled {
  return { state, effects };
}
