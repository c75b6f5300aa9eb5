import { ProviderFault } from '../contracts/fault.js';
import type { ProviderMemory, ProviderReading } from '../contracts/provider.js';

/**
 * A fault as what it tells about the payment: nothing. Faults that wait for us to mend credentials or
 * configuration are `blocked`, all others `indeterminate` (classification.md).
 * @throws what is not a `ProviderFault`: a bug must stay visible as one
 */
export function readingOfFault(fault: unknown, memory: ProviderMemory): ProviderReading {
  if (!(fault instanceof ProviderFault)) throw fault;
  return {
    ...nothingRead(memory),
    answer: fault.retryable
      ? { kind: 'indeterminate', reason: fault.code }
      : { kind: 'blocked', reason: fault.code },
    retryAfterSeconds: fault.retryAfterSeconds,
    code: fault.code,
    providerRequestId: fault.providerRequestId,
  };
}

/** This worker has no credentials for the payment's account. */
export function notConfigured(memory: ProviderMemory): ProviderReading {
  const reason = 'account_not_configured';
  return { ...nothingRead(memory), answer: { kind: 'blocked', reason }, code: reason };
}

function nothingRead(memory: ProviderMemory): Omit<ProviderReading, 'answer'> {
  return {
    rereads: 0,
    proof: null,
    memory,
    send: null,
    toldSomething: false,
    executesAt: null,
    retryAfterSeconds: null,
    code: null,
    providerRequestId: null,
    payerRoute: null,
  };
}
