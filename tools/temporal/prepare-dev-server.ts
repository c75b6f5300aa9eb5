import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { assertPortsFree, readPorts } from '../ports.js';
import { projectRoot } from '../project-root.js';
import { type HeldLock, tryLock } from '../setup/lock.mjs';
import { SetupError } from '../setup/step.mjs';
import { devServerArguments } from './dev-server.js';
import { findTemporalBinary, type TemporalBinary } from './find-binary.js';

/** A dev server that can be started: ports free, state file ours, binary there. */
export interface PreparedDevServer {
  readonly port: number;
  readonly uiPort: number;
  readonly databaseFile: string;
  readonly binary: TemporalBinary;
  /** Arguments for Node: the server on a leash, so that it never outlives the process that starts it. */
  readonly nodeArguments: readonly string[];
  /** Held while the state file is in use; the caller releases it. */
  readonly held: HeldLock;
}

/** The dev server's ports, gRPC first. */
export const DEV_SERVER_PORTS = [
  { variable: 'TEMPORAL_DEV_PORT', byDefault: 7233, purpose: 'Temporal dev server' },
  { variable: 'TEMPORAL_DEV_UI_PORT', byDefault: 8233, purpose: 'Temporal UI' },
] as const;

/**
 * Prepares the dev server that TEMPORAL_DEV_PORT, TEMPORAL_DEV_UI_PORT and TEMPORAL_DEV_DB describe.
 * @throws SetupError when a port is taken, the state file is in use, or no Temporal server can be had
 */
export async function prepareDevServer(env: NodeJS.ProcessEnv): Promise<PreparedDevServer> {
  const needs = readPorts(env, DEV_SERVER_PORTS);
  const [port, uiPort] = needs.map((need) => need.port);
  if (port === undefined || uiPort === undefined) throw new Error('a dev server has two ports');
  await assertPortsFree(needs);
  const databaseFile = env['TEMPORAL_DEV_DB'] ? resolve(env['TEMPORAL_DEV_DB']) : join(projectRoot, '.data', 'temporal.db');
  const held = await claim(databaseFile);
  try {
    const binary = await findTemporalBinary(env);
    const leash = join(projectRoot, 'tools', 'leash', 'wrap.mjs');
    const nodeArguments = [leash, binary.path, ...devServerArguments({ port, uiPort, databaseFile })];
    return { port, uiPort, databaseFile, binary, nodeArguments, held };
  } catch (error) {
    await held.release();
    throw error;
  }
}

async function claim(databaseFile: string): Promise<HeldLock> {
  mkdirSync(dirname(databaseFile), { recursive: true });
  const lock = await tryLock(`${databaseFile}.lock`, 'running a dev server on it');
  if ('held' in lock) return lock.held;
  const pids = lock.holder.pids.join(', ');
  throw new SetupError(`${databaseFile} is in use by another dev server (process ${pids}). Stop that one, or set TEMPORAL_DEV_DB to another file.`);
}
