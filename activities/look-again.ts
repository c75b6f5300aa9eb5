import { type CancellationAnswer, isFinal } from '../contracts/answer.js';
import type { ProviderReading } from '../contracts/provider.js';
import type { AttemptMemory } from './attempt-memory.js';

/** Two reads that are to confirm each other are at least 2 s apart (classification.md). */
const CONFIRMATION_MS = 2_000;
/** A provider that asks for more patience than this is asked again anyway. */
const LONGEST_RETRY_AFTER_MS = 10 * 60_000;

/** Whether an activity has what it came for, or looks again after a while. */
export type Verdict =
  | { readonly kind: 'done'; readonly answer: CancellationAnswer }
  | { readonly kind: 'lookAgain'; readonly delayMs: number; readonly confirmations: number };

export interface LookAgainRules {
  readonly schedule: readonly number[];
  /** The payer may have approved already: give the bank the whole schedule to say so. */
  readonly bankMayLag: boolean;
}

/**
 * Judges one reading in the light of the attempts before it.
 *
 * Unknown answers and a lagging bank are looked at again over the fast schedule; an answer that
 * needs confirmation must be given again, and an ever-changing provider ends as `indeterminate`.
 */
export function judge(reading: ProviderReading, before: AttemptMemory, rules: LookAgainRules): Verdict {
  const { answer } = reading;
  const confirmations = sameAnswer(before.answer, answer) ? before.confirmations + 1 : 0;
  const needed = reading.rereads === 'all' ? rules.schedule.length : reading.rereads;
  if (confirmations < needed) {
    return before.rereads < rules.schedule.length + needed
      ? again(reading, before, rules, confirmations)
      : { kind: 'done', answer: { kind: 'indeterminate', reason: 'answers_keep_changing' } };
  }
  if (before.rereads < rules.schedule.length && isWorthAnotherLook(answer, rules.bankMayLag)) {
    return again(reading, before, rules, confirmations);
  }
  return { kind: 'done', answer };
}

function isWorthAnotherLook(answer: CancellationAnswer, bankMayLag: boolean): boolean {
  if (isFinal(answer)) return false;
  switch (answer.kind) {
    case 'indeterminate':
      return true;
    case 'payerValidationRequired':
      return bankMayLag && answer.attention === null;
    case 'inProgress':
    case 'cancellable':
      return bankMayLag;
    case 'blocked':
      return false;
  }
}

function again(
  reading: ProviderReading,
  before: AttemptMemory,
  rules: LookAgainRules,
  confirmations: number,
): Verdict {
  const step = rules.schedule[Math.min(before.rereads, rules.schedule.length - 1)] ?? CONFIRMATION_MS;
  const confirming = reading.rereads === 0 ? 0 : CONFIRMATION_MS;
  return { kind: 'lookAgain', delayMs: Math.max(step, confirming, patienceAskedFor(reading)), confirmations };
}

/** Milliseconds that the provider asks us to wait, within bounds; 0 where it asks for none. */
export function patienceAskedFor({ retryAfterSeconds }: ProviderReading): number {
  return Math.min((retryAfterSeconds ?? 0) * 1000, LONGEST_RETRY_AFTER_MS);
}

/** By meaning: answers are small flat records, so their canonical text says it all. */
export function sameAnswer(one: CancellationAnswer | null, other: CancellationAnswer): boolean {
  return one !== null && canonical(one) === canonical(other);
}

function canonical(answer: CancellationAnswer): string {
  return JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
