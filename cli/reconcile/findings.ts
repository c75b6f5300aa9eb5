import type { CancellationResource, Outcome, PaymentSight } from '../../client/index.js';
import { moneyUnder } from '../../contracts/answer.js';
import type { PaymentRef } from '../../contracts/payment.js';
import { DIFFERENCES, type DifferenceKind, whatToDo } from './difference.js';

/** One payment about which the provider says something else than we did. */
export interface Difference extends PaymentRef {
  readonly difference: DifferenceKind;
  readonly alarm: boolean;
  /** Of the cancellation that was compared: the last word about the payment. */
  readonly cancellationId: string;
  readonly orderRef: string | null;
  readonly ours: Side;
  readonly theirs: Side;
  readonly whatToDo: string;
}

/** One side's word. */
export interface Side {
  readonly kind: string;
  readonly reason: string | null;
  readonly moneyMovement: string;
  readonly state: Readonly<Record<string, string | number | boolean | null>> | null;
  readonly readAt: string | null;
}

/** A payment of which the provider's answer, or our own run, tells nothing. */
export interface Unreadable extends PaymentRef {
  /** Null where it is our own run. */
  readonly cancellationId: string | null;
  readonly reason: string;
}

export interface Findings {
  /** Payments that were compared or could not be read; each once. */
  payments: number;
  same: number;
  /** Asked for anew and not ended yet: nothing to compare. */
  open: number;
  readonly differences: Difference[];
  readonly unreadable: Unreadable[];
}

/** What is reported of a difference. */
export function differenceFound(difference: DifferenceKind, resource: CancellationResource, sight: PaymentSight): Difference {
  const payment = paymentOf(resource);
  return {
    difference,
    alarm: DIFFERENCES[difference].alarm,
    ...payment,
    cancellationId: resource.id,
    orderRef: resource.orderRef,
    ours: resource.outcome === null ? noOutcome(resource) : sideOfOutcome(resource.outcome),
    theirs: sideOfSight(sight),
    whatToDo: whatToDo(difference, payment),
  };
}

/** The payment alone. */
export function paymentOf({ provider, account, paymentId }: PaymentRef): PaymentRef {
  return { provider, account, paymentId };
}

function sideOfOutcome({ kind, reason, moneyMovement, proof }: Outcome): Side {
  return { kind, reason, moneyMovement, state: proof?.state ?? null, readAt: proof?.readAt ?? null };
}

function sideOfSight({ answer, proof, readAt }: PaymentSight): Side {
  const reason = 'reason' in answer ? answer.reason : null;
  return { kind: answer.kind, reason, moneyMovement: moneyUnder(answer), state: proof?.state ?? null, readAt };
}

function noOutcome({ problem }: CancellationResource): Side {
  return { kind: 'noOutcome', reason: problem?.code ?? null, moneyMovement: 'unknown', state: null, readAt: null };
}
