import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { assertPortsFree, readPorts } from '../ports.js';
import { projectRoot } from '../project-root.js';
import { tryLock } from '../setup/lock.mjs';
import { say, SetupError } from '../setup/step.mjs';
import { devServerArguments } from './dev-server.js';
import { findTemporalBinary } from './find-binary.js';
import { DEV_SERVER_PORTS } from './dev-server-ports.js';

/** The dev server in the foreground: `npm run temporal`. Ends as the server ends, with its exit code. */
try {
  process.exitCode = await runDevServer(process.env);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

async function runDevServer(env: NodeJS.ProcessEnv): Promise<number> {
  const needs = readPorts(env, DEV_SERVER_PORTS);
  const [port, uiPort] = needs.map((need) => need.port);
  if (port === undefined || uiPort === undefined) throw new Error('a dev server has two ports');
  await assertPortsFree(needs);
  const databaseFile = env['TEMPORAL_DEV_DB'] ? resolve(env['TEMPORAL_DEV_DB']) : join(projectRoot, '.data', 'temporal.db');
  mkdirSync(dirname(databaseFile), { recursive: true });
  const lock = await tryLock(`${databaseFile}.lock`, 'running a dev server on it');
  if ('holder' in lock) throw new SetupError(`${databaseFile} is in use by another dev server (process ${lock.holder.pids.join(', ')}). Stop that one, or set TEMPORAL_DEV_DB to another file.`);
  try {
    const { path: binary } = await findTemporalBinary(env);
    say(`dev server on 127.0.0.1:${port} (TEMPORAL_DEV_PORT), UI http://127.0.0.1:${uiPort}, state in ${databaseFile}`);
    // In a group of its own: a terminal's Ctrl-C reaches us alone, and we pass it on once.
    const server = spawn(binary, devServerArguments({ port, uiPort, databaseFile }), { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    if (server.pid !== undefined) await lock.held.addChild(server.pid);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill(signal));
    return await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.once('close', (code) => resolve(code ?? 1));
    });
  } finally {
    await lock.held.release();
  }
}
