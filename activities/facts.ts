import type { ProviderReading, RunFacts } from '../contracts/provider.js';

/** The facts right before a cancel goes out: from now on it may have been sent. */
export function withSendBegun(facts: RunFacts): RunFacts {
  return { ...facts, sends: { ...facts.sends, begun: facts.sends.begun + 1 } };
}

/** The facts after a look at the payment. A lost send stays begun and nothing else. */
export function withReading(facts: RunFacts, reading: ProviderReading): RunFacts {
  return {
    ...facts,
    reads: facts.reads + (reading.toldSomething ? 1 : 0),
    sends: withFate(facts.sends, reading.send),
    memory: reading.memory,
  };
}

function withFate(sends: RunFacts['sends'], fate: ProviderReading['send']): RunFacts['sends'] {
  switch (fate) {
    case null:
    case 'lost':
      return sends;
    case 'accepted':
      return { ...sends, accepted: sends.accepted + 1 };
    case 'rejected':
      return { ...sends, rejected: sends.rejected + 1 };
    case 'notSent':
      return { ...sends, notSent: sends.notSent + 1 };
  }
}

/** The facts once a link is in the payer's reach. */
export function withLinkIssued(facts: RunFacts): RunFacts {
  return { ...facts, linkIssued: true };
}
