import { createHash, randomUUID } from 'node:crypto';
import type { FaultKind, FaultParameters } from './fault-kinds.js';
import type { Collection, Store } from './store.js';

/** A call as faults address it. */
export interface CallAddress {
  readonly provider: string;
  readonly call: string;
  readonly payment: string | null;
}

/** `*` stands for any. A call without a payment is met by `*` only. */
export interface FaultPlan {
  readonly provider: string;
  readonly call: string;
  readonly payment: string;
  readonly kind: FaultKind;
  /** The first matching call it is played on, counted from 1. */
  readonly nth: number;
  /** On how many calls in a row; null = for ever. */
  readonly times: number | null;
  /** Instead of `nth` and `times`: the share of calls it is played on, drawn from `seed`. */
  readonly rate: number | null;
  readonly seed: string;
  readonly parameters: FaultParameters;
}

export interface Fault extends FaultPlan {
  readonly id: string;
  /** Matching calls so far. */
  readonly seen: number;
  /** How often it was played. */
  readonly played: number;
}

/** The faults in force. Durable, so that a counted fault does not start again after a restart. */
export class Faults {
  readonly #store: Store;
  readonly #faults: Collection<Fault>;

  constructor(store: Store) {
    this.#store = store;
    this.#faults = store.collection<Fault>('faults');
  }

  list(): readonly Fault[] {
    return this.#faults.values();
  }

  add(plan: FaultPlan): Fault {
    const fault: Fault = { ...plan, id: randomUUID(), seen: 0, played: 0 };
    this.#store.save(this.#faults.put(fault.id, fault));
    return fault;
  }

  /** Takes away one fault, or all of them; gives how many there were. */
  clear(id?: string): number {
    const gone = this.#faults.values().filter((fault) => id === undefined || fault.id === id);
    this.#store.save(...gone.map((fault) => this.#faults.remove(fault.id)));
    return gone.length;
  }

  /** Counts the call for every fault that matches it, and gives the oldest one that is to be played on it. */
  choose(call: CallAddress): Fault | null {
    const met = this.#faults.values().filter((fault) => matches(fault, call));
    const chosen = met.find((fault) => isDue(fault, fault.seen + 1)) ?? null;
    const counted = met.map((fault) => ({
      ...fault,
      seen: fault.seen + 1,
      played: fault.played + (fault === chosen ? 1 : 0),
    }));
    this.#store.save(...counted.map((fault) => this.#faults.put(fault.id, fault)));
    return chosen;
  }
}

function matches(fault: Fault, call: CallAddress): boolean {
  return (
    isOrAny(fault.provider, call.provider) && isOrAny(fault.call, call.call) && isOrAny(fault.payment, call.payment)
  );
}

function isOrAny(wanted: string, actual: string | null): boolean {
  return wanted === '*' || wanted === actual;
}

function isDue(fault: Fault, count: number): boolean {
  if (fault.rate !== null) return draw(fault.seed, count) < fault.rate;
  return count >= fault.nth && (fault.times === null || count < fault.nth + fault.times);
}

/** The same seed and count give the same number in [0, 1), so that a run with faults can be run again. */
function draw(seed: string, count: number): number {
  return createHash('sha256').update(`${seed}/${count}`).digest().readUInt32BE(0) / 2 ** 32;
}
