import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../tools/project-root.js';
import { inheritedVariables } from './stack-settings.js';

/** How a command ended, and what it said. */
export interface Said {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command that is still running. */
export interface Saying {
  /** What it has said so far. */
  said(): Said;
  signal(signal: NodeJS.Signals): void;
  ended(): Promise<Said>;
}

/** Runs one command of the CLI to its end, as an operator does, with nothing of the surroundings but a path. */
export async function runCountermand(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Said> {
  return await startCountermand(env, args).ended();
}

/** Starts one; it ends with the test at the latest by its own doing or a signal. */
export function startCountermand(env: NodeJS.ProcessEnv, args: readonly string[], nodeArguments: readonly string[] = []): Saying {
  const entry = join(projectRoot, 'dist', 'cli', 'main.js');
  const child = spawn(process.execPath, [...nodeArguments, entry, ...args], {
    env: { ...inheritedVariables(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => out.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => err.push(chunk));
  const closed = once(child, 'close');
  const said = (): Said => ({ code: child.exitCode, out: out.join(''), err: err.join('') });
  return {
    said,
    signal: (signal) => void child.kill(signal),
    ended: async () => {
      await closed;
      return said();
    },
  };
}
