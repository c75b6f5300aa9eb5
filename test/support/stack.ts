import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, inject } from 'vitest';
import { projectRoot } from '../../tools/project-root.js';
import { freePort } from '../../tools/ports.js';
import { untilReady } from '../../tools/ready.js';
import { ensureBuilt } from '../../tools/setup/setup.mjs';
import type { Variables } from '../../tools/start/simulated-providers.js';
import { jsonClient, type JsonClient } from './json-client.js';
import { startEntry, type LeashedProcess } from './leashed-process.js';
import { freshNamespace } from './namespace.js';
import { inheritedVariables, type Part, settingsOf, urlsOf } from './stack-settings.js';
import '../setup/provided.js';

export type { Part } from './stack-settings.js';

/** The three processes of the project, built, each on its own, in a namespace of their own. */
export interface Stack {
  readonly namespace: string;
  readonly temporalAddress: string;
  readonly urls: Readonly<Record<Part, string>>;
  /** Countermand's HTTP API. */
  readonly api: JsonClient;
  readonly simulator: JsonClient;
  /** Every variable the processes were given, secrets included. */
  readonly env: Variables;
  /** Ends one part and waits until it is gone. SIGKILL gives it no last word. */
  kill(part: Part, signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts a part again, on the same port and with the same settings (or some changed), and waits until it is ready. */
  restart(part: Part, changed?: Variables): Promise<void>;
  /** Starts one more process of a part beside the first, on a port of its own, and waits until it is ready. */
  another(part: Part, other: Another): Promise<AnotherProcess>;
  /** Sends a signal without waiting, e.g. SIGSTOP and SIGCONT. */
  signal(part: Part, signal: NodeJS.Signals): void;
  /** What a part has printed, over all its starts. */
  output(part: Part): string;
  /** What was started by `another`. */
  readonly others: readonly LeashedProcess[];
  /** Stops everything; done at the end of the test file for those who forget. Safe to repeat. */
  stop(): Promise<void>;
}

/** How one more process differs from the first. */
export interface Another {
  /** For the output of a failed test. */
  readonly name: string;
  readonly env?: Variables;
  readonly args?: readonly string[];
  /** Folder of another build. Default: dist/. */
  readonly build?: string;
}

export interface AnotherProcess extends LeashedProcess {
  /** Where it answers. */
  readonly url: string;
}

export interface StackOptions {
  /** Default: one nobody else uses. */
  readonly namespace?: string;
  /** Default: the server of the test run. */
  readonly temporalAddress?: string;
  /** Variables of design section 9, for all parts. */
  readonly env?: Variables;
  /** Default: all three. The others can be started later with `restart`. */
  readonly parts?: readonly Part[];
}

const PARTS: readonly Part[] = ['simulator', 'worker', 'api'];
const READY_WITHIN_MS = 90_000;
const PORT_VARIABLES: Readonly<Record<Part, string>> = { simulator: 'SIMULATOR_PORT', worker: 'WORKER_PORT', api: 'API_PORT' };
const LAST_CHARACTERS = 6_000;

const running = new Set<Stack>();

afterEach(({ task }) => {
  if (task.result?.state === 'fail') for (const stack of running) printOutput(stack);
});

afterAll(async () => {
  for (const stack of running) await stack.stop();
});

/** Starts the project's processes as a user would run them, with short waits, and resolves when all are ready. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  await ensureBuilt(projectRoot);
  const temporalAddress = options.temporalAddress ?? inject('temporal').address;
  const namespace = options.namespace ?? (await freshNamespace(temporalAddress));
  const folder = mkdtempSync(join(tmpdir(), 'countermand-stack-'));
  const ports = { simulator: await freePort(), worker: await freePort(), api: await freePort() };
  const urls = urlsOf(ports);
  const env = { ...settingsOf({ temporalAddress, namespace, ports, urls, folder }), ...options.env };
  const processes = new Map<Part, LeashedProcess[]>(PARTS.map((part) => [part, []]));
  const others: LeashedProcess[] = [];

  const stack: Stack = {
    namespace, temporalAddress, urls, env, others,
    api: jsonClient(urls.api),
    simulator: jsonClient(urls.simulator),
    kill: async (part, signal = 'SIGKILL') => await current(part)?.kill(signal),
    restart: async (part, changed = {}) => await start(part, { ...env, ...changed }),
    another: async (part, other) => await startAnother(part, other),
    signal: (part, signal) => current(part)?.signal(signal),
    output: (part) => starts(part).map((process) => process.output()).join(''),
    stop: async () => {
      running.delete(stack);
      await Promise.all([...others.map(async (other) => await other.kill('SIGTERM')), ...PARTS.map(async (part) => await stack.kill(part, 'SIGTERM'))]);
      rmSync(folder, { recursive: true, force: true });
    },
  };

  const starts = (part: Part): LeashedProcess[] => processes.get(part) ?? [];
  const current = (part: Part): LeashedProcess | undefined => starts(part).at(-1);

  async function start(part: Part, variables: Variables): Promise<void> {
    const started = await startEntry({ name: part, entry: entryOf(part), env: { ...inheritedVariables(), ...variables }, cwd: folder });
    starts(part).push(started);
    await becomesReady(started, urls[part]);
  }

  async function startAnother(part: Part, { name, env: changed = {}, args = [], build }: Another): Promise<AnotherProcess> {
    const port = await freePort();
    const variables = { ...inheritedVariables(), ...env, ...changed, [PORT_VARIABLES[part]]: String(port) };
    const started = await startEntry({ name, entry: entryOf(part, build), args, env: variables, cwd: folder });
    others.push(started);
    const url = `http://127.0.0.1:${port}`;
    await becomesReady(started, url);
    return { ...started, url };
  }

  running.add(stack);
  await Promise.all((options.parts ?? PARTS).map(async (part) => await start(part, env)));
  return stack;
}

function entryOf(part: Part, build = join(projectRoot, 'dist')): string {
  return join(build, part, 'main.js');
}

async function becomesReady(started: LeashedProcess, url: string): Promise<void> {
  if (await untilReady(url, started.hasEnded, READY_WITHIN_MS)) return;
  throw new Error(`${started.name} did not become ready:\n${started.output().slice(-LAST_CHARACTERS)}`);
}

function printOutput(stack: Stack): void {
  const outputs = [...PARTS.map((part) => [part, stack.output(part)] as const), ...stack.others.map((other) => [other.name, other.output()] as const)];
  for (const [name, output] of outputs) process.stderr.write(`\n--- ${name} (${stack.namespace}) ---\n${output.slice(-LAST_CHARACTERS)}\n`);
}
