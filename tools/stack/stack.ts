import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../project-root.js';
import { say, SetupError } from '../setup/step.mjs';
import { createService, type Service } from '../start/service.js';
import { type LocalService, localService } from './local-service.js';
import { NOT_RUN } from './not-run.js';
import { gatherPrograms } from './programs.js';
import { createRunFolder, type RunFolder } from './run-folder.js';

/** The services of docker-compose.yml, running on this machine without containers. */
export interface LocalStack {
  readonly run: RunFolder;
  /** In the order in which they were started. */
  readonly services: readonly RunningService[];
  /** Stops everything, last started first, and removes what the run has left. Safe to repeat. */
  stop(): Promise<void>;
}

export interface RunningService {
  readonly name: string;
  /** Null for a job that has run once. */
  readonly healthCheck: readonly string[] | null;
  /** Runs the health check as a container engine would; true when it succeeds. */
  isHealthy(): Promise<boolean>;
  /** Resolves when it is healthy; it is started again by itself when it ends. */
  untilHealthy(): Promise<void>;
  /** What it printed last. */
  lastLines(): readonly string[];
  /** Ends its program without a last word. */
  killProgram(): void;
  stop(): Promise<void>;
}

const HEALTHY_WITHIN_MS = 120_000;
const LOOK_AGAIN_MS = 250;
const HEALTH_CHECK_WITHIN_MS = 5_000;
const LAST_LINES = 40;

/**
 * Brings up what `docker compose --env-file ops/compose/simulator.env up` would: each service once what it depends on is
 * healthy or done.
 * @param signal gives up between two services
 * @throws SetupError with the last lines of a service that fails; everything is stopped then
 */
export async function startStack(env: NodeJS.ProcessEnv, print: (line: string) => void, signal: AbortSignal): Promise<LocalStack> {
  const run = await createRunFolder(env);
  const started: RunningService[] = [];
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    for (const service of [...started].reverse()) await service.stop();
    run.remove();
  };
  const stack: LocalStack = { run, services: started, stop: async () => await (stopping ??= stop()) };
  try {
    await gatherPrograms(run.programs, env);
    await runJob({ name: 'secrets', command: ['sh', join(projectRoot, 'ops', 'compose', 'make-secrets.sh'), run.secrets], cwd: projectRoot, env }, print);
    for (const name of inOrder(run)) {
      if (signal.aborted) throw new SetupError('stopped before everything was up');
      const reason = NOT_RUN[name];
      if (reason === undefined) started.push(await bringUp(await localService(run, name, env), print));
      else say(`${name} is not run: ${reason}`);
    }
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

/** Every service after those it depends on. */
function inOrder({ model }: RunFolder): string[] {
  const ordered: string[] = [];
  const add = (name: string): void => {
    if (ordered.includes(name)) return;
    Object.keys(model.services[name]?.depends_on ?? {}).forEach(add);
    ordered.push(name);
  };
  Object.keys(model.services).forEach(add);
  return ordered;
}

async function bringUp(service: LocalService, print: (line: string) => void): Promise<RunningService> {
  const { name, healthCheck } = service;
  const startedAt = Date.now();
  if (healthCheck === null) {
    await runJob(service, print);
    say(`${name} is done (${seconds(startedAt)})`);
    return { name, healthCheck, isHealthy: async () => await Promise.resolve(true), untilHealthy: async () => {}, lastLines: () => [], killProgram: () => {}, stop: async () => {} };
  }
  const running = keepRunning(service, healthCheck, print);
  await running.start();
  say(`${name} is healthy (${seconds(startedAt)})`);
  return running;
}

function keepRunning(service: LocalService, healthCheck: readonly string[], print: (line: string) => void): RunningService & { start(): Promise<void> } {
  const { name, graceMs, env } = service;
  let program: number | null = null;
  const isHealthy = async (): Promise<boolean> => (await runToEnd(healthCheck, service, () => {}, HEALTH_CHECK_WITHIN_MS)) === 0;
  const supervised: Service = createService(
    {
      name, graceMs, env,
      cwd: service.cwd,
      nodeArguments: [join(projectRoot, 'tools', 'leash', 'wrap.mjs'), ...service.command],
      untilReady: async (hasEnded) => await until(isHealthy, hasEnded),
    },
    { print, onPid: (pid) => (program = pid) },
  );
  return {
    name, healthCheck, isHealthy,
    start: async () => {
      if (!(await supervised.start())) throw new SetupError(`${name} did not become healthy. Its last lines:\n${supervised.lastLines().map((line) => `  ${line}`).join('\n')}`);
    },
    untilHealthy: async () => {
      if (!(await until(isHealthy, () => false))) throw new SetupError(`${name} did not become healthy again`);
    },
    lastLines: () => supervised.lastLines(),
    killProgram: () => {
      if (program !== null) process.kill(program, 'SIGKILL');
    },
    stop: async () => void (await supervised.stop()),
  };
}

async function until(isHealthy: () => Promise<boolean>, hasEnded: () => boolean): Promise<boolean> {
  const giveUpAt = Date.now() + HEALTHY_WITHIN_MS;
  while (!(await isHealthy())) {
    if (hasEnded() || Date.now() > giveUpAt) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return true;
}

type Job = Pick<LocalService, 'name' | 'command' | 'cwd' | 'env'>;

async function runJob(job: Job, print: (line: string) => void): Promise<void> {
  const lines: string[] = [];
  const onText = (text: string): void => {
    lines.push(text);
    print(`${job.name} | ${text.trimEnd()}`);
  };
  const code = await runToEnd(job.command, job, onText, HEALTHY_WITHIN_MS);
  if (code !== 0) throw new SetupError(`${job.name} failed (exit ${code}):\n${lines.slice(-LAST_LINES).join('')}`);
}

async function runToEnd([command = '', ...args]: readonly string[], { cwd, env }: Pick<Job, 'cwd' | 'env'>, onText: (text: string) => void, withinMs: number): Promise<number> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: withinMs, killSignal: 'SIGKILL' });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onText);
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
