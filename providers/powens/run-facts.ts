import type { ProviderMemory, RunFacts, SendFate } from '../../contracts/provider.js';
import { machineCode } from './machine-code.js';
import type { PowensPayment } from './wire.js';

/** Sends whose answer never came: they may have been processed. */
export function lostSends({ sends }: RunFacts): number {
  return sends.begun - sends.accepted - sends.rejected - sends.notSent;
}

/** True once a cancel request of this run was processed, or may have been. */
export function mayHaveSent({ sends }: RunFacts): boolean {
  return sends.begun - sends.notSent > 0;
}

/** The facts as they are once one more send has met its fate. */
export function afterSend(facts: RunFacts, fate: SendFate): RunFacts {
  const { sends } = facts;
  return {
    ...facts,
    sends: {
      begun: sends.begun + 1,
      accepted: sends.accepted + (fate === 'accepted' ? 1 : 0),
      rejected: sends.rejected + (fate === 'rejected' ? 1 : 0),
      notSent: sends.notSent + (fate === 'notSent' ? 1 : 0),
    },
  };
}

/** What this provider notes about a run, from one call to the next. */
export interface PowensMemory {
  /** The state the payment was last seen in before it expired. */
  readonly lastState: string | null;
  /** The code with which Powens refused our cancel request. */
  readonly rejectedCode: string | null;
}

/** The notes in what the last reading left behind. */
export function readMemory(memory: ProviderMemory): PowensMemory {
  const { lastState, rejectedCode } = memory;
  return {
    lastState: typeof lastState === 'string' ? lastState : null,
    rejectedCode: typeof rejectedCode === 'string' ? rejectedCode : null,
  };
}

/** The facts with new notes. */
export function noting(facts: RunFacts, notes: Partial<PowensMemory>): RunFacts {
  return { ...facts, memory: { ...facts.memory, ...notes } };
}

/** The facts with the state just seen; an expired payment leaves the one before it, which tells what expired. */
export function notingState(facts: RunFacts, { state }: PowensPayment): RunFacts {
  return state === 'expired' ? facts : noting(facts, { lastState: machineCode(state) });
}
