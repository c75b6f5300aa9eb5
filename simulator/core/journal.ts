import type { CallEntry, EffectEntry, LedgerRow } from './ledger.js';

type Stamped<Entry> = Entry & { readonly seq: number; readonly at: string; readonly clock: string };

/** A call as the ledger tells it: what was asked, what was committed for it, whether anyone heard the answer. */
export interface JournalCall extends Stamped<CallEntry> {
  /** True when at least one effect was committed for it, also long after. */
  readonly committed: boolean;
  /** False while the answer is under way, and for ever when it got lost. */
  readonly answered: boolean;
  readonly status: number | null;
}

/** An effect without the documents it changed. */
export type JournalEffect = Stamped<Omit<EffectEntry, 'documents'>>;

export interface JournalFilter {
  readonly provider?: string | undefined;
  readonly payment?: string | undefined;
  readonly call?: string | undefined;
  /** Only rows after this sequence number. */
  readonly since?: number | undefined;
}

export interface JournalSummary {
  /** Number of received calls by `provider.call`. */
  readonly calls: Readonly<Record<string, number>>;
  /** Number of commits by `provider.effect`. */
  readonly effects: Readonly<Record<string, number>>;
  /** By payment: how often its money was taken back. More than 1 breaks promise ONCE. */
  readonly effectiveCancellations: Readonly<Record<string, number>>;
}

/** The ledger as questions and answers, for tests, checkers and people. */
export class Journal {
  readonly #calls = new Map<number, JournalCall>();
  readonly #effects: JournalEffect[] = [];

  /** Takes in one row; the store calls it for every row in order. */
  apply(row: LedgerRow): void {
    switch (row.type) {
      case 'call':
        this.#calls.set(row.seq, { ...row, committed: false, answered: false, status: null });
        return;
      case 'answer':
        this.#amend(row.callSeq, { answered: row.answered, status: row.status });
        return;
      case 'effect': {
        const { documents: _documents, ...effect } = row;
        this.#effects.push(effect);
        if (row.callSeq !== null) this.#amend(row.callSeq, { committed: true });
        return;
      }
      case 'documents':
        return;
    }
  }

  calls(filter: JournalFilter): readonly JournalCall[] {
    return [...this.#calls.values()].filter(
      (row) => matches(row, filter) && (filter.call === undefined || row.call === filter.call),
    );
  }

  effects(filter: JournalFilter): readonly JournalEffect[] {
    return this.#effects.filter((row) => matches(row, filter));
  }

  /** Counts, all of them or those of one provider or payment. */
  summary(filter: JournalFilter): JournalSummary {
    const effects = this.effects(filter);
    return {
      calls: count(this.calls(filter).map((row) => `${row.provider}.${row.call}`)),
      effects: count(effects.map((row) => `${row.provider}.${row.effect}`)),
      effectiveCancellations: count(
        effects.flatMap((row) => (row.effectiveCancellation && row.payment !== null ? [row.payment] : [])),
      ),
    };
  }

  #amend(callSeq: number, changes: Partial<Pick<JournalCall, 'answered' | 'committed' | 'status'>>): void {
    const call = this.#calls.get(callSeq);
    if (call !== undefined) this.#calls.set(callSeq, { ...call, ...changes });
  }
}

function matches(row: { provider: string; payment: string | null; seq: number }, filter: JournalFilter): boolean {
  if (filter.provider !== undefined && row.provider !== filter.provider) return false;
  if (filter.payment !== undefined && row.payment !== filter.payment) return false;
  return filter.since === undefined || row.seq > filter.since;
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
