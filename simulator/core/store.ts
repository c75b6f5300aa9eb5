import type { Clock } from './clock.js';
import { Ledger, type AnswerEntry, type CallEntry, type Cause, type DocumentChange, type LedgerRow } from './ledger.js';

/** Documents of one kind, held in memory and rebuilt from the ledger at start. Values are never mutated. */
export interface Collection<Value> {
  get(key: string): Value | undefined;
  entries(): readonly (readonly [key: string, value: Value])[];
  values(): readonly Value[];
  /** The change that stores `value`; nothing happens until it is committed or saved. */
  put(key: string, value: Value): DocumentChange;
  remove(key: string): DocumentChange;
}

export interface Commit {
  readonly provider: string;
  readonly effect: string;
  readonly payment: string | null;
  readonly cause: Cause;
  readonly callSeq?: number | null;
  readonly effectiveCancellation?: boolean;
  readonly changes: readonly DocumentChange[];
}

export interface StoreOptions {
  readonly ledgerFile: string;
  readonly fsync: boolean;
  readonly clock: Clock;
  readonly onRow: (row: LedgerRow) => void;
}

/** The state of everything simulated: documents whose only way in is a row of the ledger. */
export class Store {
  readonly #documents = new Map<string, Map<string, unknown>>();
  readonly #clock: Clock;
  readonly #ledger: Ledger;

  constructor(options: StoreOptions) {
    this.#clock = options.clock;
    this.#ledger = new Ledger({
      file: options.ledgerFile,
      fsync: options.fsync,
      apply: (row) => {
        if (row.type === 'effect' || row.type === 'documents') row.documents.forEach((change) => this.#apply(change));
        options.onRow(row);
      },
    });
  }

  /** True once the ledger takes no more rows. */
  get closed(): boolean {
    return this.#ledger.closed;
  }

  collection<Value>(name: string): Collection<Value> {
    // The type parameter is the one seam: a collection's documents are written through `put` below only.
    const documents = this.#collection(name) as Map<string, Value>;
    return {
      get: (key) => documents.get(key),
      entries: () => [...documents.entries()],
      values: () => [...documents.values()],
      put: (key, value) => ({ collection: name, key, value }),
      remove: (key) => ({ collection: name, key, value: null }),
    };
  }

  /** Writes down that a call came in, or how it was answered. */
  record(entry: CallEntry | AnswerEntry): LedgerRow {
    return this.#ledger.append(entry, this.#clock.now());
  }

  /** Makes something true at the provider. Whoever answers for it first waits for `synced`. */
  commit(commit: Commit): LedgerRow {
    return this.#ledger.append(
      {
        type: 'effect',
        provider: commit.provider,
        effect: commit.effect,
        payment: commit.payment,
        cause: commit.cause,
        callSeq: commit.callSeq ?? null,
        effectiveCancellation: commit.effectiveCancellation ?? false,
        documents: commit.changes,
      },
      this.#clock.now(),
    );
  }

  /** Stores bookkeeping of the simulator itself. */
  save(...changes: readonly DocumentChange[]): void {
    if (changes.length === 0) return;
    this.#ledger.append({ type: 'documents', documents: changes }, this.#clock.now());
  }

  /** Resolves when all commits so far are on disk; at once when nothing was committed since the last time. */
  synced(): Promise<void> {
    return this.#ledger.synced();
  }

  /** Waits for the disk and lets go of the file. */
  close(): Promise<void> {
    return this.#ledger.close();
  }

  #collection(name: string): Map<string, unknown> {
    const existing = this.#documents.get(name);
    if (existing !== undefined) return existing;
    const created = new Map<string, unknown>();
    this.#documents.set(name, created);
    return created;
  }

  #apply(change: DocumentChange): void {
    const documents = this.#collection(change.collection);
    if (change.value === null) documents.delete(change.key);
    else documents.set(change.key, change.value);
  }
}
