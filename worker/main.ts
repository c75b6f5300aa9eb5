import { AsyncCompletionClient } from '@temporalio/client';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities.js';
import { TASK_QUEUE } from '../contracts/names.js';
import { createLogger } from '../platform/logging.js';
import { NamespaceError } from '../platform/prepare-namespace.js';
import { readWorkerSettings, SettingsError, type WorkerSettings } from '../platform/settings.js';
import { readTemporalSettings, type TemporalSettings } from '../platform/temporal-settings.js';
import { providers } from '../providers/registry.js';
import { workflowSource } from './bundle-location.js';
import { connectPatiently } from './connect.js';
import { createDependencies } from './dependencies.js';
import { serveHealth } from './health.js';
import { installRuntime } from './runtime.js';

/** Longer than an activity's start-to-close (25 s), shorter than the container's grace (60 s): none is lost. */
const GRACE = '30 seconds';
/** An activity that ignores the grace must not keep the process. */
const FORCE = '45 seconds';

await main().catch((error: unknown) => {
  const readable = error instanceof SettingsError || error instanceof NamespaceError;
  process.stderr.write(`countermand worker: ${readable ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const settings = readWorkerSettings(process.env, providers);
  const temporal = readTemporalSettings(process.env);
  const logger = createLogger({ name: 'worker', level: settings.logLevel });
  installRuntime(logger, settings.logLevel);

  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  let worker: Worker | null = null;
  // Probes come from outside the container in production, from this machine in development.
  const host = settings.appEnv === 'production' ? '0.0.0.0' : '127.0.0.1';
  const health = await serveHealth(host, settings.workerPort, {
    ready: () => worker?.getState() === 'RUNNING',
  });
  try {
    const connection = await connectPatiently(temporal, logger, stop.signal);
    if (connection === null) return;
    worker = await createWorker(settings, temporal, connection);
    const running = worker.run();
    logger.info({ taskQueue: TASK_QUEUE, namespace: temporal.namespace }, 'Polling for work');
    stop.signal.addEventListener('abort', () => worker?.shutdown());
    if (stop.signal.aborted) worker.shutdown();
    await running;
    await connection.close();
    logger.info({}, 'Stopped; nothing was left undone');
  } finally {
    await health.close();
  }
}

function createWorker(
  settings: WorkerSettings,
  { namespace }: TemporalSettings,
  connection: NativeConnection,
): Promise<Worker> {
  const completion = new AsyncCompletionClient({ connection, namespace });
  return Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    ...workflowSource(),
    activities: { ...createActivities(createDependencies(settings, providers, completion)) },
    shutdownGraceTime: GRACE,
    shutdownForceTime: FORCE,
  });
}
