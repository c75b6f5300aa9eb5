import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A part that `npm start` keeps running. */
export interface ServiceDefinition {
  readonly name: string;
  /** Arguments for Node. */
  readonly nodeArguments: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Its working folder; the one of this process where it does not matter. */
  readonly cwd?: string;
  /** Resolves with false when the part ended, or took too long, before it was ready. */
  readonly untilReady: (hasEnded: () => boolean) => Promise<boolean>;
  /** How long it may take to end on SIGTERM. */
  readonly graceMs: number;
}

/** How a process ended: one of both is null. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Service {
  readonly name: string;
  /** Starts it and waits. */
  start(): Promise<boolean>;
  /** Ends it and waits until it is gone. Safe to repeat. Null where nothing ran any more. */
  stop(): Promise<Ending | null>;
  /** Ends it without a last word. */
  kill(): void;
  /**
   * Ends it as an operator or an accident would, and waits until it is gone; it is started again as whenever it ends. Null
   * where nothing runs. One that ignores SIGTERM for its grace is killed.
   */
  strike(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ending | null>;
  /** What it printed last. */
  lastLines(): readonly string[];
}

export interface ServiceWorld {
  /** One line for the user, already marked with the part it comes from. */
  readonly print: (line: string) => void;
  /** One line as the part wrote it. */
  readonly onLine?: (line: string) => void;
  readonly onPid?: (pid: number) => void;
  /** It ended although nobody asked it to. */
  readonly onFall?: (ending: Ending) => void;
  /** Milliseconds to which the delay before a new start grows; default 30 s. */
  readonly longestDelayMs?: number;
}

const REMEMBERED_LINES = 20;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
const STEADY_AFTER_MS = 60_000;

/**
 * Runs one part as a child process. Once it has been ready, it is started again whenever it ends, with growing delay;
 * one that has run for a minute begins with the shortest delay again.
 */
export function createService(definition: ServiceDefinition, world: ServiceWorld): Service {
  const { name, graceMs } = definition;
  const { print, onPid, longestDelayMs = LONGEST_DELAY_MS } = world;
  const lines: string[] = [];
  let child: ChildProcess | null = null;
  let wasReady = false;
  let stopping = false;
  let struck: ChildProcess | null = null;
  let delayMs = FIRST_DELAY_MS;
  let again: NodeJS.Timeout | null = null;
  let program: number | null = null;

  const onLine = (line: string): void => {
    lines.push(line);
    if (lines.length > REMEMBERED_LINES) lines.shift();
    world.onLine?.(line);
    print(`${name.padEnd(9)} | ${line}`);
  };

  function launch(): ChildProcess {
    const startedAt = Date.now();
    program = null;
    const launched = spawn(process.execPath, definition.nodeArguments, { env: definition.env, cwd: definition.cwd, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true });
    for (const stream of [launched.stdout, launched.stderr]) if (stream !== null) createInterface({ input: stream }).on('line', onLine);
    if (launched.pid !== undefined) onPid?.(launched.pid);
    launched.on('message', ({ pid }: { pid: number }) => {
      program = pid;
      onPid?.(pid);
    });
    launched.once('exit', (code, signal) => {
      if (stopping || !wasReady) return;
      if (launched !== struck) world.onFall?.({ code, signal });
      startAgain(Date.now() - startedAt, signal ?? `exit ${code}`);
    });
    return launched;
  }

  function startAgain(ranMs: number, how: string): void {
    if (ranMs > STEADY_AFTER_MS) delayMs = FIRST_DELAY_MS;
    print(`${name} ended (${how}); it is started again in ${delayMs / 1000} s`);
    again = setTimeout(() => (child = launch()), delayMs);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }

  return {
    name,
    start: async () => {
      const launched = (child = launch());
      wasReady = await definition.untilReady(() => hasEnded(launched));
      return wasReady;
    },
    stop: async () => {
      stopping = true;
      if (again !== null) clearTimeout(again);
      return child === null || hasEnded(child) ? null : await endGently(child);
    },
    kill: () => {
      stopping = true;
      killNow();
    },
    strike: async (signal) => {
      struck = child;
      if (child === null || hasEnded(child)) return null;
      if (signal === 'SIGTERM') return await endGently(child);
      killNow();
      await ends(child, graceMs);
      return endingOf(child);
    },
    lastLines: () => lines,
  };

  async function endGently(running: ChildProcess): Promise<Ending> {
    running.kill('SIGTERM');
    if (await ends(running, graceMs)) return endingOf(running);
    print(`${name} did not stop within ${graceMs / 1000} s and is killed`);
    killNow();
    await ends(running, graceMs);
    return endingOf(running);
  }

  /** A program on a leash is killed itself: a killed leash could not pass it on. */
  function killNow(): void {
    if (child === null || hasEnded(child)) return;
    if (program === null) child.kill('SIGKILL');
    else process.kill(program, 'SIGKILL');
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function endingOf({ exitCode, signalCode }: ChildProcess): Ending {
  return { code: exitCode, signal: signalCode };
}

async function ends(child: ChildProcess, withinMs: number): Promise<boolean> {
  if (hasEnded(child)) return true;
  return await new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), withinMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
