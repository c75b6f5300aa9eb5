import { appendFileSync, closeSync, fdatasync, ftruncateSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What came in over HTTP, as far as it helps to prove what a client did. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query as received. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A call that was received, written before anything is decided about it. */
export interface CallEntry {
  readonly type: 'call';
  readonly provider: string;
  readonly call: string;
  readonly payment: string | null;
  /** The kind of the fault that is played on it, or null. */
  readonly fault: string | null;
  readonly request: RecordedRequest;
}

/** How a call ended: `answered` is true only when the whole answer was handed to the network. */
export interface AnswerEntry {
  readonly type: 'answer';
  readonly callSeq: number;
  readonly status: number | null;
  readonly answered: boolean;
}

/** Who caused an effect. */
export type Cause = 'api' | 'payer' | 'bank' | 'clock' | 'admin';

/** A commit: something is from now on true at the provider. */
export interface EffectEntry {
  readonly type: 'effect';
  readonly provider: string;
  /** Dotted name, e.g. `cancellation.accepted`. */
  readonly effect: string;
  readonly payment: string | null;
  readonly cause: Cause;
  readonly callSeq: number | null;
  /** True for the one commit that takes the payment's money back: the rows that promise ONCE counts. */
  readonly effectiveCancellation: boolean;
  readonly documents: readonly DocumentChange[];
}

/** Bookkeeping of the simulator itself: no commit at the provider. */
export interface DocumentsEntry {
  readonly type: 'documents';
  readonly documents: readonly DocumentChange[];
}

/** A whole document, or null when it is removed. */
export interface DocumentChange {
  readonly collection: string;
  readonly key: string;
  readonly value: unknown;
}

export type LedgerEntry = CallEntry | AnswerEntry | EffectEntry | DocumentsEntry;

/** `at` is real time, `clock` the virtual one; both ISO 8601. */
export type LedgerRow = LedgerEntry & { readonly seq: number; readonly at: string; readonly clock: string };

export interface LedgerOptions {
  readonly file: string;
  /** False trades durability over a power cut for speed; a killed process loses nothing either way. */
  readonly fsync: boolean;
  /** Called for every row, stored and new, in order. */
  readonly apply: (row: LedgerRow) => void;
}

/**
 * Append-only file of JSON lines: the simulator's memory and its witness.
 * Rows are written at once, so a killed process loses none; `synced` waits for the disk.
 */
export class Ledger {
  readonly #fd: number;
  readonly #apply: (row: LedgerRow) => void;
  readonly #fsync: boolean;
  #seq = 0;
  #closed = false;
  #unsynced = false;
  #flushing: Promise<void> | null = null;

  constructor(options: LedgerOptions) {
    mkdirSync(dirname(options.file), { recursive: true });
    this.#fd = openSync(options.file, 'a+', 0o600);
    this.#apply = options.apply;
    this.#fsync = options.fsync;
    this.#load(options.file);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Writes a row and applies it; what it says survives the process from here on. */
  append(entry: LedgerEntry, clock: Date): LedgerRow {
    const row: LedgerRow = { seq: this.#seq + 1, at: new Date().toISOString(), clock: clock.toISOString(), ...entry };
    appendFileSync(this.#fd, `${JSON.stringify(row)}\n`);
    this.#seq = row.seq;
    this.#unsynced ||= entry.type === 'effect';
    this.#apply(row);
    return row;
  }

  /** Resolves when every effect written so far is on disk. Calls at the same time share one flush. */
  async synced(): Promise<void> {
    if (!this.#fsync) return;
    // A flush under way may have begun before our row: it is awaited, and then the rest is flushed.
    while (this.#flushing !== null) await this.#flushing;
    if (!this.#unsynced) return;
    this.#unsynced = false;
    this.#flushing = this.#flush().finally(() => (this.#flushing = null));
    await this.#flushing;
  }

  /** Waits for the disk and lets go of the file. */
  async close(): Promise<void> {
    await this.synced();
    this.#closed = true;
    closeSync(this.#fd);
  }

  #flush(): Promise<void> {
    return new Promise((resolve, reject) => {
      fdatasync(this.#fd, (error) => (error ? reject(error) : resolve()));
    });
  }

  #load(file: string): void {
    const stored = readFileSync(file);
    const complete = stored.lastIndexOf(0x0a) + 1;
    // A line without its end was being written when the process died: nobody was told of it.
    if (complete < stored.length) ftruncateSync(this.#fd, complete);
    for (const line of stored.subarray(0, complete).toString('utf8').split('\n')) {
      if (line === '') continue;
      // The one seam: these lines were written by `append`.
      const row = JSON.parse(line) as LedgerRow;
      this.#seq = row.seq;
      this.#apply(row);
    }
  }
}
