import { fileURLToPath } from 'node:url';
import { AsyncCompletionClient } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { readTemporalSettings } from '../../platform/temporal-settings.js';
import { providerCalls } from '../provider-calls.js';
import { createSkeletonActivities } from './activities.js';
import { SKELETON_QUEUE } from './names.js';

Runtime.install({ logger: new DefaultLogger('WARN') });
const { connectionOptions, namespace } = readTemporalSettings(process.env);
const connection = await NativeConnection.connect(connectionOptions);
const powensUrl = process.env['POWENS_BASE_URL'] ?? '';
const calls = await patiently(() => providerCalls(powensUrl, `http://127.0.0.1:${process.env['API_PORT'] ?? ''}/callbacks/powens`));
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue: SKELETON_QUEUE,
  workflowsPath: fileURLToPath(new URL('./workflows.js', import.meta.url)),
  activities: { ...createSkeletonActivities(calls, new AsyncCompletionClient({ connection, namespace })) },
});
await worker.run();

async function patiently<T>(action: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
