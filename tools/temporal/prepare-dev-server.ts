import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { assertPortsFree, type PortNeed, readPorts } from '../ports.js';
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
 * Prepares the dev server that TEMPORAL_DEV_PORT, TEMPORAL_DEV_UI_PORT and TEMPORAL_DEV_DB describe. What can be wrong
 * is looked at before a server is built, which may take minutes.
 * @param otherPorts that the caller is about to listen on
 * @throws SetupError when the state file is in use, a port is taken, or no Temporal server can be had
 */
export async function prepareDevServer(env: NodeJS.ProcessEnv, otherPorts: readonly PortNeed[] = []): Promise<PreparedDevServer> {
  const needs = readPorts(env, DEV_SERVER_PORTS);
  const [port, uiPort] = needs.map((need) => need.port);
  if (port === undefined || uiPort === undefined) throw new Error('a dev server has two ports');
  const databaseFile = env['TEMPORAL_DEV_DB'] ? resolve(env['TEMPORAL_DEV_DB']) : join(projectRoot, '.data', 'temporal.db');
  const held = await claim(databaseFile);
  try {
    await assertPortsFree([...needs, ...otherPorts]);
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
  const pid = lock.holder.pids.join(', ');
  throw new SetupError(
    `npm start or npm run temporal is already running on ${databaseFile} (process ${pid}). ` +
      'Use that one, stop it first, or set TEMPORAL_DEV_DB and the ports to others.',
  );
}
