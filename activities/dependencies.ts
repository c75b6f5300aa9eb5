import type { PaymentRef } from '../contracts/payment.js';
import type { CancellationProvider, PayerReturnAddress, TimeBudget } from '../contracts/provider.js';
import type { RunPolicy, SealedLink } from '../contracts/run.js';
import type { Remember } from './attempt-memory.js';

/** What the activities need from the process they run in; everything secret stays behind these functions. */
export interface ActivityDependencies {
  /** The payment's provider under its account's credentials, or null when this worker has none. */
  providerFor(payment: PaymentRef): CancellationProvider | null;
  /** Where the payer comes back; the same for every attempt, round and run of a cancellation. */
  payerReturnAddress(payment: PaymentRef, payerDeadlineAtLatest: Date): PayerReturnAddress;
  /** Closes a payer's link so that only `/r/{handle}` opens it. `workflowId` binds it to its run. */
  sealLink(url: string, workflowId: string): SealedLink['sealed'];
  readonly remember: Remember;
  /** 20 s for all calls of one attempt, less when the worker must go. */
  startBudget(signal: AbortSignal): TimeBudget;
  readonly policy: RunPolicy;
  /** Milliseconds; `RECHECK_SCHEDULE` and `POLL_SCHEDULE`. */
  readonly recheckSchedule: readonly number[];
  readonly pollSchedule: readonly number[];
  now(): Date;
}
