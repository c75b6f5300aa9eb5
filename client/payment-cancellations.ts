import type { Client } from '@temporalio/client';
import type { CancellationCheck } from '../contracts/check.js';
import { readCancellationId } from '../contracts/cancellation-id.js';
import { givenRequestId } from '../contracts/correlation.js';
import { PAYER_RETURNED, PROVIDER_NOTIFIED } from '../contracts/messages.js';
import type { PayerReturnedSignal, ProviderNotifiedSignal } from '../contracts/messages.js';
import { cancelWorkflowId, lateNewsWorkflowId, TASK_QUEUE } from '../contracts/names.js';
import type { PaymentRef } from '../contracts/payment.js';
import { paymentOf } from '../contracts/request.js';
import type { CancellationRequestBody } from '../contracts/request.js';
import type { CancellationResource } from '../contracts/resource.js';
import { Cancellation, resourceFrom } from './cancellation.js';
import type { CancellationContext, TraceOptions, WaitOptions } from './cancellation.js';
import { checkPayment, readPayment } from './check.js';
import type { PaymentSight } from './check.js';
import { endedPayments } from './ended-payments.js';
import type { EndedFilter, EndedPayments } from './ended-payments.js';
import { CancellationError } from './errors.js';
import { listRuns } from './list.js';
import type { ListFilter } from './list.js';
import { deliverNews } from './payer-news.js';
import type { News, NewsDelivery } from './payer-news.js';
import type { CancellationLibrary } from './library.js';
import { requireTerms } from './request-terms.js';
import { Runs } from './runs.js';
import { startCancellation } from './start.js';
import type { UnreadableRun } from './unreadable-run.js';
import { waitForVerdict } from './wait.js';

export interface PaymentCancellationsOptions {
  /** A Temporal client; bring its payload codec if the worker has one. */
  readonly client: Client;
  /** Where the payer goes for a cancellation id; without it nobody can say and `nextAction` stays null. */
  readonly payerLink?: (id: string) => string;
  readonly taskQueue?: string;
  /** Deadline of each call to Temporal, default 5 s. */
  readonly rpcTimeoutMs?: number;
  /** Who acts where a command names nobody, default `client`. */
  readonly actor?: string;
}

export interface StartOptions extends WaitOptions, TraceOptions {
  /** 1 to 255 characters; a repeat with the same key finds the same cancellation, even after its end. */
  readonly idempotencyKey?: string | undefined;
}

export interface CheckOptions extends WaitOptions, TraceOptions {}

export interface CancellationPage {
  readonly items: readonly CancellationResource[];
  /** Runs that belong on this page and cannot be read; left out where there are none. */
  readonly unreadable?: readonly UnreadableRun[] | undefined;
  readonly nextCursor: string | null;
}

/** What became of a message about a payment. */
export type Told =
  /** A run reads the payment now; `verdict` waits for its answer, null when it does not come in time. */
  | {
      readonly kind: 'woken';
      readonly cancellation: Cancellation;
      verdict(options: WaitOptions): Promise<Cancellation | null>;
    }
  /** Nothing is left to read: this is how the payment's cancellation ended. */
  | { readonly kind: 'ended'; readonly cancellation: Cancellation }
  /** The sender thought better of it. */
  | { readonly kind: 'withheld'; readonly cancellation: Cancellation }
  /** Nobody asked to cancel this payment, or the namespace has forgotten it. */
  | { readonly kind: 'unknown' };

type WokenRun = Extract<NewsDelivery, { readonly kind: 'woken' }>;

const STANDARD_VERDICT_WAIT_MS = 3_000;
/** One read of the provider within its budget of 20 s, and the way there. */
const STANDARD_CHECK_WAIT_MS = 25_000;
const STANDARD_RPC_TIMEOUT_MS = 5_000;

/**
 * Cancels payments durably, over Temporal. Everything but commands and the payer's link works while no worker is
 * alive. Throws `CancellationError` only.
 */
export class PaymentCancellations implements CancellationLibrary {
  readonly #context: CancellationContext;
  readonly #taskQueue: string;

  constructor(options: PaymentCancellationsOptions) {
    this.#taskQueue = options.taskQueue ?? TASK_QUEUE;
    this.#context = {
      runs: new Runs(options.client, options.rpcTimeoutMs ?? STANDARD_RPC_TIMEOUT_MS),
      payerLink: options.payerLink ?? null,
      actor: options.actor ?? 'client',
    };
  }

  /**
   * Asks to cancel a payment, or finds the equal request that is there already (`created` tells which). Safe to
   * repeat after any error.
   *
   * @param request.paymentId in the provider's canonical form: two spellings would be two payments
   * @param options.waitMs waits that long for the first answer of the provider, default not at all
   * @throws {CancellationError} `invalid_request`, `terms_conflict`, `idempotency_key_reused`, `temporal_unavailable`,
   *   `namespace_not_prepared`, `aborted`
   */
  async start(request: CancellationRequestBody, options: StartOptions = {}): Promise<Cancellation> {
    const terms = requireTerms(request, options.idempotencyKey);
    const { run, created } = await startCancellation(this.#context.runs, {
      payment: paymentOf(request),
      terms,
      idempotencyKey: options.idempotencyKey ?? null,
      correlationId: givenRequestId(options.requestId),
      taskQueue: this.#taskQueue,
    });
    const cancellation = await Cancellation.of(this.#context, run, created);
    if ((options.waitMs ?? 0) > 0) await cancellation.firstStep(options);
    return cancellation;
  }

  /**
   * Dry run: what a start with the same request would probably meet. Reads the payment once, sends nothing, promises
   * nothing; needs a worker.
   *
   * @param options.waitMs for the answer, default 25 s
   * @throws {CancellationError} `invalid_request`, `worker_unavailable`, `temporal_unavailable`, `aborted`
   */
  async check(request: CancellationRequestBody, options: CheckOptions = {}): Promise<CancellationCheck> {
    requireTerms(request);
    const { waitMs = STANDARD_CHECK_WAIT_MS, signal, requestId } = options;
    return checkPayment(this.#context.runs, {
      payment: paymentOf(request),
      taskQueue: this.#taskQueue,
      correlationId: givenRequestId(requestId),
      limit: { waitMs, signal },
    });
  }

  /**
   * What the provider says of a payment now: the read of a dry run, with the provider's own words. Sends nothing;
   * needs a worker.
   *
   * @throws {CancellationError} `worker_unavailable`, `temporal_unavailable`, `aborted`
   */
  read(payment: PaymentRef, { waitMs = STANDARD_CHECK_WAIT_MS, signal }: WaitOptions = {}): Promise<PaymentSight> {
    const limit = { waitMs, signal };
    return readPayment(this.#context.runs, { payment, taskQueue: this.#taskQueue, correlationId: null, limit });
  }

  /** The cancellation of this id. @throws {CancellationError} `not_found`, `cancellation_unreadable`, `temporal_unavailable` */
  async get(id: string): Promise<Cancellation> {
    const ref = readCancellationId(id);
    const run = ref === null ? null : await this.#context.runs.current(ref);
    if (run === null) throw new CancellationError('not_found', 'There is no such cancellation.');
    return Cancellation.of(this.#context, run);
  }

  /** The latest request to cancel this payment, or null. @throws {CancellationError} `temporal_unavailable` */
  async latest(payment: PaymentRef): Promise<Cancellation | null> {
    const run = await this.#context.runs.latest(cancelWorkflowId(payment));
    return run === null ? null : Cancellation.of(this.#context, run);
  }

  /**
   * What is known of this payment by now: its latest request, or what late news made of that; null where nobody asked,
   * or the namespace has forgotten.
   *
   * @throws {CancellationError} `temporal_unavailable`
   */
  async lastWord(payment: PaymentRef): Promise<Cancellation | null> {
    const asked = await this.latest(payment);
    if (asked !== null) return (await asked.superseding().then(unlessSilent)) ?? asked;
    const observed = await this.#context.runs.latest(lateNewsWorkflowId(payment));
    return observed === null ? null : unlessSilent(await Cancellation.of(this.#context, observed));
  }

  /** One page of the payments whose cancellation ended within a time. @throws {CancellationError} `invalid_cursor`, `temporal_unavailable` */
  ended(filter: EndedFilter): Promise<EndedPayments> {
    return endedPayments(this.#context.runs, filter);
  }

  /** One page: open ones first, then the latest closed; eventually consistent. @throws {CancellationError} `invalid_cursor`, `temporal_unavailable` */
  async list(filter: ListFilter = {}): Promise<CancellationPage> {
    const { runs, unreadable, nextCursor } = await listRuns(this.#context.runs, filter);
    const items = runs.map((listed) => resourceFrom(this.#context, { ...listed, created: false }));
    return { items, nextCursor, ...(unreadable.length === 0 ? {} : { unreadable }) };
  }

  /**
   * Tells that the payer came back from the bank. Durable once it returns. Call it only for a return whose state you
   * have verified: it causes a read, never an outcome.
   *
   * @param message the signal, or what to send in view of the payment's latest cancellation (null: nothing)
   * @param options.requestId of the return, for the logs of the run that late news begin
   * @throws {CancellationError} `temporal_unavailable`
   */
  payerReturned(
    payment: PaymentRef,
    message: PayerReturnedSignal | ((latest: Cancellation) => PayerReturnedSignal | null),
    options: TraceOptions = {},
  ): Promise<Told> {
    const signalFor = typeof message === 'function' ? message : () => message;
    return this.#tell(payment, options, (latest) => {
      const signal = signalFor(latest);
      return signal === null ? null : { message: PAYER_RETURNED, signal };
    });
  }

  /** Tells that the provider sent an authentic notification; otherwise as `payerReturned`. */
  providerNotified(payment: PaymentRef, signal: ProviderNotifiedSignal, options: TraceOptions = {}): Promise<Told> {
    return this.#tell(payment, options, () => ({ message: PROVIDER_NOTIFIED, signal }));
  }

  async #tell(payment: PaymentRef, { requestId }: TraceOptions, newsFor: (latest: Cancellation) => News | null): Promise<Told> {
    const { runs } = this.#context;
    const run = await runs.latest(cancelWorkflowId(payment));
    if (run === null) return { kind: 'unknown' };
    const cancellation = await Cancellation.of(this.#context, run);
    const news = newsFor(cancellation);
    if (news === null) return { kind: 'withheld', cancellation };
    const options = { taskQueue: this.#taskQueue, correlationId: givenRequestId(requestId) };
    const delivery = await deliverNews(runs, run, news, options);
    if (delivery.kind === 'ended') {
      return { kind: 'ended', cancellation: await Cancellation.of(this.#context, delivery.run) };
    }
    return { kind: 'woken', cancellation, verdict: (options) => this.#verdict(delivery, news.message, options) };
  }

  async #verdict({ watched, seen }: WokenRun, message: string, options: WaitOptions): Promise<Cancellation | null> {
    const { runs } = this.#context;
    const { waitMs = STANDARD_VERDICT_WAIT_MS, signal } = options;
    const events = await waitForVerdict(runs.client, watched, message, { waitMs, signal });
    if (events === null) return null;
    const run = seen === null ? await runs.latest(watched.workflowId) : await runs.after(seen, events);
    return run === null ? null : Cancellation.of(this.#context, run);
  }
}

/** An observing run that found nothing new has no word of its own. */
function unlessSilent(observed: Cancellation | null): Cancellation | null {
  if (observed === null) return null;
  const { outcome, problem } = observed.resource;
  return observed.closed && outcome === null && problem === null ? null : observed;
}
