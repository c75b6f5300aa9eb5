import type { Announcement } from './event.js';
import type { CancellationStatus, SealedLink } from './run.js';
import type { NotCancelledKind, Outcome } from './outcome.js';

/** Names and shapes of every message a run takes: one JSON argument each, unknown fields ignored. */

export const PAYER_RETURNED = 'payerReturned';
/** A payer came back from the bank. A hint to read, never evidence. */
export interface PayerReturnedSignal {
  /** The payer says to have left before approving. */
  readonly left?: boolean;
  /** Who sends it, for operators, e.g. `callback`. */
  readonly source?: string;
  /** False when the sender knows that the current link was never opened: a replay of an older return. */
  readonly linkOpened?: boolean;
}

export const PROVIDER_NOTIFIED = 'providerNotified';
/** The provider says that something happened. A hint to read, never evidence. */
export interface ProviderNotifiedSignal {
  readonly source?: string;
}

export const FRESH_PAYER_LINK = 'freshPayerLink';
export const RECHECK = 'recheck';
export const STOP = 'stop';
export const RESOLVE = 'resolve';

export interface Command {
  readonly actor: string;
  readonly reason?: string;
}

export interface ResolveCommand {
  readonly actor: string;
  readonly reason: string;
  readonly kind: NotCancelledKind;
}

/** Types of the failures with which validators refuse a command. */
export const COMMAND_REFUSED = {
  /** The run has its outcome. */
  closed: 'CancellationClosed',
  /** `resolve` outside `needs_review`. */
  notInReview: 'NotInReview',
  /** `freshPayerLink` while no payer is waited for. */
  noPayerAwaited: 'NoPayerAwaited',
  malformed: 'MalformedCommand',
  /** The worker does not hold the key it is encrypted with. */
  unreadable: 'UnreadableCommand',
} as const;

export const GET_CANCELLATION = 'getCancellation';
/** Never holds a link or a handle. */
export interface CancellationView {
  readonly status: CancellationStatus;
  readonly rounds: number;
  readonly maxRounds: number | null;
  readonly payerDeadline: string | null;
  readonly waitingFor: string;
  readonly lastProviderCode: string | null;
  readonly lastProviderRequestId: string | null;
  readonly outcome: Outcome | null;
  /** The last event that was announced, for a replay. */
  readonly lastEvent: Announcement | null;
}

export const GET_PAYER_LINK = 'getPayerLink';
/** Null while no payer can act. */
export type PayerLinkView = (SealedLink & { readonly round: number }) | null;
