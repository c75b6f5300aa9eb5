/** Whether money moved, or may still move, once the request has ended. */
export type MoneyMovement = 'none' | 'partial' | 'expected' | 'done' | 'unknown';

/** The step that would give the money back; named, never done by Countermand. */
export type Remedy = 'reversal' | 'refund';

/** How a cancellation came about. */
export type CancelledHow =
  | 'direct'
  | 'afterPayerValidation'
  | 'alreadyCancelled'
  | 'remainderReleased'
  | 'aborted';

/** Minor units of `currency`, as the provider states them. */
export interface Amounts {
  readonly currency: string;
  readonly released: number;
  readonly captured: number;
}

/** What the provider said, stored with every outcome. Only whitelisted state fields, never the whole payload. */
export interface Proof {
  readonly provider: string;
  /** The provider's own path of the payment, e.g. `/payments/12345`. */
  readonly resource: string;
  readonly state: Readonly<Record<string, string | number | boolean | null>>;
  /** ISO 8601 instant at which we read it. */
  readonly readAt: string;
  /** `sha256:` and the hex digest of the body as it arrived. */
  readonly digest: string;
}

/** Who resolved a run that only a person could decide. */
export interface Decision {
  readonly actor: string;
  readonly reason: string;
}

interface OutcomeCommon {
  readonly moneyMovement: MoneyMovement;
  /** Stable code, or null where the kind says it all. */
  readonly reason: string | null;
  readonly remedy: Remedy | null;
  readonly amounts: Amounts | null;
  readonly decidedBy: Decision | null;
  /** Null only where nothing could be read. */
  readonly proof: Proof | null;
}

export interface CancelledOutcome extends OutcomeCommon {
  readonly kind: 'cancelled';
  readonly how: CancelledHow;
}

export type NotCancelledKind =
  | 'notExecuted'
  | 'tooLate'
  | 'partiallyExecuted'
  | 'notSupported'
  | 'notCancellable'
  | 'refused'
  | 'payerDidNotValidate'
  | 'stopped'
  | 'notFound';

export interface NotCancelledOutcome extends OutcomeCommon {
  readonly kind: NotCancelledKind;
  readonly how: null;
}

/** How a request ended. A business outcome completes the run, it never fails it (design section 2). */
export type Outcome = CancelledOutcome | NotCancelledOutcome;

/** Every kind an operator may decide: all but `cancelled`, which only the provider can prove. */
export const RESOLVABLE_KINDS = [
  'notExecuted',
  'tooLate',
  'partiallyExecuted',
  'notSupported',
  'notCancellable',
  'refused',
  'payerDidNotValidate',
  'stopped',
  'notFound',
] as const satisfies readonly NotCancelledKind[];
