import { parseArgs } from 'node:util';
import { AsyncCompletionClient } from '@temporalio/client';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { createCheckActivities } from '../activities/check-payment.js';
import { createActivities } from '../activities/create-activities.js';
import { createEventActivities } from '../activities/deliver-event.js';
import { EVENTS_TASK_QUEUE, TASK_QUEUE } from '../contracts/names.js';
import type { RegisteredProvider } from '../contracts/provider.js';
import type { WorkerSettings } from '../platform/settings.js';
import type { WorkerVersion } from '../platform/worker-version.js';
import { workflowBundle } from './bundle-location.js';
import { measuredDeliveries, measuringSinks } from './measured.js';
import type { WorkerMetrics } from './metrics.js';
import { workerDataConverter } from './data-converter.js';
import { createDeliveryDependencies, createStepDependencies } from './dependencies.js';
import { logAttempts } from './log-attempts.js';

export const QUEUES = [TASK_QUEUE, EVENTS_TASK_QUEUE] as const;
export type Queue = (typeof QUEUES)[number];

/** Longer than an activity's start-to-close (25 s), shorter than the container's grace (60 s): none is lost. */
const GRACE = '30 seconds';
/** An activity that ignores the grace must not keep the process. */
const FORCE = '45 seconds';

/**
 * The queues named by `--queues a,b`, or all of them.
 * @throws {RangeError} naming what there is
 */
export function queuesFrom(argv: readonly string[]): readonly Queue[] {
  const given = argumentOf(argv);
  if (given === undefined) return QUEUES;
  const names = given.split(',').map((name) => name.trim());
  return [...new Set(names)].map((name) => {
    const queue = QUEUES.find((known) => known === name);
    if (queue === undefined) throw new RangeError(`--queues holds "${name}": use one or more of ${QUEUES.join(',')}`);
    return queue;
  });
}

function argumentOf(argv: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...argv], options: { queues: { type: 'string' } } }).values.queues;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('.')[0] : String(error);
    throw new RangeError(`${reason}. There is --queues ${QUEUES.join(',')}`, { cause: error });
  }
}

/** A worker for one queue; it polls once `run()` is called. */
export async function createWorker(
  queue: Queue,
  settings: WorkerSettings,
  providers: readonly RegisteredProvider[],
  metrics: WorkerMetrics,
  { connection, namespace }: { readonly connection: NativeConnection; readonly namespace: string },
): Promise<Worker> {
  const dataConverter = workerDataConverter(settings);
  const completion = new AsyncCompletionClient({ connection, namespace, dataConverter });
  return Worker.create({
    connection,
    namespace,
    dataConverter,
    taskQueue: queue,
    workflowBundle: await workflowBundle(),
    activities: activitiesOf(queue, settings, providers, completion, metrics),
    sinks: measuringSinks(metrics),
    interceptors: { activity: [logAttempts] },
    shutdownGraceTime: GRACE,
    shutdownForceTime: FORCE,
    ...versioning(settings.version),
  });
}

/**
 * An open run goes on with the current build: one may wait for weeks, and a build that had to stay until its last
 * run has ended would keep its faults that long. So every build must replay the histories of those before it
 * (test/replay); a change of the order of commands is guarded with `patched`.
 */
function versioning(version: WorkerVersion | null): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (version === null) return {};
  return { workerDeploymentOptions: { useWorkerVersioning: true, version, defaultVersioningBehavior: 'AUTO_UPGRADE' } };
}

function activitiesOf(
  queue: Queue,
  settings: WorkerSettings,
  providers: readonly RegisteredProvider[],
  completion: AsyncCompletionClient,
  metrics: WorkerMetrics,
): NonNullable<WorkerOptions['activities']> {
  switch (queue) {
    case TASK_QUEUE: {
      const dependencies = createStepDependencies(settings, providers, completion, metrics);
      return { ...createActivities(dependencies), ...createCheckActivities(dependencies) };
    }
    case EVENTS_TASK_QUEUE: {
      const dependencies = createDeliveryDependencies(settings);
      return { ...measuredDeliveries(createEventActivities(dependencies), metrics, dependencies.now) };
    }
  }
}
