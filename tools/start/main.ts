import { NamespaceError } from '../../platform/prepare-namespace.js';
import { SettingsError } from '../../platform/setting-source.js';
import { assertPortsFree } from '../ports.js';
import { projectRoot } from '../project-root.js';
import type { HeldLock } from '../setup/lock.mjs';
import { say, SetupError } from '../setup/step.mjs';
import { checkConfiguredServer } from '../temporal/configured-server.js';
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
let stateFile: HeldLock | null = null;
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
  const devServer = await provideTemporal(plan);
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const parts = partServices(plan, process.env).map((definition) => createService(definition, { print }));
  const temporal = devServer === null ? [] : [createService(devServerService(devServer, process.env), { print, onPid: (pid) => void devServer.held.addChild(pid) })];
  services = [...parts, ...temporal];
  stateFile = devServer?.held ?? null;
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

async function provideTemporal(plan: StartPlan): Promise<PreparedDevServer | null> {
  if (plan.configuredTemporal === null) return await prepareDevServer(process.env, plan.ports);
  await assertPortsFree(plan.ports);
  await checkConfiguredServer(process.env);
  say(`Temporal: the configured server at ${plan.configuredTemporal}`);
  return null;
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
  await stateFile?.release();
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const forPeople = [SetupError, SettingsError, NamespaceError].some((kind) => error instanceof kind);
  return forPeople ? error.message : (error.stack ?? error.message);
}
