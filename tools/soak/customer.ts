import { setTimeout as pause } from 'node:timers/promises';
import { type CancellationHandle, CancellationError, type CancellationLibrary, type CancellationResource } from '../../client/http/index.js';
import type { Book } from './book.js';
import type { CustomerPlan } from './customer-plan.js';
import type { Finding, Tally } from './findings.js';
import { patiently } from './patience.js';
import type { SimulatedProviders } from './simulated-providers.js';

/** What everybody in a run shares. */
export interface Scene {
  readonly apiUrl: string;
  readonly library: CancellationLibrary;
  readonly providers: SimulatedProviders;
  readonly book: Book;
  /** Every link that payers were given. */
  readonly links: Set<string>;
  readonly tally: Tally;
  readonly found: (finding: Finding) => void;
  readonly signal: AbortSignal;
}

const START_WITHIN_MS = 180_000;
/** Then the order service turns to the next customer; what it left is judged at the end all the same. */
const WATCHED_MS = 120_000;
const LOOKS_IN_REVIEW = 5;
const LOOK_MS = 2_000;
const REASON = 'looked at by the soak test';

/** One customer's cancellation from the payment to its outcome: order service, payer and operator. */
export async function serveCustomer(plan: CustomerPlan, scene: Scene): Promise<void> {
  const { provider, scenario } = plan;
  const paymentId = await scene.providers.createPayment(provider, scenario);
  scene.book.open({ provider, scenario, paymentId });
  scene.tally.count('payments', provider);
  const customer = new Customer(plan, paymentId, scene);
  const first = await customer.ask(plan.request.copies);
  if (first === null) return;
  const resource = await customer.follow(first);
  if (plan.payer.approvesLate) await customer.approveLate(resource);
  const again = plan.request.again && first.closed ? await customer.ask(1) : null;
  if (again !== null) await customer.follow(again);
}

class Customer {
  readonly #plan: CustomerPlan;
  readonly #paymentId: string;
  readonly #scene: Scene;
  #looks = 0;
  #looksInReview = 0;
  #visits = 0;

  constructor(plan: CustomerPlan, paymentId: string, scene: Scene) {
    this.#plan = plan;
    this.#paymentId = paymentId;
    this.#scene = scene;
  }

  /** Asks to cancel, as often as it takes to be answered; equal requests at once where the plan says so. */
  async ask(copies: number): Promise<CancellationHandle | null> {
    const { provider, request } = this.#plan;
    const { idempotencyKey, waitMs, deadline, maxRounds } = request;
    const body = {
      provider,
      paymentId: this.#paymentId,
      ...(deadline === null ? {} : { deadline }),
      ...(maxRounds === null ? {} : { maxRounds }),
    };
    const options = { waitMs, signal: this.#scene.signal, ...(idempotencyKey === null ? {} : { idempotencyKey }) };
    const handles = await Promise.all(
      Array.from({ length: copies }, () => this.#tried(START_WITHIN_MS, () => this.#scene.library.start(body, options))),
    );
    for (const handle of handles) if (handle !== null) this.#scene.book.acknowledge(this.#paymentId, { id: handle.id, idempotencyKey });
    const answered = handles.filter((handle) => handle !== null);
    if (answered.length < copies) this.#report('LIVE', `a request was not taken within ${START_WITHIN_MS / 1000} s`, { body });
    return answered[0] ?? null;
  }

  /** Watches it until it has ended, or long enough, while payer and operator do what is planned. */
  async follow(handle: CancellationHandle): Promise<CancellationResource> {
    const untilMs = Date.now() + WATCHED_MS;
    while (!handle.closed && Date.now() < untilMs && this.#looksInReview < LOOKS_IN_REVIEW) {
      await this.#act(handle);
      const startedAt = Date.now();
      await this.#tried(WATCHED_MS, () => handle.changed({ waitMs: LOOK_MS, signal: this.#scene.signal }));
      this.#scene.book.saw(handle.resource);
      await pause(Math.max(0, startedAt + LOOK_MS / 4 - Date.now()), undefined, { signal: this.#scene.signal });
    }
    this.#scene.book.saw(handle.resource);
    return handle.resource;
  }

  /** The bank's page was still open in a tab. */
  async approveLate({ provider, outcome }: CancellationResource): Promise<void> {
    if (provider !== 'powens' || outcome === null || outcome.kind === 'cancelled') return;
    await this.#scene.providers.approveAtBank(this.#paymentId);
    this.#scene.tally.count('people', 'payer approved after the end');
  }

  async #act(handle: CancellationHandle): Promise<void> {
    const { operator, payer } = this.#plan;
    const { status, nextAction } = handle.resource;
    this.#looks += 1;
    if (nextAction !== null) this.#scene.links.add(nextAction.url);
    if (status === 'needs_review') this.#looksInReview += 1;
    if (this.#looks === operator.stopsAt) await this.#stop(handle);
    if (this.#looks === operator.rechecksAt) await this.#command('recheck', () => handle.recheck());
    if (this.#looks === operator.freshLinkAt) await this.#command('payer-link', () => handle.freshPayerLink());
    if (status === 'needs_review' && this.#looksInReview === operator.resolvesAt) {
      await this.#command('resolve', () => handle.resolve({ kind: 'notCancellable', reason: REASON }));
    }
    if (nextAction !== null && this.#visits < payer.visits) await this.#visit(nextAction.url);
  }

  async #stop(handle: CancellationHandle): Promise<void> {
    const { payer, provider } = this.#plan;
    const stopping = this.#command('stop', () => handle.stop({ reason: REASON }));
    const approving = payer.approvesAtStop && provider === 'powens' ? this.#scene.providers.approveAtBank(this.#paymentId) : null;
    await Promise.all([stopping, approving]);
  }

  async #visit(link: string): Promise<void> {
    this.#visits += 1;
    const windows = this.#plan.payer.doubleClick ? 2 : 1;
    const trails = await Promise.all(Array.from({ length: windows }, () => this.#scene.providers.visit(this.#paymentId, link)));
    for (const { method, address, status } of trails.flatMap(({ steps }) => steps)) {
      if (!address.startsWith(this.#scene.apiUrl)) continue;
      const page = `${method} /${new URL(address).pathname.split('/')[1] ?? ''}`;
      this.#scene.tally.count("payers' pages", `${page} ${status ?? 'none'}`);
      if (status !== null && status >= 500 && status !== 503) this.#report('ANSWERS', `a payer saw ${status} at ${page}`, null);
    }
  }

  /** A command may come too late: that is an answer. */
  async #command(name: string, work: () => Promise<CancellationResource>): Promise<void> {
    const resource = await this.#tried(WATCHED_MS, work);
    this.#scene.tally.count('people', `operator: ${name} ${resource === null ? 'came too late or was not answered' : 'taken'}`);
  }

  /** Null where it was refused, or not answered in time. */
  async #tried<Result>(withinMs: number, work: () => Promise<Result>): Promise<Result | null> {
    try {
      return await patiently(work, { untilMs: Date.now() + withinMs, signal: this.#scene.signal });
    } catch (error) {
      if (!(error instanceof CancellationError)) throw error;
      if (TOO_LATE.includes(error.code)) return null;
      this.#report(error.code === 'not_found' ? 'KEPT' : 'ANSWERS', `refused as ${error.code}`, { message: error.message });
      return null;
    }
  }

  #report(promise: Finding['promise'], what: string, evidence: unknown): void {
    this.#scene.found({ promise, what, scenario: this.#plan.scenario, about: [this.#paymentId], evidence });
  }
}

/** Refusals that are right where somebody else was faster. */
const TOO_LATE: readonly string[] = ['cancellation_closed', 'not_in_review', 'no_payer_awaited'];
