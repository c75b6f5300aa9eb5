import type { Cause } from '../core/ledger.js';
import type { World } from '../core/world.js';
import { INSTRUMENTS } from './instruments.js';
import { type PaymentOrder, remainingOf, totalOf, type Transaction } from './payment-order.js';
import type { PaymentOrders } from './payment-orders.js';
import { newTransaction, type NewTransaction } from './transactions.js';

const LEAVE_APP = 'swedbankpay.leaveApp';
const SETTLE = 'swedbankpay.settle';
const ABORT = 'swedbankpay.abort';

export interface By {
  readonly cause: Cause;
  readonly callSeq?: number | null;
}

export interface PostPurchase extends By {
  readonly amount: number;
  readonly description?: string;
  readonly payeeReference?: string;
}

/** What happens to an order, whoever makes it happen. Every method is one commit. */
export class OrderLife {
  readonly #world: World;
  readonly #orders: PaymentOrders;

  constructor(world: World, orders: PaymentOrders) {
    this.#world = world;
    this.#orders = orders;
    world.jobs.on(LEAVE_APP, (id) => this.#leaveApp(String(id)));
    world.jobs.on(SETTLE, (id) => this.#settle(String(id)));
    world.jobs.on(ABORT, (id) => this.#abortLate(String(id)));
  }

  /** The payer pays: an authorisation, or a sale where the instrument knows nothing else. */
  pay(order: PaymentOrder, by: By): PaymentOrder {
    return INSTRUMENTS[order.instrument].phases === 'two' ? this.authorise(order, by) : this.sell(order, by);
  }

  authorise(order: PaymentOrder, by: By): PaymentOrder {
    return this.#paid(order, { type: 'Authorization', amount: order.amount }, by);
  }

  /** A sale, or an authorisation captured at once (AutoCapture). */
  sell(order: PaymentOrder, by: By): PaymentOrder {
    return this.#paid(order, { type: 'Sale', amount: order.amount }, by);
  }

  capture(order: PaymentOrder, { amount, description, payeeReference, ...by }: PostPurchase): PaymentOrder {
    const transaction = this.#new(order, { type: 'Capture', amount, ...references({ description, payeeReference }) });
    return this.#orders.change(order, { effect: 'capture.completed', ...by, set: withTransaction(order, transaction) });
  }

  /** `Reversed` once everything that was captured was given back and nothing is reserved. */
  reverse(order: PaymentOrder, { amount, description, payeeReference, ...by }: PostPurchase): PaymentOrder {
    const transaction = this.#new(order, { type: 'Reversal', amount, ...references({ description, payeeReference }) });
    const after = { ...order, ...withTransaction(order, transaction) };
    const remaining = remainingOf(after);
    const isOver = remaining.reversal === 0 && remaining.cancellation === 0;
    const status = isOver ? 'Reversed' : order.status;
    return this.#orders.change(order, { effect: 'reversal.completed', ...by, set: { ...withTransaction(order, transaction), status } });
  }

  /** Releases everything still reserved. `Cancelled` where nothing was captured, else the order stays `Paid`. */
  cancel(order: PaymentOrder, { description, payeeReference, ...by }: Omit<PostPurchase, 'amount'>): PaymentOrder {
    const { cancellation: amount } = remainingOf(order);
    const transaction = this.#new(order, { type: 'Cancellation', amount, ...references({ description, payeeReference }) });
    return this.#orders.change(order, {
      effect: 'cancellation.completed',
      effectiveCancellation: true,
      ...by,
      set: { ...withTransaction(order, transaction), status: statusAfterCancellation(order), consecutiveFailures: 0 },
    });
  }

  /** A cancellation whose outcome is open; the order's `settlement` knob decides it. */
  beginCancellation(
    order: PaymentOrder,
    state: 'Initialized' | 'AwaitingActivity',
    { description, payeeReference, ...by }: Omit<PostPurchase, 'amount'>,
  ): PaymentOrder {
    const { cancellation: amount } = remainingOf(order);
    const transaction = this.#new(order, { type: 'Cancellation', state, amount, ...references({ description, payeeReference }) });
    const begun = this.#orders.change(order, { effect: 'cancellation.begun', ...by, set: withTransaction(order, transaction) });
    const { afterMs } = order.knobs.settlement;
    if (afterMs !== null) this.#world.jobs.schedule(SETTLE, afterMs, order.id);
    return begun;
  }

  /** A cancellation that the acquirer declines. */
  declineCancellation(order: PaymentOrder, { description, payeeReference, ...by }: Omit<PostPurchase, 'amount'>): PaymentOrder {
    const { cancellation: amount } = remainingOf(order);
    const problemType = 'creditcard/acquirererror';
    const transaction = this.#new(order, { type: 'Cancellation', state: 'Failed', amount, problemType, ...references({ description, payeeReference }) });
    return this.#orders.change(order, {
      effect: 'cancellation.failed',
      ...by,
      set: { ...withTransaction(order, transaction), ...withFailure(order, transaction) },
    });
  }

  /** Decides every transaction under way. */
  decide(order: PaymentOrder, as: 'completed' | 'failed', by: By): PaymentOrder {
    const pending = order.transactions.find(({ state }) => state === 'Initialized' || state === 'AwaitingActivity');
    if (pending === undefined) return order;
    const problemType = as === 'failed' ? 'creditcard/acquirererror' : null;
    const decided: Transaction = { ...pending, state: as === 'completed' ? 'Completed' : 'Failed', problemType };
    const transactions = order.transactions.map((one) => (one.id === pending.id ? decided : one));
    const changed = this.#orders.change(order, {
      effect: as === 'completed' ? 'cancellation.completed' : 'cancellation.failed',
      effectiveCancellation: as === 'completed',
      ...by,
      set: {
        transactions,
        ...(as === 'completed' ? { status: statusAfterCancellation(order) } : withFailure(order, decided)),
      },
    });
    this.#orders.tell(changed, decided);
    return changed;
  }

  abort(order: PaymentOrder, abortReason: string, by: By): PaymentOrder {
    return this.#orders.change(order, {
      effect: 'order.aborted',
      effectiveCancellation: true,
      ...by,
      set: { status: 'Aborted', abortReason },
    });
  }

  abortLater(order: PaymentOrder, abortReason: string): PaymentOrder {
    this.#world.jobs.schedule(ABORT, order.knobs.abortLaterMs, order.id);
    return this.#orders.note(order, { abortReason });
  }

  /** Recur and Unscheduled purchases can fail for good. */
  fail(order: PaymentOrder, by: By): PaymentOrder {
    return this.#orders.change(order, { effect: 'order.failed', ...by, set: { status: 'Failed' } });
  }

  /** After 180 days, or when the acquirer says so. */
  expireAuthorisation(order: PaymentOrder, by: By): PaymentOrder {
    return this.#orders.change(order, { effect: 'authorisation.expired', ...by, set: { authorisationExpired: true } });
  }

  enterApp(order: PaymentOrder, by: By): PaymentOrder {
    return this.#orders.change(order, { effect: 'payer.enteredApp', ...by, set: { payerInApp: true } });
  }

  leaveApp(order: PaymentOrder, by: By): PaymentOrder {
    const left = this.#orders.change(order, { effect: 'payer.leftApp', ...by, set: { payerInApp: false } });
    switch (order.knobs.afterApp) {
      case 'idle':
        return left;
      case 'authorised':
        return this.authorise(left, by);
      case 'sold':
        return this.sell(left, by);
    }
  }

  /** Sets the time at which the payer comes out of the app again. */
  scheduleLeavingApp(order: PaymentOrder): void {
    if (order.knobs.appMs !== null) this.#world.jobs.schedule(LEAVE_APP, order.knobs.appMs, order.id);
  }

  #paid(order: PaymentOrder, given: NewTransaction, by: By): PaymentOrder {
    const transaction = this.#new(order, given);
    const set = { ...withTransaction(order, transaction), status: 'Paid' as const, payerInApp: false };
    return this.#orders.change(order, { effect: 'order.paid', ...by, set });
  }

  #new(order: PaymentOrder, given: NewTransaction): Transaction {
    return newTransaction(this.#world, order, given);
  }

  #leaveApp(id: string): void {
    const order = this.#orders.get(id);
    if (order?.status === 'Initialized' && order.payerInApp) this.leaveApp(order, { cause: 'payer' });
  }

  #settle(id: string): void {
    const order = this.#orders.get(id);
    if (order !== undefined) this.decide(order, order.knobs.settlement.as, { cause: 'clock' });
  }

  #abortLate(id: string): void {
    const order = this.#orders.get(id);
    if (order?.status === 'Initialized') this.abort(order, order.abortReason ?? 'CancelledByCustomer', { cause: 'clock' });
  }
}

function withTransaction(order: PaymentOrder, transaction: Transaction): Pick<PaymentOrder, 'transactions'> {
  return { transactions: [...order.transactions, transaction] };
}

function withFailure(order: PaymentOrder, { created, number, problemType }: Transaction): Pick<PaymentOrder, 'failedAttempts' | 'consecutiveFailures'> {
  const attempt = { created, type: 'Cancellation' as const, number, problemType: problemType ?? 'systemerror' };
  return { failedAttempts: [...order.failedAttempts, attempt], consecutiveFailures: order.consecutiveFailures + 1 };
}

function statusAfterCancellation(order: PaymentOrder): PaymentOrder['status'] {
  return totalOf(order, 'Capture') === 0 ? 'Cancelled' : order.status;
}

function references(given: { readonly description: string | undefined; readonly payeeReference: string | undefined }): Partial<NewTransaction> {
  return {
    ...(given.description === undefined ? {} : { description: given.description }),
    ...(given.payeeReference === undefined ? {} : { payeeReference: given.payeeReference }),
  };
}
