// @ts-check
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A step of the set-up failed; the message says what is wrong and what to do. */
export class SetupError extends Error {}

/**
 * Runs one command of the set-up. Its output goes to our stderr (stdout belongs to the command the user asked for), or
 * line by line to `onLine`. A signal that would stop us stops the command first: nothing is left running behind our back.
 * @param {{ readonly command: string, readonly args: readonly string[], readonly cwd: string,
 *   readonly held: import('./lock.mjs').HeldLock, readonly env?: NodeJS.ProcessEnv,
 *   readonly onLine?: (line: string) => void }} step
 * @returns {Promise<number>} the exit code
 */
export async function runStep({ command, args, cwd, held, env = process.env, onLine }) {
  const output = onLine === undefined ? 2 : 'pipe';
  const child = spawn(command, [...args], { cwd, env, stdio: ['ignore', output, output] });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null && onLine !== undefined) createInterface({ input: stream }).on('line', onLine);
  }
  /** @type {NodeJS.Signals | null} */
  let stoppedBy = null;
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    stoppedBy = signal;
    child.kill(signal);
  };
  for (const signal of STOPPING) process.on(signal, stop);
  try {
    const ended = new Promise((resolve, reject) => {
      child.on('error', (error) => reject(new SetupError(`${command} could not be started: ${error.message}`)));
      child.on('close', (code) => resolve(code ?? 1));
    });
    if (child.pid !== undefined) await held.addChild(child.pid);
    const code = await ended;
    if (stoppedBy !== null) {
      await held.release();
      process.exit(130);
    }
    return code;
  } finally {
    for (const signal of STOPPING) process.removeListener(signal, stop);
  }
}

/** @type {readonly NodeJS.Signals[]} */
const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Tells the user what goes on, on stderr.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`countermand: ${line}\n`);
}
