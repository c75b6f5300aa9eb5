import { isOffered, offerOf, type Offer, type Trust } from './operations.js';
import { problemCode } from './problem.js';
import type { WireOperation, WireOrder, WireTransaction } from './wire.js';

/** Where an order stands, whatever the version that says so. */
export type OrderPhase =
  | 'notAuthorised'
  /** Authorised or sold. */
  | 'paid'
  /** 2.0: one transaction is under way and no other can be created. */
  | 'pending'
  | 'cancelled'
  | 'aborted'
  | 'failed'
  | 'reversed'
  | 'unknown';

/** A payment order as any version tells it. Amounts in minor units; an absent remaining amount is 0. */
export interface PaymentOrder {
  readonly phase: OrderPhase;
  readonly operation: string | null;
  readonly currency: string | null;
  readonly amount: number | null;
  readonly remaining: { readonly capture: number; readonly cancellation: number; readonly reversal: number };
  /** False where no remaining amount stands in the order at all. */
  readonly amountsStated: boolean;
  /** True where the list of operations itself is missing. */
  readonly operationsMissing: boolean;
  readonly cancel: Offer;
  readonly abort: Offer;
  readonly captureOffered: boolean;
  readonly reversalOffered: boolean;
  readonly intent: 'authorisation' | 'sale' | null;
  readonly transactions: readonly Transaction[];
  /** False where the order has transactions that were not shown. */
  readonly transactionsShown: boolean;
  readonly failedAttempts: readonly FailedAttempt[];
  readonly wire: WireOrder;
}

export interface Transaction {
  readonly type: 'authorisation' | 'sale' | 'capture' | 'cancellation' | 'reversal' | 'other';
  readonly state: 'completed' | 'underWay' | 'failed' | 'unknown';
  readonly amount: number;
  readonly number: number | null;
}

export interface FailedAttempt {
  readonly number: number | null;
  readonly problemCode: string | null;
}

/** The order behind a body; the `Trust` decides which addresses of it may be followed. */
export function orderOf(wire: WireOrder, operations: readonly WireOperation[] | null, trust: Trust): PaymentOrder {
  const offered = operations ?? [];
  const facts = {
    operation: wire.operation ?? null,
    currency: wire.currency ?? null,
    amount: wire.amount ?? null,
    remaining: {
      capture: wire.remainingcaptureamount ?? 0,
      cancellation: wire.remainingcancellationamount ?? 0,
      reversal: wire.remainingreversalamount ?? 0,
    },
    amountsStated:
      (wire.remainingcaptureamount ?? wire.remainingcancellationamount ?? wire.remainingreversalamount ?? null) !== null,
    operationsMissing: operations === null,
    cancel: offerOf(offered, 'cancel', trust),
    abort: offerOf(offered, 'abort', trust),
    captureOffered: isOffered(offered, 'capture'),
    reversalOffered: isOffered(offered, 'reversal'),
    transactions: transactionsOf(wire),
    transactionsShown: areTransactionsShown(wire),
    failedAttempts: failedAttemptsOf(wire),
    wire,
  };
  return { ...facts, intent: intentOf(wire, facts.transactions), phase: phaseOf(facts) };
}

type OrderFacts = Omit<PaymentOrder, 'phase' | 'intent'>;

/** 3.x `status`. */
const STATUS_PHASES: Readonly<Record<string, OrderPhase>> = {
  initialized: 'notAuthorised',
  paid: 'paid',
  cancelled: 'cancelled',
  aborted: 'aborted',
  failed: 'failed',
  reversed: 'reversed',
};

function phaseOf(order: OrderFacts): OrderPhase {
  const { status, state } = order.wire;
  if (typeof status === 'string') return STATUS_PHASES[status.toLowerCase()] ?? 'unknown';
  // 2.0 `state` is for display (payment-order-get.md): `Ready` says nothing, the rest of the order does.
  switch (state?.toLowerCase()) {
    case 'initialized':
      return 'notAuthorised';
    case 'ready':
      return phaseOfReady(order);
    case 'pending':
      return 'pending';
    case 'aborted':
      return 'aborted';
    case 'failed':
      return 'failed';
    case undefined:
    default:
      return 'unknown';
  }
}

function phaseOfReady(order: OrderFacts): OrderPhase {
  const { remaining, transactions } = order;
  const moneyRemains = remaining.capture > 0 || remaining.cancellation > 0 || remaining.reversal > 0;
  const moneyIsOffered = order.cancel.kind !== 'notOffered' || order.captureOffered || order.reversalOffered;
  // Whatever became of a cancellation: only something authorised can have one.
  const moneyWasMoved = transactions.some(({ type, state }) => type === 'cancellation' || (type !== 'other' && state === 'completed'));
  if (moneyRemains || moneyIsOffered || moneyWasMoved) return 'paid';
  const isUndecided = order.abort.kind === 'notOffered' && !order.transactionsShown;
  return isUndecided ? 'unknown' : 'notAuthorised';
}

function intentOf(wire: WireOrder, transactions: readonly Transaction[]): PaymentOrder['intent'] {
  const named = (wire.paid?.transactiontype ?? wire.currentpayment?.payment.intent ?? '').toLowerCase();
  if (named === 'sale' || named === 'autocapture') return 'sale';
  if (named === 'authorization') return 'authorisation';
  if (hasCompleted(transactions, 'sale')) return 'sale';
  return hasCompleted(transactions, 'authorisation') ? 'authorisation' : null;
}

const TRANSACTION_TYPES: Readonly<Record<string, Transaction['type']>> = {
  authorization: 'authorisation',
  sale: 'sale',
  capture: 'capture',
  cancellation: 'cancellation',
  cancel: 'cancellation',
  reversal: 'reversal',
};

const TRANSACTION_STATES: Readonly<Record<string, Transaction['state']>> = {
  completed: 'completed',
  initialized: 'underWay',
  awaitingactivity: 'underWay',
  failed: 'failed',
};

/** A transaction of any version, in words of our own. */
export function transactionOf(wire: WireTransaction): Transaction {
  return {
    type: TRANSACTION_TYPES[wire.type.toLowerCase()] ?? 'other',
    state: TRANSACTION_STATES[(wire.state ?? '').toLowerCase()] ?? 'unknown',
    amount: wire.amount ?? 0,
    number: wire.number ?? null,
  };
}

function transactionsOf(wire: WireOrder): readonly Transaction[] {
  // The 3.x list has no states: only what was done stands in it.
  const done = (wire.financialtransactions?.financialtransactionslist ?? []).map((transaction) =>
    transactionOf({ ...transaction, state: transaction.state ?? 'Completed' }),
  );
  const payment = wire.currentpayment?.payment;
  const listed = (payment?.transactions?.transactionlist ?? []).map(transactionOf);
  const cancellations = (payment?.cancellations?.cancellationlist ?? []).map(({ transaction }) => transactionOf(transaction));
  return [...done, ...(listed.length > 0 ? listed : cancellations)];
}

function areTransactionsShown(wire: WireOrder): boolean {
  const payment = wire.currentpayment?.payment;
  const lists = [wire.financialtransactions, payment?.transactions, payment?.cancellations];
  return lists.some((list) => list !== null && list !== undefined);
}

function failedAttemptsOf(wire: WireOrder): readonly FailedAttempt[] {
  return (wire.postpurchasefailedattempts?.postpurchasefailedattemptlist ?? []).map(({ number, problem }) => ({
    number: number ?? null,
    problemCode: typeof problem?.type === 'string' ? problemCode(problem.type) : null,
  }));
}

function hasCompleted(transactions: readonly Transaction[], type: Transaction['type']): boolean {
  return transactions.some((transaction) => transaction.type === type && transaction.state === 'completed');
}

/** Money listed as done under one type, in minor units. */
export function totalOf({ transactions }: PaymentOrder, type: Transaction['type']): number {
  const done = transactions.filter((transaction) => transaction.type === type && transaction.state === 'completed');
  return done.reduce((total, { amount }) => total + amount, 0);
}

/** True where a cancellation is listed as done. */
export function listsCancellation({ transactions }: PaymentOrder): boolean {
  return hasCompleted(transactions, 'cancellation');
}

/** What was captured: what can be reversed, or more where reversals are listed beside their captures. */
export function capturedAmount(order: PaymentOrder): number {
  return Math.max(order.remaining.reversal, totalOf(order, 'capture'));
}

/** Equal for two reads exactly when nothing that a decision rests on has changed. */
export function standOf({ wire, remaining, cancel, abort }: PaymentOrder): string {
  const { capture, cancellation, reversal } = remaining;
  return [wire.status ?? wire.state, capture, cancellation, reversal, cancel.kind, abort.kind].join('|');
}
