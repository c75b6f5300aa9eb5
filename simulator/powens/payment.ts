import type { Knobs } from './knobs.js';

/** API reference "Payments", `PaymentState`; a plain string where a scenario plays an unknown one. */
export const FINAL_STATES: ReadonlySet<string> = new Set(['rejected', 'done', 'accepted', 'expired', 'partial']);

export type ExecutionDateType = 'first_open_day' | 'deferred' | 'instant' | 'periodic';

export interface Instruction {
  readonly referenceId: string;
  readonly label: string;
  readonly amountMinorUnits: number;
  readonly currency: string;
  readonly executionDateType: ExecutionDateType;
  /** UTC date, `YYYY-MM-DD`, with `deferred`. */
  readonly executionDate: string | null;
  readonly beneficiaryName: string;
  readonly beneficiaryIban: string;
}

/** A payment as the simulator knows it: what Powens shows, and what is going on behind. */
export interface PowensPayment {
  /** Decimal; up to 19 digits, so never a JavaScript number. */
  readonly id: string;
  readonly clientId: string;
  readonly scenario: string | null;
  readonly knobs: Knobs;

  readonly state: string;
  readonly stateDetail: string | null;
  readonly action: string | null;
  readonly errorCode: string | null;
  readonly validateUri: string | null;
  readonly connectorUuid: string;
  readonly registeredAt: string;
  readonly clientRedirectUri: string;
  readonly clientState: string | null;
  readonly payerName: string;
  readonly payerIban: string;
  readonly instructions: readonly Instruction[];

  /** How many cancel requests were accepted. */
  readonly cancelRequests: number;
  /** Scoped tokens handed out. */
  readonly scopedTokens: number;
  /** Pages the payer opened. */
  readonly visits: number;
  /** The payer approved and Powens learns it after so many more reads; null when nothing waits. */
  readonly approvedReadsLeft: number | null;
  /** An older view that the next reads still show. */
  readonly stale: { readonly readsLeft: number; readonly shown: ShownState } | null;
  readonly validatingReadsLeft: number;
}

/** The part of a payment that changes while it lives. */
export type ShownState = Pick<PowensPayment, 'state' | 'stateDetail' | 'action' | 'errorCode' | 'validateUri'>;

/** The part that a stale read goes on showing. */
export function shownState(payment: PowensPayment): ShownState {
  const { state, stateDetail, action, errorCode, validateUri } = payment;
  return { state, stateDetail, action, errorCode, validateUri };
}

/** True once nothing can change any more. */
export function isFinal(payment: PowensPayment): boolean {
  return FINAL_STATES.has(payment.state);
}

/** True while a cancellation waits for the payer. */
export function isCancelling(payment: PowensPayment): boolean {
  return payment.state === 'pending' && (payment.stateDetail?.startsWith('cancelling') ?? false);
}

/**
 * True when the guide allows to cancel: `created`, or `pending` without an `instant` instruction.
 * Powens guide "Cancelling a payment", criteria.
 */
export function meetsCancelCriteria(payment: PowensPayment): boolean {
  if (payment.state === 'created') return true;
  return (
    payment.state === 'pending' &&
    payment.instructions.every((instruction) => instruction.executionDateType !== 'instant')
  );
}

/** The sum of all instructions, in minor units. */
export function totalMinorUnits(payment: PowensPayment): number {
  return payment.instructions.reduce((sum, instruction) => sum + instruction.amountMinorUnits, 0);
}
