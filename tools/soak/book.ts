import type { CancellationResource, Outcome } from '../../client/http/index.js';
import type { ProviderName } from './customer-plan.js';

/** A request that was answered with 202. */
export interface Acknowledged {
  readonly id: string;
  readonly idempotencyKey: string | null;
}

/** One payment that an order service wanted cancelled, and everything it was told about it. */
export interface BookEntry {
  readonly provider: ProviderName;
  readonly scenario: string;
  readonly paymentId: string;
  /** ISO 8601: it was there, and nobody had asked for anything yet. */
  readonly openedAt: string;
  readonly acknowledged: readonly Acknowledged[];
  /** Outcomes by cancellation id, as they were seen first. */
  readonly firstOutcomes: Readonly<Record<string, Outcome>>;
  /** Every cancellation of the payment as the API tells it when all is over, late news included. */
  readonly atTheEnd: readonly CancellationResource[];
  /** Acknowledged, and unknown to the API when all was over. */
  readonly missing: readonly string[];
}

/** The order services' own book: what was acknowledged counts, whatever the stack says later. */
export class Book {
  readonly #entries = new Map<string, BookEntry>();

  open(payment: Pick<BookEntry, 'provider' | 'scenario' | 'paymentId'>): void {
    const nothing = { acknowledged: [], firstOutcomes: {}, atTheEnd: [], missing: [] };
    this.#entries.set(payment.paymentId, { ...payment, openedAt: new Date().toISOString(), ...nothing });
  }

  acknowledge(paymentId: string, one: Acknowledged): void {
    this.#amend(paymentId, ({ acknowledged }) => ({ acknowledged: [...acknowledged, one] }));
  }

  /** What somebody saw; only the first outcome of a cancellation is kept. */
  saw({ paymentId, id, outcome }: Pick<CancellationResource, 'paymentId' | 'id' | 'outcome'>): void {
    if (outcome === null) return;
    this.#amend(paymentId, ({ firstOutcomes }) => ({ firstOutcomes: { [id]: outcome, ...firstOutcomes } }));
  }

  close(paymentId: string, end: Pick<BookEntry, 'atTheEnd' | 'missing'>): void {
    this.#amend(paymentId, () => end);
  }

  entries(): readonly BookEntry[] {
    return [...this.#entries.values()];
  }

  #amend(paymentId: string, change: (entry: BookEntry) => Partial<BookEntry>): void {
    const entry = this.#entries.get(paymentId);
    if (entry !== undefined) this.#entries.set(paymentId, { ...entry, ...change(entry) });
  }
}
