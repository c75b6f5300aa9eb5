import type { CancellationCheck } from '../contracts/check.js';
import type { NotCancelledKind, Outcome } from '../contracts/outcome.js';
import type { CancellationRequestBody } from '../contracts/request.js';
import type { CancellationResource, NextAction } from '../contracts/resource.js';
import type { CommandOptions, TraceOptions, WaitOptions } from './cancellation.js';
import type { ListFilter } from './list.js';
import type { CancellationPage, CheckOptions, StartOptions } from './payment-cancellations.js';

/**
 * What an order service needs to cancel payments, over Temporal (`PaymentCancellations`) or over HTTP
 * (`HttpPaymentCancellations`): the same calls, the same errors. One suite of tests holds both to it.
 */
export interface CancellationLibrary {
  /** Asks to cancel a payment, or finds the equal request that is there already. Safe to repeat after any error. */
  start(request: CancellationRequestBody, options?: StartOptions): Promise<CancellationHandle>;
  /** The cancellation of this id. */
  get(id: string): Promise<CancellationHandle>;
  /** One page: open ones first, then the latest closed; eventually consistent. */
  list(filter?: ListFilter): Promise<CancellationPage>;
  /** Dry run: sends nothing, promises nothing. */
  check(request: CancellationRequestBody, options?: CheckOptions): Promise<CancellationCheck>;
}

/** One request to cancel a payment. Holds what was seen last; every method looks again. */
export interface CancellationHandle {
  readonly id: string;
  /** False where `start` found an equal request that was there already. */
  readonly created: boolean;
  /** As it was seen last. */
  readonly resource: CancellationResource;
  readonly closed: boolean;
  status(): Promise<CancellationResource>;
  /** Waits until status, rounds or end differ from what was seen last. */
  changed(options?: WaitOptions): Promise<CancellationResource>;
  /** Waits until the provider has answered for the first time. */
  firstStep(options?: WaitOptions): Promise<CancellationResource>;
  /** What to do now, null for nothing: waits for the first answer of the provider. */
  nextAction(options?: WaitOptions): Promise<NextAction | null>;
  /** The outcome, however long it takes; never throws for a business outcome. */
  result(options?: WaitOptions): Promise<Outcome>;
  freshPayerLink(options?: CommandOptions): Promise<CancellationResource>;
  recheck(options?: CommandOptions): Promise<CancellationResource>;
  stop(options?: CommandOptions): Promise<CancellationResource>;
  resolve(decision: Resolution): Promise<CancellationResource>;
  replayEvent(options?: TraceOptions): Promise<CancellationResource>;
}

/** What a person decides in `needs_review`; every kind but `cancelled`. */
export interface Resolution {
  readonly kind: NotCancelledKind;
  readonly reason: string;
  readonly actor?: string | undefined;
}
