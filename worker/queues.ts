import { parseArgs } from 'node:util';
import { AsyncCompletionClient } from '@temporalio/client';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { createCheckActivities } from '../activities/check-payment.js';
import { askedElsewhere } from '../activities/ask-elsewhere.js';
import { createActivities } from '../activities/create-activities.js';
import { createEventActivities } from '../activities/deliver-event.js';
import type { CheckActivities } from '../contracts/check.js';
import { EVENTS_TASK_QUEUE, providerTaskQueue, TASK_QUEUE } from '../contracts/names.js';
import type { RegisteredProvider } from '../contracts/provider.js';
import type { CancellationActivities } from '../contracts/run.js';
import type { ProviderQueue } from '../platform/provider-queues.js';
import type { WorkerSettings } from '../platform/settings.js';
import type { WorkerVersion } from '../platform/worker-version.js';
import { workflowBundle } from './bundle-location.js';
import { measuredDeliveries, measuringSinks } from './measured.js';
import type { WorkerMetrics } from './metrics.js';
import { workerDataConverter } from './data-converter.js';
import { createDeliveryDependencies, createStepDependencies } from './dependencies.js';
import { labelAttempts } from './label-attempts.js';
import { logAttempts } from './log-attempts.js';

/** A queue to poll, and what is done there. */
export type Queue =
  | { readonly name: typeof TASK_QUEUE; readonly work: 'runs' }
  | { readonly name: typeof EVENTS_TASK_QUEUE; readonly work: 'events' }
  | { readonly name: string; readonly work: 'provider'; readonly attemptsPerSecond: number };

/** Longer than an activity's start-to-close (25 s), shorter than the container's grace (60 s): none is lost. */
const GRACE = '30 seconds';
/** An activity that ignores the grace must not keep the process. */
const FORCE = '45 seconds';
/**
 * How long a run waits for the worker that knew it last before any other takes it: after a crash, and at times after a
 * deploy, a payer's way and an operator's command take that much longer. The SDK's 10 s are more than they wait.
 */
const STICKY = '2 seconds';

/**
 * The queues named by `--queues a,b`, or all of them: the two that every deployment has, and those of `PROVIDER_QUEUES`.
 * @throws {RangeError} naming what there is
 */
export function queuesFrom(argv: readonly string[], providerQueues: readonly ProviderQueue[]): readonly Queue[] {
  const all: readonly Queue[] = [
    { name: TASK_QUEUE, work: 'runs' },
    { name: EVENTS_TASK_QUEUE, work: 'events' },
    ...providerQueues.map(({ provider, attemptsPerSecond }) => ({ name: providerTaskQueue(provider), work: 'provider', attemptsPerSecond }) as const),
  ];
  const choices = all.map(({ name }) => name).join(',');
  const given = argumentOf(argv, choices);
  if (given === undefined) return all;
  const names = given.split(',').map((name) => name.trim());
  return [...new Set(names)].map((name) => {
    const queue = all.find((known) => known.name === name);
    if (queue === undefined) throw new RangeError(`--queues holds "${name}": use one or more of ${choices}`);
    return queue;
  });
}

function argumentOf(argv: readonly string[], choices: string): string | undefined {
  try {
    return parseArgs({ args: [...argv], options: { queues: { type: 'string' } } }).values.queues;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('.')[0] : String(error);
    throw new RangeError(`${reason}. There is --queues ${choices}`, { cause: error });
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
    taskQueue: queue.name,
    ...(await shareOf(queue)),
    activities: activitiesOf(queue, settings, providers, completion, metrics),
    sinks: measuringSinks(metrics),
    interceptors: { activity: [labelAttempts, logAttempts] },
    shutdownGraceTime: GRACE,
    shutdownForceTime: FORCE,
    stickyQueueScheduleToStartTimeout: STICKY,
    ...versioning(settings.version),
  });
}

/** A provider's queue holds no tasks of runs; its rate is one for all workers of a queue, and the server keeps it. */
async function shareOf(queue: Queue): Promise<Pick<WorkerOptions, 'workflowBundle' | 'maxTaskQueueActivitiesPerSecond'>> {
  if (queue.work === 'provider') return { maxTaskQueueActivitiesPerSecond: queue.attemptsPerSecond };
  return { workflowBundle: await workflowBundle() };
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
  switch (queue.work) {
    case 'runs':
      return { ...askedElsewhere(providerActivities(), (provider) => settings.providerQueues.some((own) => own.provider === provider)) };
    case 'provider':
      return { ...providerActivities() };
    case 'events': {
      const dependencies = createDeliveryDependencies(settings);
      return { ...measuredDeliveries(createEventActivities(dependencies), metrics, dependencies.now) };
    }
  }

  function providerActivities(): CancellationActivities & CheckActivities {
    const dependencies = createStepDependencies(settings, providers, completion, metrics);
    return { ...createActivities(dependencies), ...createCheckActivities(dependencies) };
  }
}
