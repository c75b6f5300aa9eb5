import type { Announcement } from '../../contracts/event.js';
import type { CancellationAnswer } from '../../contracts/answer.js';
import type { Outcome, Proof } from '../../contracts/outcome.js';
import { NOTHING_DONE, type RunFacts } from '../../contracts/provider.js';
import type { CancelPaymentInput, RunPolicy, SealedLink } from '../../contracts/run.js';

/** Everything a run knows. Plain JSON: continue-as-new hands it over whole. */
export interface CancellationState {
  readonly phase: Phase;
  readonly requestedAt: string;
  /** Wishes of the request; null = the deployment's policy. */
  readonly deadlineSeconds: number | null;
  readonly maxRounds: number | null;
  /** An observing run reads and never sends. */
  readonly observing: boolean;
  readonly facts: RunFacts;
  /** Null until the first step came back. */
  readonly policy: RunPolicy | null;
  readonly link: (SealedLink & { readonly round: number }) | null;
  /** Number of the current link; 0 = none issued yet. */
  readonly rounds: number;
  readonly payerDeadline: string | null;
  /** Start of the earliest day on which the payment executes by itself. */
  readonly executesAt: string | null;
  readonly last: LastReading | null;
  readonly waiting: Waiting | null;
  /** `PROVIDER_WAIT` is over for a step whose end nobody may guess: more of the same is no news. */
  readonly providerWaitOver: boolean;
  /** The last event announced to the order service; its number counts all of them. */
  readonly announced: Announcement | null;
}

/** A wait with an end of its own; the payer's has `payerDeadline`. */
export interface Waiting {
  readonly what: 'provider' | 'understanding';
  /** ISO 8601 */
  readonly since: string;
}

export interface LastReading {
  readonly answer: CancellationAnswer;
  readonly code: string | null;
  readonly providerRequestId: string | null;
  /** Of the last read that showed the payment; a later fault does not erase what we once saw. */
  readonly known: { readonly answer: CancellationAnswer; readonly proof: Proof } | null;
}

export type Phase =
  /** `requestCancellation` is running. */
  | { readonly name: 'asking'; readonly pending: Pending }
  | { readonly name: 'awaitingPayer' }
  /** `verifyPayment` is running. */
  | { readonly name: 'reading'; readonly why: ReadReason; readonly pending: Pending }
  | { readonly name: 'awaitingProvider' }
  | { readonly name: 'inReview'; readonly why: ReviewReason }
  /** `outcome` is null only for an observing run that found nothing new. */
  | { readonly name: 'closed'; readonly outcome: Outcome | null }
  /** Nobody could tell for `UNRESOLVED_AFTER`: the run fails. */
  | { readonly name: 'unresolved' };

/** Why a read was begun; it decides what "still waiting for the payer" means. */
export type ReadReason =
  | 'payerReturned'
  | 'news'
  | 'freshLink'
  | 'payerDeadline'
  | 'providerWaitOver'
  | 'unresolvedTooLong'
  | 'stop'
  | 'lateNews';

/** `payerAction`: the payer may act, but in a way we cannot serve. */
export type ReviewReason = 'indeterminate' | 'blocked' | 'payerAction';

/** What arrived while a step was running and still wants a read that begins after it; strongest last. */
export type Pending = 'nothing' | 'news' | 'freshLink' | 'payerLeft' | 'payerReturned' | 'stop';

/** State of a run that has done nothing yet. */
export function initialState(input: CancelPaymentInput): CancellationState {
  return {
    phase:
      input.observing === null
        ? { name: 'asking', pending: 'nothing' }
        : { name: 'reading', why: 'lateNews', pending: 'nothing' },
    requestedAt: input.requestedAt,
    deadlineSeconds: input.terms.deadlineSeconds,
    maxRounds: input.terms.maxRounds,
    observing: input.observing !== null,
    facts: input.observing?.facts ?? NOTHING_DONE,
    policy: null,
    link: null,
    rounds: 0,
    payerDeadline: null,
    executesAt: null,
    last: null,
    waiting: null,
    providerWaitOver: false,
    announced: null,
  };
}
