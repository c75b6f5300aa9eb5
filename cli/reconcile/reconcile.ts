import { setTimeout as sleep } from 'node:timers/promises';
import { CancellationError, type Cancellation, type PaymentCancellations } from '../../client/index.js';
import type { PaymentRef } from '../../contracts/payment.js';
import { compare, type Verdict } from './compare.js';
import { differenceFound, type Findings, paymentOf } from './findings.js';
import { Pace } from './pace.js';
import { cursorOf, type Period } from './period.js';

export interface Reconciliation {
  readonly cancellations: PaymentCancellations;
  readonly period: Period;
  readonly perMinute: number;
  /** Payments to read at most, to the end of a page; null: all. */
  readonly limit: number | null;
  readonly signal: AbortSignal;
  /** Told after each page. */
  progress(findings: Findings): void;
}

export interface Reconciled {
  readonly findings: Findings;
  /** Leads on, null when all was compared. */
  readonly nextCursor: string | null;
  /** Why it stopped before its time; null where it did not. */
  readonly stoppedBy: CancellationError | 'signal' | null;
}

const PAGE = 100;
/** A difference counts when a second read, this much later, shows it too: a provider may answer from a stale copy. */
const CONFIRM_AFTER_MS = 2_000;

/**
 * Compares the last word about every payment whose cancellation ended in the period with what its provider says now.
 * Only reads. What was found before Temporal or the workers went away is kept, and the cursor leads on.
 */
export async function reconcile(task: Reconciliation): Promise<Reconciled> {
  const findings: Findings = { payments: 0, same: 0, open: 0, differences: [], unreadable: [] };
  const pace = new Pace(task.perMinute);
  const seen = new Set<string>();
  let { page } = task.period;
  try {
    for (;;) {
      const { payments, nextCursor } = await pageOf(task, page);
      const fresh = payments.filter((payment) => isFirst(seen, payment));
      const whole = await pace.each(fresh, task.signal, (payment) => look(task, { payment, findings, pace }));
      if (!whole) return stopped(task, { findings, page, stoppedBy: 'signal' });
      task.progress(findings);
      page = nextCursor;
      if (page === null) return { findings, nextCursor: null, stoppedBy: null };
      if (task.limit !== null && findings.payments >= task.limit) return stopped(task, { findings, page, stoppedBy: null });
    }
  } catch (error) {
    if (!(error instanceof CancellationError) || !error.retryable) throw error;
    return stopped(task, { findings, page, stoppedBy: error });
  }
}

function pageOf({ cancellations, period, limit }: Reconciliation, page: string | null) {
  const { since, until, provider, account } = period;
  return cancellations.ended({
    since,
    until,
    provider,
    accounts: account === undefined ? undefined : [account],
    cursor: page ?? undefined,
    limit: Math.min(limit ?? PAGE, PAGE),
  });
}

function stopped(
  { period }: Reconciliation,
  { page, ...rest }: Omit<Reconciled, 'nextCursor'> & { readonly page: string | null },
): Reconciled {
  return { ...rest, nextCursor: cursorOf({ ...period, page }) };
}

function isFirst(seen: Set<string>, payment: PaymentRef): boolean {
  const key = JSON.stringify([payment.provider, payment.account, payment.paymentId]);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

interface Place {
  readonly payment: PaymentRef;
  readonly findings: Findings;
  readonly pace: Pace;
}

async function look(task: Reconciliation, place: Place): Promise<void> {
  const { payment, findings } = place;
  const word = await lastWord(task.cancellations, payment);
  // Forgotten since it was listed: there is no word of ours left to compare.
  if (word === null) return;
  findings.payments += 1;
  if (word === 'unreadable') findings.unreadable.push({ ...paymentOf(payment), cancellationId: null, reason: 'cancellation_unreadable' });
  else if (word.closed) await compareWord(word, task, place);
  else findings.open += 1;
}

async function lastWord(cancellations: PaymentCancellations, payment: PaymentRef): Promise<Cancellation | 'unreadable' | null> {
  try {
    return await cancellations.lastWord(payment);
  } catch (error) {
    if (error instanceof CancellationError && error.code === 'cancellation_unreadable') return 'unreadable';
    throw error;
  }
}

async function compareWord(word: Cancellation, { cancellations }: Reconciliation, { payment, findings, pace }: Place): Promise<void> {
  const read = async () => {
    await pace.turn();
    return cancellations.read(payment);
  };
  let sight = await read();
  let verdict = verdictOn(word, sight);
  if (verdict.kind === 'different' && verdict.difference !== 'unresolved') {
    await sleep(CONFIRM_AFTER_MS);
    sight = await read();
    verdict = verdictOn(word, sight);
  }
  switch (verdict.kind) {
    case 'same':
      findings.same += 1;
      return;
    case 'different':
      findings.differences.push(differenceFound(verdict.difference, word.resource, sight));
      return;
    case 'unreadable':
      findings.unreadable.push({ ...paymentOf(payment), cancellationId: word.id, reason: verdict.reason });
  }
}

/** A run that ended without an outcome is unresolved whatever the provider says. */
function verdictOn({ resource: { outcome } }: Cancellation, sight: Parameters<typeof compare>[1]): Verdict {
  return outcome === null ? { kind: 'different', difference: 'unresolved' } : compare(outcome, sight);
}
