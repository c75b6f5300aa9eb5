import type { CancellationAnswer } from '../../contracts/answer.js';
import type { PayerRoute, ProviderReading, RunFacts } from '../../contracts/provider.js';

/** What one answer of Powens means for the run that got it. */
export interface Meaning {
  readonly answer: CancellationAnswer;
  readonly rereads: ProviderReading['rereads'];
  readonly payerRoute: PayerRoute | null;
}

/** What has to be known to tell that meaning. */
export interface Known {
  readonly paymentId: string;
  readonly facts: RunFacts;
  /** The API is on loopback, so the bank's page may be plain http there too. */
  readonly insecureLoopbackAllowed: boolean;
}

/** Reason of an outcome whose proof also names the code with which Powens refused the request. */
export const PROVIDER_REJECTED_REQUEST = 'provider_rejected_request';

/** An answer that counts at once, without another read. */
export function settled(answer: CancellationAnswer): Meaning {
  return { answer, rereads: 0, payerRoute: null };
}

/** Not knowing: nothing is concluded, and nothing is sent on the strength of it. */
export function indeterminate(reason: string): Meaning {
  return settled({ kind: 'indeterminate', reason });
}

/** Our credentials or configuration are wrong. */
export function blocked(reason: string): Meaning {
  return settled({ kind: 'blocked', reason });
}
