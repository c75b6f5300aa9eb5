import type { TemporalClient } from '../client/index.js';
import { CANCEL_WORKFLOW, EVENTS_TASK_QUEUE, TASK_QUEUE } from '../contracts/names.js';
import type { CancellationStatus } from '../contracts/run.js';

/** What Temporal knows of all cancellations together, whether or not a worker is alive. */
export interface TemporalStanding {
  /** By status. */
  readonly openRuns: Readonly<Record<string, number>>;
  readonly stalledRuns: number;
  /** By task queue. */
  readonly pollers: Readonly<Record<string, number>>;
}

export const OPEN_STATUSES = ['requested', 'awaiting_payer', 'verifying', 'awaiting_provider', 'needs_review'] as const satisfies readonly CancellationStatus[];

const ANSWER_WITHIN_MS = 2_000;
/** Below the usual interval of one Prometheus, so that several do not ask several times. */
const TRUE_FOR_MS = 10_000;
/** The first answer of a provider is there, or in review, long before. */
const STALLED_AFTER_MS = 10 * 60_000;
/** A long poll of a living worker returns after about one minute. */
const POLLED_WITHIN_MS = 2 * 60_000;

/** Asks Temporal at most every 10 s, whoever wants to know. */
export class StandingReader {
  readonly #temporal: Pick<TemporalClient, 'client'>;
  readonly #now: () => Date;
  #latest: { readonly askedAt: number; readonly standing: Promise<TemporalStanding | null> } | null = null;

  constructor(temporal: Pick<TemporalClient, 'client'>, now: () => Date) {
    this.#temporal = temporal;
    this.#now = now;
  }

  /** Eventually consistent, like visibility itself. Null when Temporal does not answer within 2 s; never throws. */
  read(): Promise<TemporalStanding | null> {
    const now = this.#now().getTime();
    if (this.#latest === null || now - this.#latest.askedAt >= TRUE_FOR_MS) {
      this.#latest = { askedAt: now, standing: this.#ask().catch(() => null) };
    }
    return this.#latest.standing;
  }

  async #ask(): Promise<TemporalStanding> {
    const { client } = this.#temporal;
    return client.withDeadline(Date.now() + ANSWER_WITHIN_MS, async () => {
      const [openRuns, stalledRuns, pollers] = await Promise.all([
        recordOf(OPEN_STATUSES, (status) => this.#count(`CancellationStatus = '${status}'`)),
        this.#count(`CancellationStatus = 'requested' AND StartTime < '${this.#before(STALLED_AFTER_MS).toISOString()}'`),
        recordOf([TASK_QUEUE, EVENTS_TASK_QUEUE], (queue) => this.#countPollers(queue)),
      ]);
      return { openRuns, stalledRuns, pollers };
    });
  }

  async #count(condition: string): Promise<number> {
    const query = `WorkflowType = '${CANCEL_WORKFLOW}' AND ExecutionStatus = 'Running' AND ${condition}`;
    return (await this.#temporal.client.workflow.count(query)).count;
  }

  async #countPollers(queue: string): Promise<number> {
    const { client } = this.#temporal;
    const { namespace } = client.options;
    const { pollers } = await client.workflowService.describeTaskQueue({ namespace, taskQueue: { name: queue }, taskQueueType: WORKFLOW_TASKS });
    const since = this.#before(POLLED_WITHIN_MS).getTime();
    return (pollers ?? []).filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 >= since).length;
  }

  #before(ms: number): Date {
    return new Date(this.#now().getTime() - ms);
  }
}

async function recordOf(keys: readonly string[], valueOf: (key: string) => Promise<number>): Promise<Record<string, number>> {
  return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await valueOf(key)] as const)));
}

/** `TASK_QUEUE_TYPE_WORKFLOW` of Temporal's API. */
const WORKFLOW_TASKS = 1;
