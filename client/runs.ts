import type { Client } from '@temporalio/client';
import type { CancellationRef } from '../contracts/cancellation-id.js';
import { readEnding } from './ending.js';
import type { Ending } from './ending.js';
import type { HistoryEvent } from './history-event.js';
import { afterEvents, readDescription } from './run-snapshot.js';
import type { DescribedRun, RunSnapshot } from './run-snapshot.js';
import { failureToRead, isNotFound, meaningOf } from './temporal-error.js';

/** Continue-as-new comes after thousands of events, resets come by hand: a longer chain is a loop. */
const LONGEST_CHAIN = 100;

/** Reads runs from Temporal: each call with its own deadline, each failure with its meaning. */
export class Runs {
  readonly client: Client;
  readonly rpcTimeoutMs: number;

  constructor(client: Client, rpcTimeoutMs: number) {
    this.client = client;
    this.rpcTimeoutMs = rpcTimeoutMs;
  }

  /** @throws {CancellationError} `temporal_unavailable` after the deadline, and whatever else the failure means */
  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.client.withDeadline(Date.now() + this.rpcTimeoutMs, work);
    } catch (error) {
      throw meaningOf(error);
    }
  }

  /** The latest run of a workflow id, or null where there is none. @throws {CancellationError} `cancellation_unreadable` */
  latest(workflowId: string): Promise<RunSnapshot | null> {
    return this.#describe(workflowId, undefined).then((seen) => seen?.snapshot ?? null);
  }

  /** The run that now stands for a request: the last one of its chain of resets and continuations. */
  async current(ref: CancellationRef): Promise<RunSnapshot | null> {
    const latest = await this.latest(ref.workflowId);
    if (latest === null || latest.firstRunId === ref.firstRunId) return latest;
    let seen = await this.#describe(ref.workflowId, ref.firstRunId);
    for (let hops = 0; seen !== null && hops < LONGEST_CHAIN; hops += 1) {
      const next = await this.#successor(seen);
      if (next === null) return seen.snapshot;
      seen = await this.#describe(ref.workflowId, next);
    }
    return null;
  }

  /** The same run after these events, asking again only where another run has taken its place. */
  after(run: RunSnapshot, events: readonly HistoryEvent[]): Promise<RunSnapshot | null> {
    const seen = afterEvents(run, events);
    const stays = seen.execution === 'open' || seen.execution === 'completed';
    return stays ? Promise.resolve(seen) : this.current(run);
  }

  /** How a closed run ended. Waits for nothing; an open run has none. */
  ending(run: RunSnapshot): Promise<Ending | null> {
    return run.execution === 'open' ? Promise.resolve(null) : this.call(() => readEnding(this.client, run));
  }

  async #describe(workflowId: string, runId: string | undefined): Promise<DescribedRun | null> {
    try {
      const described = await this.client.withDeadline(Date.now() + this.rpcTimeoutMs, () =>
        this.client.workflow.getHandle(workflowId, runId).describe(),
      );
      return readDescription(described);
    } catch (error) {
      if (isNotFound(error)) return null;
      throw meaningOf(failureToRead(error));
    }
  }

  async #successor({ snapshot, resetRunId }: DescribedRun): Promise<string | null> {
    if (resetRunId !== null) return resetRunId;
    const ending = snapshot.execution === 'continuedAsNew' ? await this.ending(snapshot) : null;
    return ending?.continuedBy ?? null;
  }
}
