import type { Cause } from '../core/ledger.js';
import type { World } from '../core/world.js';
import { phaseResult, readLabel, type Phase } from './labels.js';
import type { Knobs } from './knobs.js';
import { isCancelling, isFinal, shownState, type PowensPayment } from './payment.js';
import type { Payments } from './payments.js';
import type { BankLinks } from './bank-links.js';

const FATE_JOB = 'powens.fate';
const APPROVAL_JOB = 'powens.approval';
const PHASE_JOB = 'powens.phase';

const PHASE_MS = 900_000;
const INSTANT_PHASE_MS = 15_000;

interface PhaseJob {
  readonly payment: string;
  readonly phases: readonly Phase[];
}

export interface CancelRequest {
  readonly clientRedirectUri: string;
  readonly clientState: string | null;
  readonly callSeq: number;
}

/** What happens to payments: the transitions of the guide and of the API reference, and the bank behind them. */
export class PaymentLife {
  readonly #world: World;
  readonly #payments: Payments;
  readonly #bankLinks: BankLinks;

  constructor(world: World, payments: Payments, bankLinks: BankLinks) {
    this.#world = world;
    this.#payments = payments;
    this.#bankLinks = bankLinks;
    world.jobs.on(FATE_JOB, (data) => this.#meetFateNow(String(data)));
    world.jobs.on(APPROVAL_JOB, (data) => this.#learnApproval(String(data), 'bank', null));
    // The one seam: phase jobs are written by `#schedulePhases`.
    world.jobs.on(PHASE_JOB, (data) => this.#enterPhase(data as PhaseJob));
  }

  /**
   * A cancel request that meets the criteria: done at once, or the payer is needed.
   * Powens guide "Cancelling a payment", "Initiate the cancellation".
   */
  acceptCancellation(payment: PowensPayment, request: CancelRequest): PowensPayment {
    const { knobs } = payment;
    const stored = knobs.cancelReplacesRedirect
      ? { clientRedirectUri: request.clientRedirectUri, clientState: request.clientState }
      : {};
    const counted = { ...stored, cancelRequests: payment.cancelRequests + 1 };
    const common = { cause: 'api', callSeq: request.callSeq } as const;
    if (knobs.cancelAnswer === 'payer' && payment.state === 'pending') {
      const set = { ...counted, ...this.waitingForPayer(payment) };
      const waiting = this.#payments.change(payment, { ...common, effect: 'cancellation.accepted', set });
      this.#meetFate(waiting, 'cancel');
      return waiting;
    }
    this.#payments.change(payment, { ...common, effect: 'cancellation.accepted', set: counted });
    return this.#cancelled({ ...payment, ...counted }, 'api', request.callSeq);
  }

  /** The fields of a payment whose cancellation waits for its payer, in the dialect of the payment. */
  waitingForPayer(payment: PowensPayment): Partial<PowensPayment> {
    const { knobs } = payment;
    if (knobs.dialect === 'A') {
      return { state: 'pending', stateDetail: 'cancelling_webauth', action: null, validateUri: null };
    }
    const served = knobs.action === 'redirect' && knobs.validateUri === 'present';
    return {
      state: 'pending',
      stateDetail: 'cancelling',
      action: knobs.action,
      validateUri: served ? this.#bankLinks.issue(payment.id, { from: 'payment', webviewRedirect: null }) : null,
    };
  }

  /** The payer approved at the bank: cancelled now, or as late as the knobs say. */
  approve(payment: PowensPayment, callSeq: number | null): PowensPayment {
    if (!isCancelling(payment) || payment.approvedReadsLeft !== null) return payment;
    const { knobs } = payment;
    if (this.#meetFate(payment, 'approval')) return this.#payments.get(payment.id) ?? payment;
    if (knobs.approvalLagReads === 0 && knobs.approvalLagMs === 0) return this.#cancelled(payment, 'payer', callSeq);
    if (knobs.approvalLagMs > 0) this.#world.jobs.schedule(APPROVAL_JOB, knobs.approvalLagMs, payment.id);
    return this.#payments.change(payment, {
      effect: 'cancellation.approved',
      cause: 'payer',
      callSeq,
      set: { approvedReadsLeft: knobs.approvalLagReads > 0 ? knobs.approvalLagReads : Number.MAX_SAFE_INTEGER },
    });
  }

  /** The payer or the bank refused the cancellation. What that looks like is not documented: knob `refusalLeaves`. */
  refuse(payment: PowensPayment, callSeq: number | null): PowensPayment {
    if (!isCancelling(payment)) return payment;
    const ended = { stateDetail: null, action: null, validateUri: null };
    return this.#payments.change(payment, {
      effect: 'cancellation.refused',
      cause: 'payer',
      callSeq,
      set: payment.knobs.refusalLeaves === 'pending' ? ended : {},
    });
  }

  /** The payer opened a page of the webview or the bank. */
  visit(payment: PowensPayment): PowensPayment {
    const visited = this.#payments.note(payment, { visits: payment.visits + 1 });
    this.#meetFate(visited, 'visit');
    return this.#payments.get(payment.id) ?? visited;
  }

  /** The bank settles the payment. Nothing changes what is final. */
  settle(payment: PowensPayment, state: string, errorCode: string | null, cause: Cause): PowensPayment {
    if (isFinal(payment)) return payment;
    const set = { state, errorCode, stateDetail: null, action: null, validateUri: null };
    return this.#payments.change(payment, { effect: `payment.${state}`, cause, set });
  }

  /** The payer approved the payment itself: it is pending, and the label of the test connector says what follows. */
  validated(payment: PowensPayment, callSeq: number | null): PowensPayment {
    if (payment.state !== 'created' && payment.state !== 'validating') return payment;
    const set = { state: 'pending', stateDetail: null, action: null, validateUri: null };
    const pending = this.#payments.change(payment, { effect: 'payment.validated', cause: 'payer', callSeq, set });
    const { phases } = readLabel(payment.instructions[0]?.label ?? '');
    this.#enterPhase({ payment: payment.id, phases: phases.length === 0 ? ['pdng', 'done'] : phases });
    return this.#payments.get(payment.id) ?? pending;
  }

  /** The payer gave up the payment itself (guides on initiating a payment). */
  abandoned(payment: PowensPayment, callSeq: number | null): PowensPayment {
    if (payment.state !== 'created' && payment.state !== 'validating') return payment;
    const set = { state: 'rejected', errorCode: 'CancelledByUser', validateUri: null, action: null };
    return this.#payments.change(payment, { effect: 'payment.abandoned', cause: 'payer', callSeq, set });
  }

  /** What a read shows, counting down what becomes visible only after some reads. */
  read(payment: PowensPayment, callSeq: number): PowensPayment {
    if (payment.stale !== null && payment.stale.readsLeft > 0) {
      const stale = { ...payment.stale, readsLeft: payment.stale.readsLeft - 1 };
      return { ...this.#payments.note(payment, { stale }), ...payment.stale.shown };
    }
    if (payment.approvedReadsLeft === 0) return this.#learnApproval(payment.id, 'bank', callSeq) ?? payment;
    if (payment.approvedReadsLeft !== null) {
      return this.#payments.note(payment, { approvedReadsLeft: payment.approvedReadsLeft - 1 });
    }
    if (payment.state === 'validating' && payment.knobs.validatingReads > 0) return this.#readValidating(payment);
    return payment;
  }

  #readValidating(payment: PowensPayment): PowensPayment {
    if (payment.validatingReadsLeft > 0) {
      return this.#payments.note(payment, { validatingReadsLeft: payment.validatingReadsLeft - 1 });
    }
    return this.#payments.change(payment, { effect: 'payment.validated', cause: 'bank', set: { state: 'pending' } });
  }

  #cancelled(payment: PowensPayment, cause: Cause, callSeq: number | null): PowensPayment {
    const { staleReads } = payment.knobs;
    return this.#payments.change(payment, {
      effect: 'payment.cancelled',
      cause,
      callSeq,
      effectiveCancellation: true,
      set: {
        state: 'rejected',
        errorCode: payment.knobs.cancelledCode,
        stateDetail: null,
        action: null,
        validateUri: null,
        approvedReadsLeft: null,
        stale: staleReads > 0 ? { readsLeft: staleReads, shown: shownState(payment) } : null,
      },
    });
  }

  #learnApproval(paymentId: string, cause: Cause, callSeq: number | null): PowensPayment | undefined {
    const payment = this.#payments.get(paymentId);
    if (payment === undefined || payment.approvedReadsLeft === null || !isCancelling(payment)) return payment;
    return this.#cancelled(payment, cause, callSeq);
  }

  /** True when the bank settled the payment on this occasion. */
  #meetFate(payment: PowensPayment, occasion: NonNullable<Knobs['fate']>['on']): boolean {
    const { fate } = payment.knobs;
    if (fate?.on !== occasion || isFinal(payment)) return false;
    if (fate.afterMs > 0) this.#world.jobs.schedule(FATE_JOB, fate.afterMs, payment.id);
    else this.#meetFateNow(payment.id);
    return fate.afterMs === 0;
  }

  #meetFateNow(paymentId: string): void {
    const payment = this.#payments.get(paymentId);
    const fate = payment?.knobs.fate ?? null;
    if (payment !== undefined && fate !== null) this.settle(payment, fate.state, fate.errorCode, 'bank');
  }

  #enterPhase({ payment: paymentId, phases }: PhaseJob): void {
    const payment = this.#payments.get(paymentId);
    const [phase, ...later] = phases;
    if (payment === undefined || phase === undefined || isFinal(payment)) return;
    const { state, errorCode } = phaseResult(phase);
    if (state !== 'pending') {
      this.settle(payment, state, errorCode, 'bank');
      return;
    }
    // No final phase: done (guide on the test connector).
    const job: PhaseJob = { payment: paymentId, phases: later.length === 0 ? ['done'] : later };
    const instant = payment.instructions.some((instruction) => instruction.executionDateType === 'instant');
    this.#world.jobs.schedule(PHASE_JOB, instant ? INSTANT_PHASE_MS : PHASE_MS, job);
  }
}
