import type { Outcome } from '../../contracts/outcome.js';
import { isEnd } from '../../contracts/resource.js';
import type { CancellationResource, NextAction } from '../../contracts/resource.js';
import type { CommandOptions, TraceOptions, WaitOptions } from '../cancellation.js';
import { CancellationError } from '../errors.js';
import type { CancellationHandle, Resolution } from '../library.js';
import type { Exchange } from './exchange.js';
import { readResource } from './read-answer.js';

/** Longest wait the API grants to one call. */
export const LONGEST_POLL_MS = 25_000;
const LONG_WAIT_MS = 600_000;

/** A cancellation as the API tells it, and the entity tag of that telling (null where it came with none). */
export interface Seen {
  readonly resource: CancellationResource;
  readonly entityTag: string | null;
}

/** One request to cancel a payment, over HTTP; its methods are `CancellationHandle`'s. Throws `CancellationError` only. */
export class HttpCancellation implements CancellationHandle {
  readonly #exchange: Exchange;
  readonly #created: boolean;
  #seen: Seen;

  constructor(exchange: Exchange, seen: Seen, created: boolean) {
    this.#exchange = exchange;
    this.#created = created;
    this.#seen = seen;
  }

  get id(): string {
    return this.#seen.resource.id;
  }

  get created(): boolean {
    return this.#created;
  }

  get resource(): CancellationResource {
    return { ...this.#seen.resource, created: this.#created };
  }

  get closed(): boolean {
    const { status, problem } = this.#seen.resource;
    return problem !== null || isEnd(status);
  }

  async status(): Promise<CancellationResource> {
    await this.#look(0, undefined);
    return this.resource;
  }

  async changed({ waitMs = LONG_WAIT_MS, signal }: WaitOptions = {}): Promise<CancellationResource> {
    const { status, rounds } = this.#seen.resource;
    return this.#waitUntil((resource) => resource.status !== status || resource.rounds !== rounds, waitMs, signal);
  }

  async firstStep({ waitMs = LONG_WAIT_MS, signal }: WaitOptions = {}): Promise<CancellationResource> {
    return this.#waitUntil(({ status }) => status !== 'requested', waitMs, signal);
  }

  async nextAction(options: WaitOptions = {}): Promise<NextAction | null> {
    return (await this.firstStep(options)).nextAction;
  }

  async result({ waitMs = Number.POSITIVE_INFINITY, signal }: WaitOptions = {}): Promise<Outcome> {
    await this.#waitUntil(() => false, waitMs, signal);
    if (!this.closed) throw new CancellationError('timeout', 'The outcome did not come in time.');
    const { outcome, problem } = this.#seen.resource;
    if (outcome !== null) return outcome;
    throw new CancellationError('no_outcome', `The run ended without an outcome (${problem?.code ?? 'nothing new'}).`);
  }

  freshPayerLink(): Promise<CancellationResource> {
    return this.#command('payer-link', {});
  }

  recheck(): Promise<CancellationResource> {
    return this.#command('recheck', {});
  }

  /** @param options.reason why; the actor is the token's name */
  stop({ reason }: CommandOptions = {}): Promise<CancellationResource> {
    return this.#command('stop', reason === undefined ? {} : { reason });
  }

  resolve({ kind, reason }: Resolution): Promise<CancellationResource> {
    return this.#command('resolve', { kind, reason });
  }

  replayEvent({ requestId }: TraceOptions = {}): Promise<CancellationResource> {
    return this.#command('events/replay', {}, requestId);
  }

  async #command(name: string, body: object, requestId?: string): Promise<CancellationResource> {
    const answer = await this.#exchange.send({ method: 'POST', path: `${pathOf(this.id)}/${name}`, body, requestId });
    this.#seen = { resource: readResource(answer.body), entityTag: null };
    return this.resource;
  }

  async #waitUntil(
    isIt: (resource: CancellationResource) => boolean,
    waitMs: number,
    signal: AbortSignal | undefined,
  ): Promise<CancellationResource> {
    const end = Date.now() + waitMs;
    const isOver = (): boolean => this.closed || isIt(this.#seen.resource);
    // Without a tag the API cannot tell whether what we hold is still true.
    if (!isOver() && this.#seen.entityTag === null && waitMs > 0) await this.#look(0, signal);
    while (!isOver()) {
      const left = Math.min(end - Date.now(), LONGEST_POLL_MS);
      if (left <= 0) break;
      await this.#look(left, signal);
    }
    return this.resource;
  }

  /** Waits at most that long for something new. */
  async #look(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    const { entityTag } = this.#seen;
    const timer = AbortSignal.timeout(Math.max(Math.ceil(waitMs), 1));
    const patience = signal === undefined ? timer : AbortSignal.any([timer, signal]);
    try {
      const answer = await this.#exchange.send({
        method: 'GET',
        path: `${pathOf(this.id)}${waitMs > 0 ? `?wait=${Math.ceil(waitMs / 1_000)}` : ''}`,
        headers: entityTag === null ? {} : { 'if-none-match': entityTag },
        waitMs,
        signal: waitMs > 0 ? patience : signal,
      });
      if (answer.status !== 304) this.#seen = { resource: readResource(answer.body), entityTag: answer.entityTag };
    } catch (error) {
      const ownTimer = waitMs > 0 && timer.aborted && signal?.aborted !== true;
      if (!(ownTimer && error instanceof CancellationError && error.code === 'aborted')) throw error;
    }
  }
}

/** The address of a cancellation; whatever an id holds, it stays one step of the path. */
export function pathOf(id: string): string {
  return `/v1/cancellations/${encodeURIComponent(id)}`;
}
