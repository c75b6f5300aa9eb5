import type { Outcome } from '../../../client/http/index.js';
import type { BookEntry } from '../book.js';
import type { Finding } from '../findings.js';
import type { Witness } from '../witness.js';
import { about, type Case } from './case.js';

/** ONCE: at most one effective cancellation per payment, however often it was asked for and repeated. */
export function once({ entries, witness }: Case): Finding[] {
  return entries.flatMap((entry) => {
    const moments = witness.cancellations.filter(({ paymentId }) => paymentId === entry.paymentId);
    return moments.length < 2 ? [] : [about(entry, 'ONCE', `cancelled ${moments.length} times at the provider`, moments)];
  });
}

/** TRUTH: no outcome says what the provider's own books deny. */
export function truth({ entries, witness }: Case): Finding[] {
  return entries.flatMap((entry) => [
    ...entry.atTheEnd.flatMap(({ id, outcome }) => {
      const lie = outcome === null ? null : contradiction(outcome, { entry, witness });
      return lie === null ? [] : [about(entry, 'TRUTH', lie, { id, outcome })];
    }),
    ...(isUntold(entry, witness) ? [about(entry, 'TRUTH', 'cancelled at the provider, which said so, and nobody was told', standing(entry, witness))] : []),
  ]);
}

function contradiction(outcome: Outcome, { entry, witness }: { entry: BookEntry; witness: Witness }): string | null {
  if (outcome.kind === 'cancelled') {
    if (!witness.cancelled.has(entry.paymentId)) return 'said to be cancelled, and at the provider it is not';
    return outcome.proof === null ? 'said to be cancelled without a proof' : null;
  }
  if (cancelledAt(entry, witness) === null || mayStillChange(outcome)) return null;
  return `${outcome.kind} for good (money: ${outcome.moneyMovement}), and at the provider it was cancelled`;
}

/**
 * Whether the payment was cancelled after an outcome that had left that open, an authentic webhook about it was taken,
 * and still nobody can read it anywhere. Where no such word came, nobody could know.
 */
export function isUntold(entry: BookEntry, witness: Witness): boolean {
  const at = cancelledAt(entry, witness);
  if (at === null || entry.atTheEnd.length === 0) return false;
  const said = entry.atTheEnd.map(({ outcome }) => outcome);
  // An open cancellation still reads; a person's own decision is that person's.
  if (said.some((outcome) => outcome === null || outcome.kind === 'cancelled' || outcome.decidedBy !== null)) return false;
  return hasNewsSince(entry, witness, at) && said.every((outcome) => outcome !== null && mayStillChange(outcome));
}

/** Cancelled after an outcome that had left that open, and no word of it ever came: no fault, but worth counting. */
export function isUnheard(entry: BookEntry, witness: Witness): boolean {
  const at = cancelledAt(entry, witness);
  const isTold = entry.atTheEnd.some(({ outcome }) => outcome === null || outcome.kind === 'cancelled');
  return at !== null && entry.atTheEnd.length > 0 && !isTold && !hasNewsSince(entry, witness, at);
}

/** "Money may still move": such an outcome does not say that the payment lives on. */
function mayStillChange({ moneyMovement }: Outcome): boolean {
  return moneyMovement === 'expected' || moneyMovement === 'unknown';
}

/** Since somebody asked. How a payment was cancelled before is told by the provider, which may keep it to itself. */
function cancelledAt({ paymentId, openedAt }: BookEntry, { cancellations }: Witness): string | null {
  return cancellations.find((moment) => moment.paymentId === paymentId && moment.at >= openedAt)?.at ?? null;
}

function hasNewsSince({ paymentId }: BookEntry, { news }: Witness, at: string): boolean {
  return news.some((moment) => moment.paymentId === paymentId && moment.at >= at);
}

function standing(entry: BookEntry, witness: Witness): object {
  return {
    cancelledAt: cancelledAt(entry, witness),
    news: witness.news.filter(({ paymentId }) => paymentId === entry.paymentId),
    outcomes: entry.atTheEnd.map(({ id, outcome, supersedes }) => ({ id, outcome, supersedes })),
  };
}
