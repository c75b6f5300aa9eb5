import { randomUUID } from 'node:crypto';
import { sendDelivery, type AttemptResult } from './send-delivery.js';
import type { Interference, Interferences } from './interference.js';
import type { Jobs } from './jobs.js';
import type { Collection, Store } from './store.js';

/** How a provider goes on after a delivery failed. */
export interface RetryPolicy {
  readonly timeoutMs: number;
  readonly accepts: (status: number) => boolean;
  readonly retry: FlusherRetry | ScheduledRetry;
}

/** All waiting deliveries of an address are tried one after the other, in a run that comes round regularly. */
export interface FlusherRetry {
  readonly kind: 'flusher';
  readonly periodMs: number;
  /** A run ends after so many failures in a row … */
  readonly failuresEndRun: number;
  /** … or so many timeouts. */
  readonly timeoutsEndRun: number;
}

/** Every delivery is tried again by itself, after each of these delays, then given up. */
export interface ScheduledRetry {
  readonly kind: 'schedule';
  readonly delaysMs: readonly number[];
}

export interface DeliveryOrder {
  readonly provider: string;
  readonly payment: string | null;
  /** `webhook`: sent by the provider. `callback`: a copy of a payer's return, sent without a browser. */
  readonly channel: 'webhook' | 'callback';
  /** What it tells, for people who read the list. */
  readonly event: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

export interface Delivery extends Omit<DeliveryOrder, 'body'> {
  readonly id: string;
  readonly bodyBase64: string | null;
  readonly state: 'waiting' | 'held' | 'delivered' | 'dropped' | 'givenUp';
  readonly attemptCount: number;
  /** The latest ones. */
  readonly attempts: readonly AttemptResult[];
}

const RUN = 'deliveries.run';
const RETRY = 'deliveries.retry';
const SEND = 'deliveries.send';
const KEPT_ATTEMPTS = 10;
const DISORDER_HOLD_MS = 5_000;

/** Outgoing webhooks and copied callbacks: durable, retried, and open to interference. */
export class Deliveries {
  readonly #policies = new Map<string, RetryPolicy>();
  readonly #stopping = new AbortController();
  readonly #inFlight = new Map<string, Promise<AttemptResult>>();
  readonly #store: Store;
  readonly #jobs: Jobs;
  readonly #interferences: Interferences;
  readonly #deliveries: Collection<Delivery>;

  constructor(store: Store, jobs: Jobs, interferences: Interferences) {
    this.#store = store;
    this.#jobs = jobs;
    this.#interferences = interferences;
    this.#deliveries = store.collection<Delivery>('deliveries');
    jobs.on(SEND, (data) => this.#release(String(data)));
    jobs.on(RUN, (data) => void this.#run(String(data)));
    jobs.on(RETRY, (data) => void this.#tryAgain(String(data)));
  }

  /** Names how a provider's webhooks are retried; without a policy nothing is. */
  retryBy(provider: string, policy: RetryPolicy): void {
    this.#policies.set(provider, policy);
  }

  list(): readonly Delivery[] {
    return this.#deliveries.values();
  }

  /** Sends, or does with it what the interference in force for this payment says. */
  send(order: DeliveryOrder): void {
    const interference = this.#interferences.of(order.channel, order.provider, order.payment);
    if (interference.drop) {
      this.#keep(order, 'dropped');
      return;
    }
    for (let copy = 0; copy < interference.copies; copy += 1) this.#dispatch(order, interference);
  }

  /** Sends now, whatever interference is in force. */
  sendUndisturbed(order: DeliveryOrder): void {
    this.#release(this.#keep(order, 'held').id);
  }

  /** Tries every waiting delivery again at once; resolves when all were tried. */
  async flush(): Promise<void> {
    const urls = new Set(this.#waiting().map((delivery) => delivery.url));
    await Promise.all([...urls].map((url) => this.#run(url)));
  }

  /** Takes up what an earlier process left unsent. */
  start(): void {
    for (const delivery of this.#waiting()) this.#retryLater(delivery);
  }

  /** Cuts off what is on its way; the next process sends it again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.idle();
  }

  /** Resolves when nothing is on its way. */
  async idle(): Promise<void> {
    await Promise.all(this.#inFlight.values());
  }

  #dispatch(order: DeliveryOrder, interference: Interference): void {
    const held = this.#deliveries
      .values()
      .filter((one) => one.state === 'held' && one.payment === order.payment && one.provider === order.provider);
    const delivery = this.#keep(order, 'held');
    if (interference.disorder && held.length === 0) {
      this.#jobs.schedule(SEND, interference.delayMs || DISORDER_HOLD_MS, delivery.id);
      return;
    }
    if (interference.delayMs > 0) {
      this.#jobs.schedule(SEND, interference.delayMs, delivery.id);
      return;
    }
    this.#release(delivery.id);
    // The younger one overtook: now the older may go.
    if (interference.disorder) void this.idle().then(() => held.forEach((one) => this.#release(one.id)));
  }

  #release(id: string): void {
    const delivery = this.#deliveries.get(id);
    if (delivery?.state !== 'held') return;
    const released: Delivery = { ...delivery, state: 'waiting' };
    this.#update(released);
    void this.#attempt(released);
  }

  async #tryAgain(id: string): Promise<void> {
    const delivery = this.#deliveries.get(id);
    if (delivery?.state === 'waiting') await this.#attempt(delivery);
  }

  async #run(url: string): Promise<void> {
    let failures = 0;
    let timeouts = 0;
    for (const delivery of this.#waiting().filter((one) => one.url === url)) {
      if (this.#inFlight.has(delivery.id)) continue;
      const result = await this.#attempt(delivery);
      failures = result.accepted ? 0 : failures + 1;
      timeouts += result.timedOut ? 1 : 0;
      const retry = this.#policies.get(delivery.provider)?.retry;
      if (retry?.kind === 'flusher' && (failures >= retry.failuresEndRun || timeouts >= retry.timeoutsEndRun)) return;
    }
  }

  async #attempt(delivery: Delivery): Promise<AttemptResult> {
    const sending = sendDelivery(delivery, this.#policies.get(delivery.provider), this.#stopping.signal);
    this.#inFlight.set(delivery.id, sending);
    const result = await sending;
    this.#inFlight.delete(delivery.id);
    // Cut off by our own end: it waits for the next process.
    if (this.#stopping.signal.aborted) return result;
    const attempted: Delivery = {
      ...delivery,
      state: result.accepted ? 'delivered' : 'waiting',
      attemptCount: delivery.attemptCount + 1,
      attempts: [...delivery.attempts, result].slice(-KEPT_ATTEMPTS),
    };
    this.#update(attempted);
    if (!result.accepted) this.#retryLater(attempted);
    return result;
  }

  #retryLater(delivery: Delivery): void {
    const retry = delivery.channel === 'webhook' ? this.#policies.get(delivery.provider)?.retry : undefined;
    if (retry?.kind === 'flusher') {
      this.#jobs.scheduleOnce(`${RUN}/${delivery.url}`, RUN, retry.periodMs, delivery.url);
      return;
    }
    const delayMs = retry?.delaysMs[delivery.attemptCount - 1];
    if (delayMs === undefined) this.#update({ ...delivery, state: 'givenUp' });
    else this.#jobs.scheduleOnce(`${RETRY}/${delivery.id}`, RETRY, delayMs, delivery.id);
  }

  #keep(order: DeliveryOrder, state: Delivery['state']): Delivery {
    const { body, ...rest } = order;
    const delivery: Delivery = {
      ...rest,
      id: randomUUID(),
      bodyBase64: body === null ? null : body.toString('base64'),
      state,
      attemptCount: 0,
      attempts: [],
    };
    this.#update(delivery);
    return delivery;
  }

  #update(delivery: Delivery): void {
    this.#store.save(this.#deliveries.put(delivery.id, delivery));
  }

  #waiting(): readonly Delivery[] {
    return this.#deliveries.values().filter((delivery) => delivery.state === 'waiting');
  }
}
