import type { Proof } from '../../contracts/outcome.js';
import type { HttpAnswer, ProviderReading, RunFacts, SendFate } from '../../contracts/provider.js';
import { machineCode } from './machine-code.js';
import { type Meaning, PROVIDER_REJECTED_REQUEST } from './meaning.js';
import type { RefusalDetails } from './refusal.js';
import { readMemory } from './run-facts.js';
import type { PowensPayment } from './wire.js';

/** The name this provider has in proofs, ids and settings. */
export const POWENS = 'powens';

/** Everything a reading is put together from. */
export interface Findings {
  readonly paymentId: string;
  readonly meaning: Meaning;
  /** Facts whose notes go back to the run. */
  readonly facts: RunFacts;
  readonly send: SendFate | null;
  /** The payment as it was last seen in this call, and the answer that showed it; null where none did. */
  readonly seen: Seen | null;
  readonly details: RefusalDetails;
}

export interface Seen {
  readonly payment: PowensPayment;
  readonly answer: HttpAnswer;
}

/** Findings as the port wants them. */
export function toReading(findings: Findings): ProviderReading {
  const { meaning, seen, facts, details } = findings;
  return {
    answer: meaning.answer,
    rereads: meaning.rereads,
    proof: seen === null ? null : paymentProof(findings.paymentId, seen, refusedCode(meaning, facts)),
    memory: facts.memory,
    send: findings.send,
    toldSomething: seen !== null,
    executesAt: seen === null ? null : executesAt(seen.payment),
    retryAfterSeconds: details.retryAfterSeconds,
    code: details.code ?? (seen === null ? null : tellingCode(seen.payment)),
    providerRequestId: details.providerRequestId,
    payerRoute: meaning.payerRoute,
  };
}

/** The code of an earlier refusal, where that refusal is what decides. */
function refusedCode({ answer }: Meaning, facts: RunFacts): string | null {
  const isDecisive = answer.kind === 'notCancellable' && answer.reason === PROVIDER_REJECTED_REQUEST;
  return isDecisive ? readMemory(facts.memory).rejectedCode : null;
}

/** The fields that decided, as Powens wrote them, and nothing personal. */
function paymentProof(paymentId: string, { payment, answer }: Seen, code: string | null): Proof {
  return proof(paymentId, answer, {
    state: machineCode(payment.state),
    state_detail: machineCode(payment.stateDetail),
    error_code: machineCode(payment.errorCode),
    code,
  });
}

/** Evidence of a refusal that decides by itself. */
export function refusalProof(paymentId: string, answer: HttpAnswer, { code }: RefusalDetails): Proof {
  return proof(paymentId, answer, { http_status: answer.status, code });
}

function proof(paymentId: string, answer: HttpAnswer, fields: Readonly<Record<string, string | number | null>>): Proof {
  return {
    provider: POWENS,
    resource: `/payments/${paymentId}`,
    state: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)),
    readAt: answer.receivedAt,
    digest: answer.digest,
  };
}

function tellingCode({ errorCode, stateDetail, state }: PowensPayment): string | null {
  return machineCode(errorCode) ?? machineCode(stateDetail) ?? machineCode(state);
}

/** Start of the earliest day on which a deferred instruction executes; Powens gives UTC dates. */
function executesAt({ instructions }: PowensPayment): string | null {
  const days = instructions
    .filter(({ executionDateType }) => executionDateType === 'deferred')
    .map(({ executionDate }) => Date.parse(/^\d{4}-\d{2}-\d{2}/.exec(executionDate ?? '')?.[0] ?? ''))
    .filter((day) => !Number.isNaN(day));
  return days.length === 0 ? null : new Date(Math.min(...days)).toISOString();
}
