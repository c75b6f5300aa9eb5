import type { CancellationAnswer } from './answer.js';
import type { Correlated } from './correlation.js';
import type { Announcement } from './event.js';
import type { Outcome, Proof } from './outcome.js';
import type { PaymentRef } from './payment.js';
import type { ProviderReading, RunFacts } from './provider.js';

/** Everything in this file crosses Temporal: plain JSON by type, and compatible for as long as a run is open. */

export const CANCELLATION_STATUSES = [
  'requested',
  'awaiting_payer',
  'verifying',
  'awaiting_provider',
  'needs_review',
  'cancelled',
  'not_cancelled',
] as const;
export type CancellationStatus = (typeof CANCELLATION_STATUSES)[number];

/** What the order service asked for, in canonical form. */
export interface CancellationTerms {
  readonly orderRef: string | null;
  readonly reason: string | null;
  readonly description: string | null;
  readonly payer: { readonly returnUrl: string | null; readonly locale: string | null };
  /** Wish for the payer's deadline, seconds from the request; null = the deployment's default. */
  readonly deadlineSeconds: number | null;
  /** Links at most, 1–20; null = the deployment's default. */
  readonly maxRounds: number | null;
  /** Supplied by the caller where the provider's profile wants it, else null. */
  readonly payeeReference: string | null;
}

/** The one argument of `CancelPaymentWorkflow`. */
export interface CancelPaymentInput extends Correlated {
  readonly payment: PaymentRef;
  readonly terms: CancellationTerms;
  /** Minted by the caller before the start: with the workflow id it fixes every provider reference. */
  readonly requestId: string;
  /** ISO 8601; the payer's deadline counts from here. */
  readonly requestedAt: string;
  /** Set for an observing run: what it follows. It reads and never sends. */
  readonly observing: Observed | null;
  /** Set by continue-as-new only: the machine's state, handed over whole. */
  readonly carried: unknown;
}

export interface Observed {
  /** Resource id of the request whose outcome left the payment alive. */
  readonly supersedes: string;
  readonly facts: RunFacts;
}

/** Result of a completed run. `outcome` is null only for an observing run that found nothing new. */
export interface CancelPaymentResult {
  readonly outcome: Outcome | null;
  readonly rounds: number;
  /** ISO 8601, null where no link was issued. */
  readonly payerDeadline: string | null;
  readonly facts: RunFacts;
  /** The last event that was announced, for a replay. */
  readonly lastEvent: Announcement | null;
}

/** Type of the failure that ends a run nobody could resolve (`UNRESOLVED_AFTER`). */
export const OUTCOME_UNRESOLVED = 'OutcomeUnresolved';

/** Memo of every run: what a describe must tell without a worker. */
export interface CancellationMemo {
  /** Of the run's input: every event of the request is known by it. */
  readonly requestId: string;
  readonly payment: PaymentRef;
  readonly terms: CancellationTerms;
  readonly requestedAt: string;
  readonly supersedes: string | null;
  /** SHA-256 of the caller's `Idempotency-Key`, or null; never the key itself. */
  readonly idempotencyKeyHash: string | null;
  /** SHA-256 of the canonical request body. */
  readonly requestFingerprint: string;
}

/** Key of the memo field that holds a `CancellationMemo`. */
export const MEMO_KEY = 'cancellation';

// ---- activities -----------------------------------------------------------------------------

/** What every step needs to know; the workflow knows nothing of configuration or keys. */
export interface Step extends Correlated {
  readonly payment: PaymentRef;
  readonly terms: CancellationTerms;
  readonly requestId: string;
  readonly requestedAt: string;
  readonly facts: RunFacts;
}

export interface VerifyStep extends Step {
  /** `bankMayLag`: re-read over the fast schedule while the payment still waits for its payer. */
  readonly pace: 'once' | 'bankMayLag';
  /** Issue a link when the payment still waits for its payer. */
  readonly link: boolean;
}

/** What a watch waits to see change. */
export interface WatchStep extends Step {
  readonly pace: WatchPace;
  /** ISO 8601: when the wait began, so that a review's re-reads go on growing over several watches. */
  readonly since: string;
  /** Answers equal to this one are not news. */
  readonly expecting: CancellationAnswer;
}

/** `payer`: sparse. `provider`: fast, then sparse. `review`: growing to a day. */
export type WatchPace = 'payer' | 'provider' | 'review';

/** What a step brings back. */
export interface StepResult {
  readonly answer: CancellationAnswer;
  /** Further reads the answer still needs before it counts; 0 from every step but a watch. */
  readonly rereads: ProviderReading['rereads'];
  readonly proof: Proof | null;
  readonly facts: RunFacts;
  readonly link: SealedLink | null;
  readonly executesAt: string | null;
  readonly code: string | null;
  readonly providerRequestId: string | null;
  readonly policy: RunPolicy;
}

/** The payer's link, opened only by `/r/{handle}`. */
export interface SealedLink {
  /** AES-256-GCM, base64url. */
  readonly sealed: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
}

/** Timing policy of the deployment, as the first activity found it. */
export interface RunPolicy {
  readonly payerDeadlineSeconds: number;
  readonly maxRounds: number;
  readonly providerWaitSeconds: number;
  readonly unresolvedAfterSeconds: number;
  /** Someone wants to hear of what happens (`EVENTS_URL` is set). */
  readonly eventsEnabled: boolean;
  /** Where operators find the runbooks, or null. */
  readonly runbookUrl: string | null;
}

export interface CancellationActivities {
  /** Read → decide → (maybe) send → classify → (payer needed) first link. */
  requestCancellation(step: Step): Promise<StepResult>;
  /** Read → classify → (still waiting for the payer, if asked) next link. */
  verifyPayment(step: VerifyStep): Promise<StepResult>;
  /** One pending activity for a whole wait: ends only when the provider says something else. */
  watchPayment(step: WatchStep): Promise<StepResult>;
}
