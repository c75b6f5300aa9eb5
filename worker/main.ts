import type { NativeConnection, Worker } from '@temporalio/worker';
import { createLogger, type Logger } from '../platform/logging.js';
import { measureProcess } from '../platform/metrics.js';
import { NamespaceError } from '../platform/prepare-namespace.js';
import { readWorkerSettings, SettingsError, type WorkerSettings } from '../platform/settings.js';
import { readTemporalSettings } from '../platform/temporal-settings.js';
import { promotionCommand } from '../platform/worker-version.js';
import { providers } from '../providers/registry.js';
import { connectPatiently } from './connect.js';
import { serveHealth } from './health.js';
import { createWorkerMetrics, type WorkerMetrics } from './metrics.js';
import { createWorker, type Queue, queuesFrom } from './queues.js';
import { installRuntime } from './runtime.js';

/** Faults a person can mend from their message alone; anything else shows where it came from. */
const READABLE = [SettingsError, NamespaceError, RangeError];

await main().catch((error: unknown) => {
  const text = error instanceof Error && READABLE.some((kind) => error instanceof kind) ? error.message : describe(error);
  process.stderr.write(`countermand worker: ${text}\n`);
  process.exitCode = 1;
});

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(): Promise<void> {
  const settings = readWorkerSettings(process.env, providers);
  const queues = queuesFrom(process.argv.slice(2), settings.providerQueues);
  const temporal = readTemporalSettings(process.env);
  const logger = createLogger({ name: 'worker', level: settings.logLevel });
  const sdkMetrics = await installRuntime(logger, settings.logLevel);
  const metrics = createWorkerMetrics(providers.map(({ id }) => id));
  measureProcess(metrics.registry);

  const stop = new AbortController();
  // A supervisor may say it twice; only a person who presses Ctrl-C again means: do not wait for anything.
  process.on('SIGTERM', () => stop.abort());
  process.once('SIGINT', () => stop.abort());
  const workers: Worker[] = [];
  // Probes come from outside the container in production, from this machine in development.
  const host = settings.appEnv === 'production' ? '0.0.0.0' : '127.0.0.1';
  const health = await serveHealth(host, settings.workerPort, {
    ready: () => workers.length > 0 && workers.every((worker) => worker.getState() === 'RUNNING'),
    metrics: async () => `${await metrics.registry.metrics()}\n${await sdkMetrics.read()}`,
  });
  try {
    const connection = await connectPatiently(temporal, logger, stop.signal);
    if (connection === null) return;
    await runQueues({ queues, settings, metrics, connection, namespace: temporal.namespace, workers, logger, stop: stop.signal });
    await connection.close();
    logger.info('Stopped; nothing was left undone');
  } finally {
    await health.close();
  }
}

/** Runs until told to stop; one queue that breaks stops the others, so that the process ends and is seen. */
async function runQueues(run: {
  readonly queues: readonly Queue[];
  readonly settings: WorkerSettings;
  readonly metrics: WorkerMetrics;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workers: Worker[];
  readonly logger: Logger;
  readonly stop: AbortSignal;
}): Promise<void> {
  const { queues, settings, metrics, connection, namespace, workers, logger, stop } = run;
  for (const queue of queues) workers.push(await createWorker(queue, settings, providers, metrics, { connection, namespace }));
  const shutdown = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const running = workers.map((worker) => worker.run().finally(shutdown));
  logger.info({ queues: queues.map(({ name }) => name), namespace }, 'Polling for work');
  if (settings.version !== null) logger.info(settings.version, `Work comes once this build is current: ${promotionCommand(settings.version, namespace)}`);
  stop.addEventListener('abort', shutdown);
  if (stop.aborted) shutdown();
  await Promise.all(running);
}
