import { randomUUID } from 'node:crypto';
import type { World } from '../core/world.js';
import type { PaymentOrder, Transaction, TransactionState, TransactionType } from './payment-order.js';

export interface NewTransaction {
  readonly type: TransactionType;
  readonly state?: TransactionState;
  readonly amount: number;
  readonly description?: string;
  readonly payeeReference?: string;
  readonly problemType?: string | null;
}

/** Above 2^31, as in captured answers. */
const FIRST_NUMBER = 71_100_732_065;

/** A new transaction of an order, numbered over all orders. */
export function newTransaction(world: World, { knobs }: PaymentOrder, given: NewTransaction): Transaction {
  const counters = world.store.collection<number>('swedbankpay.counters');
  const number = counters.get('transaction') ?? FIRST_NUMBER;
  world.store.save(counters.put('transaction', number + 1));
  const now = world.clock.now();
  return {
    id: randomUUID(),
    type: given.type,
    state: given.state ?? 'Completed',
    number,
    amount: given.amount,
    description: given.description ?? given.type,
    payeeReference: given.payeeReference ?? `S${number}`,
    created: timestamp(now),
    // A captured Vipps cancellation was updated before it was created.
    updated: timestamp(knobs.updatedBeforeCreated ? new Date(now.getTime() - 311) : now),
    problemType: given.problemType ?? null,
  };
}

/** ISO 8601 with seven fractional digits. */
export function timestamp(at: Date): string {
  return at.toISOString().replace('Z', '0000Z');
}
