import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../tools/ports.js';
import { projectRoot } from '../tools/project-root.js';
import { untilReady } from '../tools/ready.js';
import { simulatedPowens } from '../tools/start/simulated-providers.js';
import { devServerArguments, untilServing } from '../tools/temporal/dev-server.js';
import { findTemporalBinary } from '../tools/temporal/find-binary.js';

/** The real processes under measurement, each on its own, with the durability of production. */
export interface Bench {
  readonly temporalAddress: string;
  readonly simulatorUrl: string;
  readonly apiUrl: string;
  readonly powensUrl: string;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;

/** Starts a dev server on a fresh file, the simulator, the worker, the API and the skeleton's worker. */
export async function startBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'countermand-bench-'));
  const [temporal, simulator, worker, api] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const children: ChildProcess[] = [];
  const { path } = await findTemporalBinary(process.env);
  const server = spawn(path, devServerArguments({ port: temporal, uiPort: null, databaseFile: join(folder, 'temporal.db') }), {
    stdio: 'ignore',
  });
  children.push(server);
  await untilServing(temporal, () => server.exitCode !== null);

  const simulatorUrl = `http://127.0.0.1:${simulator}`;
  const apiUrl = `http://127.0.0.1:${api}`;
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    APP_ENV: 'development',
    LOG_LEVEL: 'warn',
    TEMPORAL_ADDRESS: `127.0.0.1:${temporal}`,
    SIMULATOR_PORT: String(simulator),
    SIMULATOR_LEDGER: join(folder, 'ledger.jsonl'),
    WORKER_PORT: String(worker),
    API_PORT: String(api),
    SECRET_KEYS: `bench:${Buffer.alloc(32, 1).toString('base64')}`,
    ...simulatedPowens(simulatorUrl),
  };
  const start = (entry: string): ChildProcess => {
    const child = spawn(process.execPath, [join(projectRoot, 'dist', entry)], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    children.push(child);
    return child;
  };
  const parts = [
    { url: simulatorUrl, child: start('simulator/main.js') },
    { url: `http://127.0.0.1:${worker}`, child: start('worker/main.js') },
    { url: apiUrl, child: start('api/main.js') },
  ];
  start('bench/skeleton/main.js');
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  for (const { url, child } of parts) {
    if (await untilReady(url, () => child.exitCode !== null, READY_WITHIN_MS)) continue;
    await stop();
    throw new Error(`${url} did not become ready`);
  }
  return { temporalAddress: env.TEMPORAL_ADDRESS, simulatorUrl, apiUrl, powensUrl: `${simulatorUrl}/powens/2.0`, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(patience);
}
