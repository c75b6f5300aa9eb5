import { untilReady } from '../ready.js';
import { ownStack } from '../start/own-stack.js';

/** Where the demo plays. */
export interface Stage {
  readonly apiUrl: string;
  readonly simulatorUrl: string;
  /** The API's bearer token, where it wants one. */
  readonly token: string | undefined;
  /** Kills the worker; whoever started it starts it again. Null on a stage that is not ours to break. */
  readonly crashWorker: (() => Promise<void>) | null;
  close(): Promise<void>;
}

/** The stack that `npm start` has running here, or null where API or simulator do not answer. */
export async function runningStage(env: NodeJS.ProcessEnv): Promise<Stage | null> {
  const apiUrl = `http://127.0.0.1:${env['API_PORT'] || 3000}`;
  const simulatorUrl = `http://127.0.0.1:${env['SIMULATOR_PORT'] || 4010}`;
  const ready = await Promise.all([apiUrl, simulatorUrl].map((url) => untilReady(url, () => true, 0)));
  if (!ready.every((isReady) => isReady)) return null;
  return { apiUrl, simulatorUrl, token: env['COUNTERMAND_API_TOKEN'], crashWorker: null, close: () => Promise.resolve() };
}

/**
 * A stack of its own, on free ports, that leaves nothing behind.
 * @throws {SetupError} when a part does not start, with its last lines
 */
export async function ownStage(env: NodeJS.ProcessEnv): Promise<Stage> {
  const stack = await ownStack({ name: 'demo', env });
  return {
    apiUrl: stack.apiUrl,
    simulatorUrl: stack.simulatorUrl,
    token: undefined,
    crashWorker: async () => void (await stack.strike('worker', 'SIGKILL')),
    close: () => stack.close(),
  };
}
