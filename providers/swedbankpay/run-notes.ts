import type { ProviderMemory, RunFacts } from '../../contracts/provider.js';

/** Why a send was refused, where that decides what a re-read means. */
export type Refusal = 'forbidden' | 'reference' | 'input' | 'declined';

/** This provider's notebook of one run (`RunFacts.memory`): what the counts of `Sends` cannot tell. */
export interface RunNotes {
  readonly cancelsAccepted: number;
  readonly cancelsLost: number;
  readonly abortsAccepted: number;
  readonly abortsLost: number;
  readonly abortsRefused: number;
  readonly abortRefusedAt: string | null;
  /** Minor units captured when the last cancellation was sent. */
  readonly capturedAtSend: number | null;
  /** Number of the cancellation transaction the provider accepted without saying it is done. */
  readonly transactionNumber: number | null;
  readonly refusal: Refusal | null;
  readonly refusedOperation: 'cancel' | 'abort' | null;
  readonly refusalCode: string | null;
  /** The order at the refused send (`standOf`). */
  readonly refusedStand: string | null;
}

/** What this run did, as far as it can have an effect on the payment. */
export interface RunSoFar {
  readonly notes: RunNotes;
  /** The order was seen by this run. */
  readonly knewOrder: boolean;
  readonly cancelAccepted: boolean;
  readonly cancelMayHaveTaken: boolean;
  readonly abortAccepted: boolean;
  readonly abortMayHaveTaken: boolean;
  /** Some send of this run was never answered. */
  readonly answerLost: boolean;
  /** Sends that failed; a refused abort is not one. */
  readonly failingSends: number;
}

/** Reads what the run did from its facts. */
export function runSoFar({ reads, sends, memory }: RunFacts): RunSoFar {
  const notes = notesIn(memory);
  const mayHaveTaken = sends.begun - sends.rejected - sends.notSent;
  const known = notes.cancelsAccepted + notes.cancelsLost + notes.abortsAccepted + notes.abortsLost;
  // A send that a crash took out of the notebook may have been either.
  const unattributed = Math.max(0, mayHaveTaken - known);
  return {
    notes,
    knewOrder: reads > 0 || sends.begun > 0,
    cancelAccepted: notes.cancelsAccepted > 0,
    cancelMayHaveTaken: notes.cancelsAccepted + notes.cancelsLost + unattributed > 0,
    abortAccepted: notes.abortsAccepted > 0,
    abortMayHaveTaken: notes.abortsAccepted + notes.abortsLost + unattributed > 0,
    answerLost: mayHaveTaken - sends.accepted > 0,
    failingSends: sends.begun - sends.accepted - notes.abortsRefused,
  };
}

/** The notebook after a change; everything else of it stays. */
export function withNotes(notes: RunNotes, change: Partial<RunNotes>): ProviderMemory {
  return { ...notes, ...change };
}

const REFUSALS: readonly (Refusal | null)[] = ['forbidden', 'reference', 'input', 'declined'];

function notesIn(memory: ProviderMemory): RunNotes {
  return {
    cancelsAccepted: count(memory['cancelsAccepted']),
    cancelsLost: count(memory['cancelsLost']),
    abortsAccepted: count(memory['abortsAccepted']),
    abortsLost: count(memory['abortsLost']),
    abortsRefused: count(memory['abortsRefused']),
    abortRefusedAt: textOf(memory['abortRefusedAt']),
    capturedAtSend: numberOf(memory['capturedAtSend']),
    transactionNumber: numberOf(memory['transactionNumber']),
    refusal: REFUSALS.find((refusal) => refusal === memory['refusal']) ?? null,
    refusedOperation: memory['refusedOperation'] === 'abort' ? 'abort' : memory['refusedOperation'] === 'cancel' ? 'cancel' : null,
    refusalCode: textOf(memory['refusalCode']),
    refusedStand: textOf(memory['refusedStand']),
  };
}

type Note = ProviderMemory[string] | undefined;

function count(note: Note): number {
  return numberOf(note) ?? 0;
}

function numberOf(note: Note): number | null {
  return typeof note === 'number' ? note : null;
}

function textOf(note: Note): string | null {
  return typeof note === 'string' ? note : null;
}
