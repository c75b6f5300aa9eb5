import type { Instrument } from './instruments.js';
import type { Knobs } from './knobs.js';

/** Statuses of version 3.1; 2.0 shows another word for them. */
export type OrderStatus = 'Initialized' | 'Paid' | 'Failed' | 'Reversed' | 'Cancelled' | 'Aborted';
export type OrderOperation = 'Purchase' | 'Verify' | 'Recur' | 'UnscheduledPurchase' | 'Payout';
export type TransactionType = 'Authorization' | 'Sale' | 'Capture' | 'Cancellation' | 'Reversal';
export type TransactionState = 'Initialized' | 'AwaitingActivity' | 'Completed' | 'Failed';

export interface Transaction {
  readonly id: string;
  readonly type: TransactionType;
  readonly state: TransactionState;
  readonly number: number;
  readonly amount: number;
  readonly description: string;
  readonly payeeReference: string;
  readonly created: string;
  readonly updated: string;
  /** Type of the problem it failed with, or null. */
  readonly problemType: string | null;
}

/** A post-purchase request that came to nothing. */
export interface FailedAttempt {
  readonly created: string;
  readonly type: 'Cancellation' | 'Capture' | 'Reversal';
  readonly number: number;
  readonly problemType: string;
}

/** One payment order as Swedbank Pay keeps it; all amounts in minor units. */
export interface PaymentOrder {
  /** Last segment of its path. */
  readonly id: string;
  readonly merchant: string;
  readonly scenario: string | null;
  readonly knobs: Knobs;
  readonly operation: OrderOperation;
  readonly instrument: Instrument;
  readonly paymentId: string;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly amount: number;
  readonly vatAmount: number;
  readonly description: string;
  readonly orderReference: string;
  readonly created: string;
  readonly updated: string;
  readonly transactions: readonly Transaction[];
  readonly failedAttempts: readonly FailedAttempt[];
  readonly abortReason: string | null;
  /** The payer is in the instrument's app: nobody may abort. */
  readonly payerInApp: boolean;
  /** The acquirer gave the authorisation back. */
  readonly authorisationExpired: boolean;
  /** Stands in its operations' addresses: one that was built instead of followed leads nowhere. */
  readonly hrefKey: string;
  readonly consecutiveFailures: number;
  /** Reads for which the operations stay hidden, or null = for ever. */
  readonly hiddenReadsLeft: number | null;
  readonly problemsPlayed: number;
  /** What the next reads still show, and how many of them. */
  readonly stale: { readonly order: PaymentOrder; readonly readsLeft: number } | null;
}

/** Its path, which is its id for clients. */
export function pathOf(order: Pick<PaymentOrder, 'id'>): string {
  return `/psp/paymentorders/${order.id}`;
}

export interface Remaining {
  readonly capture: number;
  readonly cancellation: number;
  readonly reversal: number;
}

/** What can still be captured, cancelled and reversed. A transaction under way holds nothing yet. */
export function remainingOf(order: PaymentOrder): Remaining {
  const captured = totalOf(order, 'Capture');
  const reserved = order.authorisationExpired ? 0 : totalOf(order, 'Authorization') - captured - totalOf(order, 'Cancellation');
  return {
    capture: Math.max(0, reserved),
    cancellation: Math.max(0, reserved),
    reversal: captured + totalOf(order, 'Sale') - totalOf(order, 'Reversal'),
  };
}

export function totalOf({ transactions }: PaymentOrder, type: TransactionType): number {
  const done = transactions.filter((transaction) => transaction.type === type && transaction.state === 'Completed');
  return done.reduce((total, { amount }) => total + amount, 0);
}

/** "Initialized": no further transaction can be created until it is decided. */
export function isPending({ transactions }: PaymentOrder): boolean {
  return transactions.some(({ state }) => state === 'Initialized' || state === 'AwaitingActivity');
}

/** "At most 5 consecutive failed captures, likewise reversals": taken to hold for cancellations too. */
const FAILURES_THAT_LOCK = 5;

export function isLocked({ consecutiveFailures }: PaymentOrder): boolean {
  return consecutiveFailures >= FAILURES_THAT_LOCK;
}
