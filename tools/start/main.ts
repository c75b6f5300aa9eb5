import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { NamespaceError } from '../../platform/prepare-namespace.js';
import { requireCurrentServer } from '../../platform/server-version.js';
import { SettingsError } from '../../platform/setting-source.js';
import { readTemporalSettings } from '../../platform/temporal-settings.js';
import { assertPortsFree } from '../ports.js';
import { projectRoot } from '../project-root.js';
import { type HeldLock, tryLock } from '../setup/lock.mjs';
import { say, SetupError } from '../setup/step.mjs';
import { prepareDevServer, type PreparedDevServer } from '../temporal/prepare-dev-server.js';
import { banner } from './banner.js';
import { planStart, type StartPlan } from './plan.js';
import { createService, type Service } from './service.js';
import { devServerService, partServices } from './services.js';

/** `npm start`: Temporal, worker, API and simulator under one supervisor, until Ctrl-C. */
process.chdir(projectRoot);
/** npm passes a terminal's Ctrl-C on although we have it already. */
const REPEATED_BY_NPM_MS = 1_000;
/** In the order in which they stop. */
let services: readonly Service[] = [];
const locks: HeldLock[] = [];
let stopping: Promise<void> | null = null;
stopOnSignals();
try {
  await start();
} catch (error) {
  await stopAll();
  say(messageOf(error));
  process.exit(1);
}

async function start(): Promise<void> {
  const plan = planStart(process.env);
  const held = await claimCheckout();
  locks.push(held);
  await assertPortsFree(plan.ports);
  if (plan.configuredTemporal !== null) await checkConfiguredTemporal(plan.configuredTemporal);
  const devServer = plan.configuredTemporal === null ? await prepareDevServer(process.env) : null;
  if (devServer !== null) locks.push(devServer.held);
  const world = { print: (line: string) => void process.stdout.write(`${line}\n`), onPid: (pid: number) => void held.addChild(pid) };
  const parts = partServices(plan).map((definition) => createService(definition, world));
  const temporal = devServer === null ? [] : [createService(devServerService(devServer), { ...world, onPid: (pid) => void devServer.held.addChild(pid) })];
  services = [...parts, ...temporal];
  await Promise.all(temporal.map(startOrFail));
  await Promise.all(parts.map(startOrFail));
  if (stopping === null) await announce(plan, devServer);
}

async function startOrFail(service: Service): Promise<void> {
  if (await service.start()) return;
  if (stopping !== null) return;
  const lines = service.lastLines().map((line) => `  ${line}`).join('\n');
  throw new SetupError(`${service.name} could not start, so everything was stopped. Its last lines:\n${lines}`);
}

async function claimCheckout(): Promise<HeldLock> {
  const lock = await tryLock(join(projectRoot, '.data', 'start.lock'), 'running npm start');
  if ('held' in lock) return lock.held;
  throw new SetupError(`npm start is already running in this checkout (process ${lock.holder.pids[0]}). Use that one, or stop it first.`);
}

async function checkConfiguredTemporal(address: string): Promise<void> {
  const { connectionOptions } = readTemporalSettings(process.env);
  const connection = await Connection.connect({ ...connectionOptions, connectTimeout: 10_000 }).catch((error: unknown) => {
    throw new SetupError(`Temporal is configured at ${address} and does not answer (${error instanceof Error ? error.message : String(error)}). Start it, or unset TEMPORAL_ADDRESS (and TEMPORAL_PROFILE) to have one started here.`);
  });
  try {
    await requireCurrentServer(connection.workflowService);
  } finally {
    await connection.close();
  }
  say(`Temporal: the configured server at ${address}`);
}

async function announce(plan: StartPlan, devServer: PreparedDevServer | null): Promise<void> {
  const docs = await fetch(`${plan.apiUrl}/docs`).then((answer) => answer.ok, () => false);
  process.stdout.write(`${banner({ plan, devServer, docs })}\n`);
}

function stopOnSignals(): void {
  let firstAt = 0;
  const onSignal = (): void => {
    const now = Date.now();
    if (stopping === null) {
      firstAt = now;
      say('stopping; Ctrl-C again to stop at once');
      void stopAll().then(() => process.exit(0));
    } else if (now - firstAt > REPEATED_BY_NPM_MS) {
      for (const service of services) service.kill();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}

async function stopAll(): Promise<void> {
  stopping ??= stopInOrder();
  await stopping;
}

async function stopInOrder(): Promise<void> {
  for (const service of services) await service.stop();
  for (const lock of locks) await lock.release();
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const forPeople = [SetupError, SettingsError, NamespaceError].some((kind) => error instanceof kind);
  return forPeople ? error.message : (error.stack ?? error.message);
}
