import { cancellationIdOf } from './cancellation-id.js';
import type { Outcome } from './outcome.js';
import type { CancellationMemo, CancellationStatus } from './run.js';

/** A cancellation as order services see it (design section 5). */
export interface CancellationResource {
  /** Opaque and URL-safe; stands for one request for as long as the namespace keeps its run. */
  readonly id: string;
  readonly workflowId: string;
  readonly provider: string;
  readonly account: string;
  readonly paymentId: string;
  readonly orderRef: string | null;
  readonly status: CancellationStatus;
  /** False where the call found an equal request instead of making one. */
  readonly created: boolean;
  /** Number of the payer's current link, 0 = none issued yet. */
  readonly rounds: number;
  /** ISO 8601: until when the payer may approve, null while no deadline is known. */
  readonly deadline: string | null;
  /** Id of the earlier request whose outcome this one follows, after late news. */
  readonly supersedes: string | null;
  readonly nextAction: NextAction | null;
  readonly outcome: Outcome | null;
  readonly problem: ResourceProblem | null;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** What the order service should do now. */
export interface NextAction {
  readonly type: 'redirect_payer';
  /** Safe to e-mail: it stays good for as long as the payer may act. */
  readonly url: string;
}

/** The run ended without telling what became of the payment: a person must look, then ask again. */
export interface ResourceProblem {
  readonly code: ResourceProblemCode;
}

export const RESOURCE_PROBLEM_CODES = [
  /** Nobody could tell for `UNRESOLVED_AFTER`. */
  'outcome_unresolved',
  'run_failed',
  'run_terminated',
  'run_timed_out',
  'run_cancelled',
] as const;
export type ResourceProblemCode = (typeof RESOURCE_PROBLEM_CODES)[number];

/** How a run stands, whoever looked. */
export interface RunStanding {
  readonly workflowId: string;
  readonly firstRunId: string;
  readonly memo: CancellationMemo;
  /** ISO 8601. */
  readonly createdAt: string;
  /** As the run itself published them last. */
  readonly published: {
    readonly status: CancellationStatus;
    readonly rounds: number;
    readonly payerDeadline: string | null;
  };
  readonly end: RunEnd | null;
}

export type RunEnd =
  /** `outcome` is null only for an observing run that found nothing new. */
  | { readonly kind: 'completed'; readonly outcome: Outcome | null }
  | { readonly kind: 'broken'; readonly code: ResourceProblemCode };

/**
 * The resource of a run.
 *
 * @param view.payerLink where the payer goes for this cancellation id, or null where nobody can say
 */
export function resourceOf(
  run: RunStanding,
  view: {
    readonly created: boolean;
    readonly now: Date;
    readonly payerLink: ((id: string) => string) | null;
  },
): CancellationResource {
  const { memo, published } = run;
  const id = cancellationIdOf(run);
  const url = payerMayAct(run, view.now) ? (view.payerLink?.(id) ?? null) : null;
  return {
    id,
    workflowId: run.workflowId,
    provider: memo.payment.provider,
    account: memo.payment.account,
    paymentId: memo.payment.paymentId,
    orderRef: memo.terms.orderRef,
    status: statusOfRun(run),
    created: view.created,
    rounds: published.rounds,
    deadline: published.payerDeadline ?? wishedDeadline(memo),
    supersedes: memo.supersedes,
    nextAction: url === null ? null : { type: 'redirect_payer', url },
    outcome: run.end?.kind === 'completed' ? run.end.outcome : null,
    problem: run.end?.kind === 'broken' ? { code: run.end.code } : null,
    createdAt: run.createdAt,
  };
}

/**
 * The status of a run, closed or not; a run that broke needs a person. A run publishes its end a moment before its
 * outcome can be read: nobody is shown the one without the other.
 */
export function statusOfRun({ end, published }: Pick<RunStanding, 'end' | 'published'>): CancellationStatus {
  switch (end?.kind) {
    case undefined:
      return isEnd(published.status) ? 'verifying' : published.status;
    case 'completed':
      return end?.outcome?.kind === 'cancelled' ? 'cancelled' : 'not_cancelled';
    case 'broken':
      return 'needs_review';
  }
}

/** Whether this status comes with an outcome. */
export function isEnd(status: CancellationStatus): boolean {
  return status === 'cancelled' || status === 'not_cancelled';
}

/** Whether sending the payer to the bank is what moves this run on. */
function payerMayAct({ end, published }: RunStanding, now: Date): boolean {
  if (end !== null || published.rounds === 0) return false;
  const { status, payerDeadline } = published;
  const inTime = payerDeadline === null || Date.parse(payerDeadline) > now.getTime();
  return inTime && (status === 'awaiting_payer' || status === 'needs_review');
}

function wishedDeadline({ terms, requestedAt }: CancellationMemo): string | null {
  if (terms.deadlineSeconds === null) return null;
  return new Date(Date.parse(requestedAt) + terms.deadlineSeconds * 1_000).toISOString();
}
