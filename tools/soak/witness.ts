import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Delivery } from '../../simulator/core/deliveries.js';
import type { DocumentChange, LedgerRow } from '../../simulator/core/ledger.js';
import type { PowensPayment } from '../../simulator/powens/payment.js';
import { pathOf, type PaymentOrder, remainingOf } from '../../simulator/swedbankpay/payment-order.js';
import type { Token } from '../../simulator/powens/tokens.js';
import type { Secrets } from './leaks.js';

/** Something that happened to a payment at its provider. */
export interface Moment {
  readonly paymentId: string;
  /** ISO 8601, real time. */
  readonly at: string;
}

/** What the providers themselves know when all is over: no word of Countermand's stands in it. */
export interface Witness {
  /** Commits that took a payment's money back. */
  readonly cancellations: readonly Moment[];
  /** Payments that are cancelled now, also those that were before anybody asked. */
  readonly cancelled: ReadonlySet<string>;
  /** Authentic webhooks about a payment that Countermand answered with 2xx. */
  readonly news: readonly Moment[];
  /** What was handed out and must not be read anywhere else: scoped tokens, bank links, state tokens. */
  readonly secrets: Secrets;
}

type Documents = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

/** Reads the simulator's ledger as it stands on disk; the simulator may be running. */
export async function readWitness(ledgerFile: string): Promise<Witness> {
  const cancellations: Moment[] = [];
  const documents = new Map<string, Map<string, unknown>>();
  for await (const line of createInterface({ input: createReadStream(ledgerFile) })) {
    const row = rowIn(line);
    if (row === null || row.type === 'call' || row.type === 'answer') continue;
    if (row.type === 'effect' && row.effectiveCancellation && row.payment !== null) cancellations.push({ paymentId: row.payment, at: row.at });
    for (const change of row.documents) apply(documents, change);
  }
  return {
    cancellations,
    cancelled: new Set([...cancelledPayments(documents), ...cancelledOrders(documents)]),
    news: valuesOf<Delivery>(documents, 'deliveries').flatMap(newsOf),
    secrets: secretsIn(documents),
  };
}

function secretsIn(documents: Documents): Secrets {
  return {
    'token of Powens': valuesOf<Token>(documents, 'powens.tokens').map(({ token }) => token),
    "address of a bank's page": [...(documents.get('powens.bank-links')?.keys() ?? [])],
    'state token': valuesOf<PowensPayment>(documents, 'powens.payments').flatMap(({ clientState }) => clientState ?? []),
  };
}

/** Null for a last line that is still being written. */
function rowIn(line: string): LedgerRow | null {
  try {
    // The one seam: these lines were written by the simulator's ledger.
    return JSON.parse(line) as LedgerRow;
  } catch {
    return null;
  }
}

function apply(documents: Map<string, Map<string, unknown>>, { collection, key, value }: DocumentChange): void {
  const known = documents.get(collection) ?? new Map<string, unknown>();
  documents.set(collection, known);
  if (value === null) known.delete(key);
  else known.set(key, value);
}

function valuesOf<Value>(documents: Documents, collection: string): Value[] {
  // The one seam: the simulator wrote them as what its own types say.
  return [...(documents.get(collection)?.values() ?? [])] as Value[];
}

/** Powens guide "Cancelling a payment": rejected, with the code of a cancellation by its user; the documents spell it in several ways. */
function cancelledPayments(documents: Documents): string[] {
  const code = /^cancelledby(user|client)$/i;
  const payments = valuesOf<PowensPayment>(documents, 'powens.payments');
  return payments.filter(({ state, errorCode }) => state === 'rejected' && code.test(errorCode ?? '')).map(({ id }) => id);
}

/** The whole order is cancelled or aborted, or what was left of it is released. */
function cancelledOrders(documents: Documents): string[] {
  const isReleased = (order: PaymentOrder): boolean =>
    order.transactions.some(({ type, state }) => type === 'Cancellation' && state === 'Completed') && remainingOf(order).cancellation === 0;
  const orders = valuesOf<PaymentOrder>(documents, 'swedbankpay.orders');
  return orders.filter((order) => order.status === 'Cancelled' || order.status === 'Aborted' || isReleased(order)).map(pathOf);
}

function newsOf({ channel, payment, attempts, bodyBase64, provider }: Delivery): Moment[] {
  if (channel !== 'webhook' || payment === null) return [];
  // Swedbank Pay's say what they are about in their body alone, and some name another order.
  const namesIt = provider === 'powens' || Buffer.from(bodyBase64 ?? '', 'base64').toString().includes(payment);
  return namesIt ? attempts.filter(({ accepted }) => accepted).map(({ at }) => ({ paymentId: payment, at })) : [];
}
