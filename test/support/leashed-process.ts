import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../tools/project-root.js';

/** A process that ends with the test run, whatever happens to the run. */
export interface LeashedProcess {
  readonly name: string;
  readonly pid: number;
  hasEnded(): boolean;
  /** Null while it runs, and when a signal ended it. */
  exitCode(): number | null;
  /** Signals it and waits until it is gone; one that ignores SIGTERM for 45 s is killed. Safe to repeat. */
  kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Signals it and does not wait, e.g. SIGSTOP. */
  signal(signal: NodeJS.Signals): void;
  /** Everything it has printed so far, both streams. */
  output(): string;
}

const GRACE_MS = 45_000;

export interface Entry {
  readonly name: string;
  /** A module of ours. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** Starts one of our own entries under Node. */
export async function startEntry({ name, entry, args = [], env, cwd }: Entry): Promise<LeashedProcess> {
  const preload = join(projectRoot, 'tools', 'leash', 'preload.mjs');
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', preload, entry, ...args], { env, cwd, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  await once(child, 'spawn');
  return watch(name, child, pidOf(child));
}

/** Starts a program that is not ours. */
export async function startProgram({ name, command, args }: { name: string; command: string; args: readonly string[] }): Promise<LeashedProcess> {
  const wrap = join(projectRoot, 'tools', 'leash', 'wrap.mjs');
  const child = spawn(process.execPath, [wrap, command, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { pid: number }) => resolve(message.pid));
    child.once('exit', () => reject(new Error(`${command} could not be started`)));
  });
  return watch(name, child, pid);
}

function watch(name: string, child: ChildProcess, pid: number): LeashedProcess {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const gone = once(child, 'close');
  let ended = false;
  void gone.then(() => (ended = true));
  const signal = (name: NodeJS.Signals): void => {
    if (!ended) process.kill(pid, name);
  };
  return {
    name,
    pid,
    hasEnded: () => ended,
    exitCode: () => child.exitCode,
    kill: async (name) => {
      signal(name);
      const killer = setTimeout(() => signal('SIGKILL'), GRACE_MS);
      await gone;
      clearTimeout(killer);
    },
    signal,
    output: () => chunks.join(''),
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('a spawned process has a pid');
  return child.pid;
}
