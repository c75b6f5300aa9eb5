import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.js';
import type { Collection, Store } from './store.js';

interface Job {
  readonly kind: string;
  /** Virtual time, milliseconds since the epoch. */
  readonly dueAt: number;
  readonly data: unknown;
}

export type JobHandler = (data: unknown) => void;

const LONGEST_TIMER_MS = 2_147_483_647;

/** Things that happen later by the virtual clock. They are documents, so they also happen after a restart. */
export class Jobs {
  readonly #handlers = new Map<string, JobHandler>();
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #jobs: Collection<Job>;
  #timer: NodeJS.Timeout | null = null;
  #started = false;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#jobs = store.collection<Job>('jobs');
    clock.onAdvance(() => this.#run());
  }

  /** Names what a kind of job does. Every kind is named before `start`. */
  on(kind: string, handler: JobHandler): void {
    this.#handlers.set(kind, handler);
  }

  schedule(kind: string, afterMs: number, data: unknown): void {
    this.#put(randomUUID(), kind, afterMs, data);
  }

  /** The same, unless a job with this key waits already: that one stands as it is. */
  scheduleOnce(key: string, kind: string, afterMs: number, data: unknown): void {
    if (this.#jobs.get(key) === undefined) this.#put(key, kind, afterMs, data);
  }

  /** Runs what came due while no process was there, then keeps watch. */
  start(): void {
    this.#started = true;
    this.#run();
  }

  stop(): void {
    this.#started = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #put(key: string, kind: string, afterMs: number, data: unknown): void {
    const job: Job = { kind, dueAt: this.#clock.now().getTime() + afterMs, data };
    this.#store.save(this.#jobs.put(key, job));
    this.#arm();
  }

  #run(): void {
    if (!this.#started) return;
    const now = this.#clock.now().getTime();
    const due = this.#jobs.entries().filter(([, job]) => job.dueAt <= now);
    for (const [key, job] of due.sort(([, one], [, other]) => one.dueAt - other.dueAt)) {
      this.#store.save(this.#jobs.remove(key));
      this.#handlers.get(job.kind)?.(job.data);
    }
    this.#arm();
  }

  #arm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const next = Math.min(...this.#jobs.values().map((job) => job.dueAt));
    if (!this.#started || next === Infinity) return;
    const wait = Math.min(Math.max(next - this.#clock.now().getTime(), 0), LONGEST_TIMER_MS);
    this.#timer = setTimeout(() => this.#run(), wait);
    this.#timer.unref();
  }
}
