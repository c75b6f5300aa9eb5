import type { WorkerVersion } from '../../platform/worker-version.js';
import type { Session } from '../session.js';

/** What workers ask for: `temporal.api.enums.v1.TaskQueueType`. */
export const WORKFLOW_TASKS = { type: 1, name: 'workflow tasks' } as const;
export const ACTIVITIES = { type: 2, name: 'activities' } as const;
export type TaskKind = typeof WORKFLOW_TASKS | typeof ACTIVITIES;

/** `temporal.api.enums.v1.WorkerVersioningMode`. */
const VERSIONED = 2;

/** Somebody who asks for tasks; the server shows it for five minutes after its last request. */
export interface Poller {
  /** Null: it takes what has no version. */
  readonly version: WorkerVersion | null;
  readonly silentMs: number;
}

/** What the server says of one kind of tasks on one queue. */
export interface QueueSight {
  readonly kind: TaskKind;
  readonly pollers: readonly Poller[];
  /** The build that new work goes to; null: workers without a version. */
  readonly current: WorkerVersion | null;
  /** Tasks that wait for a worker, about. */
  readonly waiting: number;
}

/** Looks at a queue without changing anything; safe to repeat. A queue nobody has heard of has no pollers and no tasks. */
export async function lookAtQueue({ connection, temporal: { namespace } }: Session, queue: string, kind: TaskKind): Promise<QueueSight> {
  const seen = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: queue },
    taskQueueType: kind.type,
    reportStats: true,
  });
  const pollers = (seen.pollers ?? []).map(({ lastAccessTime, deploymentOptions }) => ({
    silentMs: Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000,
    version: deploymentOptions?.workerVersioningMode === VERSIONED ? versionOf(deploymentOptions) : null,
  }));
  return {
    kind,
    pollers,
    current: versionOf(seen.versioningInfo?.currentDeploymentVersion),
    waiting: Number(seen.stats?.approximateBacklogCount ?? 0),
  };
}

/** Those that new work goes to. */
export function takersOf({ pollers, current }: QueueSight): readonly Poller[] {
  return pollers.filter(({ version }) => version?.deploymentName === current?.deploymentName && version?.buildId === current?.buildId);
}

function versionOf(named: { readonly deploymentName?: string | null; readonly buildId?: string | null } | null | undefined): WorkerVersion | null {
  const { deploymentName, buildId } = named ?? {};
  return deploymentName && buildId ? { deploymentName, buildId } : null;
}
