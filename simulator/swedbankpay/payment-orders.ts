import { randomUUID } from 'node:crypto';
import type { Cause } from '../core/ledger.js';
import type { Collection } from '../core/store.js';
import type { World } from '../core/world.js';
import { sendCallback } from './callbacks.js';
import type { Instrument } from './instruments.js';
import { type KnobChoices, knobsSchema } from './knobs.js';
import type { Merchants } from './merchants.js';
import { type OrderOperation, pathOf, type PaymentOrder, type Transaction } from './payment-order.js';
import { timestamp } from './transactions.js';

export interface NewOrder {
  readonly id?: string | undefined;
  readonly merchant: string;
  readonly scenario: string | null;
  readonly knobs: KnobChoices;
  readonly operation: OrderOperation;
  readonly instrument: Instrument;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly orderReference: string;
}

export interface Change {
  /** Dotted name for the ledger. */
  readonly effect: string;
  readonly cause: Cause;
  readonly callSeq?: number | null | undefined;
  /** True for the one commit that gives the payer's money, or what is left of it, free. */
  readonly effectiveCancellation?: boolean;
  readonly set: Partial<PaymentOrder>;
}

const PROVIDER = 'swedbankpay';

/** A reference a committed transaction was made under. */
export interface UsedReference {
  readonly order: string;
  readonly transaction: string;
}

/** All payment orders, and the one door through which they change: a commit in the ledger, then the callback. */
export class PaymentOrders {
  readonly #world: World;
  readonly #merchants: Merchants;
  readonly #orders: Collection<PaymentOrder>;
  readonly #references: Collection<UsedReference>;

  constructor(world: World, merchants: Merchants) {
    this.#world = world;
    this.#merchants = merchants;
    this.#orders = world.store.collection<PaymentOrder>('swedbankpay.orders');
    this.#references = world.store.collection<UsedReference>('swedbankpay.references');
  }

  get(id: string): PaymentOrder | undefined {
    return this.#orders.get(id);
  }

  /** The order one instrument payment belongs to. */
  byPaymentId(paymentId: string): PaymentOrder | undefined {
    return this.#orders.values().find((order) => order.paymentId === paymentId);
  }

  list(): readonly PaymentOrder[] {
    return this.#orders.values();
  }

  /** The transaction a merchant made under this reference before, if any. */
  usedReference(merchant: string, payeeReference: string): UsedReference | undefined {
    return this.#references.get(`${merchant}/${payeeReference}`);
  }

  create(facts: NewOrder): PaymentOrder {
    const at = timestamp(this.#world.clock.now());
    const { id, knobs: choices, ...given } = facts;
    const knobs = knobsSchema.parse(choices);
    const order: PaymentOrder = {
      ...given,
      id: id ?? randomUUID(),
      knobs,
      paymentId: randomUUID(),
      status: 'Initialized',
      vatAmount: Math.floor(facts.amount / 5),
      created: at,
      updated: at,
      transactions: [],
      failedAttempts: [],
      abortReason: null,
      payerInApp: knobs.appMs !== null,
      authorisationExpired: false,
      hrefKey: randomUUID().replaceAll('-', ''),
      consecutiveFailures: 0,
      hiddenReadsLeft: knobs.hiddenReads,
      problemsPlayed: 0,
      stale: null,
    };
    this.#world.store.commit({
      provider: PROVIDER,
      effect: 'order.created',
      payment: pathOf(order),
      cause: 'admin',
      changes: [this.#orders.put(order.id, order)],
    });
    return order;
  }

  /** Commits a change; every new transaction is told by callback. */
  change(order: PaymentOrder, change: Change): PaymentOrder {
    const changed: PaymentOrder = { ...order, ...change.set, updated: timestamp(this.#world.clock.now()) };
    const created = changed.transactions.filter(({ id }) => order.transactions.every((known) => known.id !== id));
    this.#world.store.commit({
      provider: PROVIDER,
      effect: change.effect,
      payment: pathOf(order),
      cause: change.cause,
      callSeq: change.callSeq ?? null,
      effectiveCancellation: change.effectiveCancellation ?? false,
      changes: [this.#orders.put(order.id, changed), ...created.map((transaction) => this.#reference(changed, transaction))],
    });
    for (const transaction of created) this.tell(changed, transaction);
    return changed;
  }

  /** Bookkeeping that is no commit: reads left, failures counted. */
  note(order: PaymentOrder, set: Partial<PaymentOrder>): PaymentOrder {
    const changed: PaymentOrder = { ...order, ...set };
    this.#world.store.save(this.#orders.put(order.id, changed));
    return changed;
  }

  /** Sends a callback about a transaction of the order. */
  tell(order: PaymentOrder, transaction: Transaction): void {
    const url = this.#merchants.get(order.merchant)?.callbackUrl ?? null;
    if (url === null || order.knobs.callbacks === 'none') return;
    sendCallback(this.#world.deliveries, { url, order, transaction });
  }

  #reference(order: PaymentOrder, transaction: Transaction): ReturnType<Collection<UsedReference>['put']> {
    const used: UsedReference = { order: order.id, transaction: transaction.id };
    return this.#references.put(`${order.merchant}/${transaction.payeeReference}`, used);
  }
}
