import type { CancellationRef } from '../contracts/cancellation-id.js';
import { givenRequestId } from '../contracts/correlation.js';
import { FRESH_PAYER_LINK, RECHECK, RESOLVE, STOP } from '../contracts/messages.js';
import type { PayerLinkView } from '../contracts/messages.js';
import type { Outcome } from '../contracts/outcome.js';
import type { PaymentRef } from '../contracts/payment.js';
import { isEnd, resourceOf, statusOfRun } from '../contracts/resource.js';
import type { CancellationResource, NextAction } from '../contracts/resource.js';
import type { CancellationTerms } from '../contracts/run.js';
import { readDetails, readPayerLink, sendCommand } from './commands.js';
import type { CommandMessage } from './commands.js';
import { readEnding } from './ending.js';
import type { Ending } from './ending.js';
import { CancellationError } from './errors.js';
import type { CancellationHandle, Resolution } from './library.js';
import { supersedingRun } from './payer-news.js';
import { replayEvent } from './replay-event.js';
import { afterResult } from './run-snapshot.js';
import type { RunSnapshot } from './run-snapshot.js';
import type { Runs } from './runs.js';
import { waitForChange, withinLimit } from './wait.js';
import type { WaitLimit } from './wait.js';

/** What every cancellation of one `PaymentCancellations` shares. */
export interface CancellationContext {
  readonly runs: Runs;
  readonly payerLink: ((id: string) => string) | null;
  /** Who acts where a command names nobody. */
  readonly actor: string;
}

export interface WaitOptions {
  /** Milliseconds to wait at most. */
  readonly waitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TraceOptions {
  /**
   * Id of the caller's own request, 1 to 64 of `A-Za-z0-9._-`: the `requestId` in all logs about what the call begins.
   * Over HTTP it goes as `X-Request-Id`. Anything else counts as none.
   */
  readonly requestId?: string | undefined;
}

export interface CommandOptions {
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
}

/** Longest single slice of an unlimited wait. */
const LONG_WAIT_MS = 600_000;

/**
 * One request to cancel a payment. Holds what was seen last; every method looks again.
 *
 * Every method throws `CancellationError` only: `temporal_unavailable` when Temporal cannot be reached in time,
 * `not_found` once the namespace has forgotten the run, `cancellation_unreadable` where it cannot be read here.
 */
export class Cancellation implements CancellationHandle {
  readonly #context: CancellationContext;
  readonly #created: boolean;
  #run: RunSnapshot;
  #resource: CancellationResource;

  private constructor(context: CancellationContext, seen: { run: RunSnapshot; created: boolean; resource: CancellationResource }) {
    this.#context = context;
    this.#created = seen.created;
    this.#run = seen.run;
    this.#resource = seen.resource;
  }

  /** A cancellation as a look at its run shows it. */
  static async of(context: CancellationContext, run: RunSnapshot, created = false): Promise<Cancellation> {
    const ending = await context.runs.ending(run);
    return new Cancellation(context, { run, created, resource: resourceFrom(context, { run, ending, created }) });
  }

  get id(): string {
    return this.#resource.id;
  }

  /** False where `start` found an equal request that was there already. */
  get created(): boolean {
    return this.#created;
  }

  /** As it was seen last. */
  get resource(): CancellationResource {
    return this.#resource;
  }

  get payment(): PaymentRef {
    return this.#run.memo.payment;
  }

  /** What was asked for, in canonical form. */
  get terms(): CancellationTerms {
    return this.#run.memo.terms;
  }

  get closed(): boolean {
    return this.#run.execution !== 'open';
  }

  /** Looks again. */
  async status(): Promise<CancellationResource> {
    return this.#see(await this.#look());
  }

  /** Waits until status, rounds or end differ from what was seen last; gives back what is true when the wait ends. */
  async changed({ waitMs = LONG_WAIT_MS, signal }: WaitOptions = {}): Promise<CancellationResource> {
    const { status, rounds } = this.#resource;
    return this.#waitUntil((run) => statusOfRun({ ...run, end: null }) !== status || run.published.rounds !== rounds, { waitMs, signal });
  }

  /** Waits until the provider has answered for the first time, or the wait is over. */
  async firstStep({ waitMs = LONG_WAIT_MS, signal }: WaitOptions = {}): Promise<CancellationResource> {
    return this.#waitUntil(({ published: { status } }) => status !== 'requested' && !isEnd(status), { waitMs, signal });
  }

  /** What to do now, null for nothing: waits for the first answer of the provider. */
  async nextAction(options: WaitOptions = {}): Promise<NextAction | null> {
    return (await this.firstStep(options)).nextAction;
  }

  /**
   * The outcome, however long it takes; never throws for a business outcome.
   *
   * @throws {CancellationError} `timeout` after `waitMs`, `aborted`, `no_outcome` where the run ended without one
   */
  async result({ waitMs = Number.POSITIVE_INFINITY, signal }: WaitOptions = {}): Promise<Outcome> {
    const end = Date.now() + waitMs;
    while (!this.closed) {
      const left = end - Date.now();
      if (left <= 0) throw new CancellationError('timeout', 'The outcome did not come in time.');
      await this.#waitForEnd({ waitMs: Math.min(left, LONG_WAIT_MS), signal });
    }
    const { outcome, problem } = this.#resource;
    if (outcome !== null) return outcome;
    throw new CancellationError('no_outcome', `The run ended without an outcome (${problem?.code ?? 'nothing new'}).`);
  }

  /** Asks for a fresh payer's link; the address the payer has stays the same. */
  freshPayerLink(options: CommandOptions = {}): Promise<CancellationResource> {
    return this.#command({ name: FRESH_PAYER_LINK, command: this.#commandOf(options) });
  }

  /** Reads the payment at the provider now. */
  recheck(options: CommandOptions = {}): Promise<CancellationResource> {
    return this.#command({ name: RECHECK, command: this.#commandOf(options) });
  }

  /** Stops waiting: one last read, then a truthful outcome. */
  stop(options: CommandOptions = {}): Promise<CancellationResource> {
    return this.#command({ name: STOP, command: this.#commandOf(options) });
  }

  /** Decides what only a person can, in `needs_review`; every kind but `cancelled`. */
  resolve({ kind, reason, actor = this.#context.actor }: Resolution): Promise<CancellationResource> {
    return this.#command({ name: RESOLVE, command: { kind, reason, actor } });
  }

  /** Sends the latest event to the order service again, as `replayEvent` says. */
  async replayEvent({ requestId }: TraceOptions = {}): Promise<CancellationResource> {
    const run = await this.#look();
    await replayEvent(this.#context.runs, run, givenRequestId(requestId));
    return this.#see(run);
  }

  /** The payer's current link, sealed by the worker; needs a worker. */
  sealedPayerLink(): Promise<PayerLinkView> {
    return readPayerLink(this.#context.runs, this.#run);
  }

  /** What an open run waits for, until when and what to do, as the Temporal UI shows it (Markdown); needs a worker. */
  details(): Promise<string> {
    return readDetails(this.#context.runs, this.#run);
  }

  /** What late news made of this ended cancellation: the one that supersedes it, or null. */
  async superseding(): Promise<Cancellation | null> {
    const run = this.closed ? await supersedingRun(this.#context.runs, this.#run) : null;
    return run === null ? null : Cancellation.of(this.#context, run);
  }

  #commandOf({ actor = this.#context.actor, reason }: CommandOptions): { actor: string; reason?: string } {
    return reason === undefined ? { actor } : { actor, reason };
  }

  async #command(message: CommandMessage): Promise<CancellationResource> {
    await sendCommand(this.#context.runs, this.#ref, message);
    return this.status();
  }

  get #ref(): CancellationRef {
    const { workflowId, firstRunId } = this.#run;
    return { workflowId, firstRunId };
  }

  async #waitUntil(isIt: (run: RunSnapshot) => boolean, { waitMs, signal }: WaitLimit): Promise<CancellationResource> {
    const { runs } = this.#context;
    const end = Date.now() + waitMs;
    let run = this.#run;
    while (run.execution === 'open' && !isIt(run)) {
      const limit = { waitMs: end - Date.now(), signal };
      const events = await waitForChange(runs.client, { ...run, since: run.historyLength }, limit);
      if (events === null) break;
      run = known(await runs.after(run, events));
    }
    return this.#see(run);
  }

  /** One call that returns with the run's own result, where the run keeps its place. */
  async #waitForEnd(limit: WaitLimit): Promise<void> {
    const { client } = this.#context.runs;
    const ending = await withinLimit(client, limit, () => readEnding(client, this.#run));
    if (ending === null) return;
    if (ending.result === null || ending.end.kind === 'broken') await this.#see(await this.#look());
    else this.#show(afterResult(this.#run, ending.result), ending);
  }

  async #look(): Promise<RunSnapshot> {
    return known(await this.#context.runs.current(this.#ref));
  }

  async #see(run: RunSnapshot): Promise<CancellationResource> {
    return this.#show(run, await this.#context.runs.ending(run));
  }

  #show(run: RunSnapshot, ending: Ending | null): CancellationResource {
    this.#run = run;
    this.#resource = resourceFrom(this.#context, { run, ending, created: this.#created });
    return this.#resource;
  }
}

interface Sight {
  readonly run: RunSnapshot;
  /** Null while the run is open. */
  readonly ending: Ending | null;
  readonly created: boolean;
}

/** The resource of a run at one look. */
export function resourceFrom({ payerLink }: CancellationContext, { run, ending, created }: Sight): CancellationResource {
  return resourceOf({ ...run, end: ending?.end ?? null }, { created, now: new Date(), payerLink });
}

function known(run: RunSnapshot | null): RunSnapshot {
  if (run === null) throw new CancellationError('not_found', 'The namespace has forgotten this cancellation.');
  return run;
}
