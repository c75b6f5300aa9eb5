import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../ports.js';
import { untilReady } from '../ready.js';
import { SetupError } from '../setup/step.mjs';
import { planStart } from '../start/plan.js';
import { createService, type Service } from '../start/service.js';
import { devServerService, partServices } from '../start/services.js';
import { prepareDevServer } from '../temporal/prepare-dev-server.js';

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

/** Settings that somebody made for another stack. */
const FOREIGN = /^(TEMPORAL_(?!CLI_PATH)|POWENS_|SWEDBANKPAY_|SIMULATOR_|EVENTS_|API_|WORKER_|ACCOUNT|APP_ENV$|PUBLIC_URL$|SECRET_KEYS|PAYLOAD_ENCRYPTION$|COUNTERMAND_API_)/;
const PORTS = ['TEMPORAL_DEV_PORT', 'TEMPORAL_DEV_UI_PORT', 'API_PORT', 'WORKER_PORT', 'SIMULATOR_PORT'];

/**
 * A stack of its own, on free ports, that leaves nothing behind. Changes the environment of this process.
 * @throws {SetupError} when a part does not start, with its last lines
 */
export async function ownStage(env: NodeJS.ProcessEnv): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'countermand-demo-'));
  for (const name of Object.keys(env)) if (FOREIGN.test(name)) delete env[name];
  for (const name of PORTS) env[name] = String(await freePort());
  Object.assign(env, {
    TEMPORAL_DEV_DB: join(folder, 'temporal.db'),
    TEMPORAL_CONFIG_FILE: join(folder, 'none.toml'),
    SIMULATOR_LEDGER: join(folder, 'ledger.jsonl'),
  });
  const plan = planStart(env);
  const temporal = await prepareDevServer(env, plan.ports);
  let workerPid: number | null = null;
  const quiet = { print: () => undefined };
  const parts = partServices(plan).map((part) =>
    createService(part, part.name === 'worker' ? { ...quiet, onPid: (pid) => (workerPid = pid) } : quiet),
  );
  const server = createService(devServerService(temporal), { ...quiet, onPid: (pid) => void temporal.held.addChild(pid) });
  const stage: Stage = {
    apiUrl: plan.apiUrl,
    simulatorUrl: plan.simulatorUrl,
    token: undefined,
    crashWorker: () => {
      if (workerPid !== null) process.kill(workerPid, 'SIGKILL');
      return Promise.resolve();
    },
    close: async () => {
      for (const service of [...parts, server]) await service.stop();
      await temporal.held.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await startOrFail(server);
    await Promise.all(parts.map(startOrFail));
    return stage;
  } catch (error) {
    await stage.close();
    throw error;
  }
}

async function startOrFail(service: Service): Promise<void> {
  if (await service.start()) return;
  const lines = service.lastLines().map((line) => `  ${line}`).join('\n');
  throw new SetupError(`${service.name} could not start. Its last lines:\n${lines}`);
}
