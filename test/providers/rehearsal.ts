import {
  type CancellationProvider,
  type CancellationRequest,
  NOTHING_DONE,
  type ProviderReading,
  type RunFacts,
} from '../../contracts/provider.js';
import { startTimeBudget } from '../../platform/time-budget.js';

export const PAYER_RETURN_URL = 'https://pay.shop.example/callbacks/powens';

export interface Rehearsal {
  readonly facts: () => RunFacts;
  /** Sends marked as begun. */
  readonly begun: () => number;
  ask(changes?: Partial<CancellationRequest>): Promise<ProviderReading>;
  read(): Promise<ProviderReading>;
  linkIssued(): void;
}

/**
 * Plays the caller of a provider: keeps the facts of a run from one call to the next, as the port asks for.
 */
export function rehearse(
  provider: CancellationProvider,
  run: {
    readonly provider: string;
    readonly paymentId: string;
    readonly facts?: RunFacts;
    readonly payerReturnUrl?: string;
  },
): Rehearsal {
  let facts = run.facts ?? NOTHING_DONE;
  const payment = { provider: run.provider, account: 'default', paymentId: run.paymentId };
  const request = (): CancellationRequest => ({
    payment,
    facts,
    budget: startTimeBudget({ totalMs: 20_000, signal: new AbortController().signal }),
    payeeReference: { derived: 'A'.repeat(30), supplied: null },
    description: 'Order A-17 cancelled',
    payerReturn: { url: run.payerReturnUrl ?? PAYER_RETURN_URL, state: 'state-token' },
    beforeSend: async () => {
      facts = { ...facts, sends: { ...facts.sends, begun: facts.sends.begun + 1 } };
    },
  });
  const keep = (reading: ProviderReading): ProviderReading => {
    facts = {
      ...facts,
      reads: facts.reads + (reading.toldSomething ? 1 : 0),
      memory: reading.memory,
      sends:
        reading.send === null || reading.send === 'lost'
          ? facts.sends
          : { ...facts.sends, [reading.send]: facts.sends[reading.send] + 1 },
    };
    return reading;
  };
  return {
    facts: () => facts,
    begun: () => facts.sends.begun,
    ask: async (changes = {}) => keep(await provider.requestCancellation({ ...request(), ...changes })),
    read: async () => keep(await provider.readPayment(request())),
    linkIssued: () => {
      facts = { ...facts, linkIssued: true };
    },
  };
}
