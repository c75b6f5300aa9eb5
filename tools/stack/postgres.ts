import { execFile } from 'node:child_process';
import { chownSync, copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SetupError } from '../setup/step.mjs';
import type { RunFolder } from './run-folder.js';

const DATA = '/var/lib/postgresql/data';
const SOCKETS = '/run/postgresql';
const USER = 'postgres';

/**
 * Does what the image's entrypoint does before it starts the server: a database cluster with its user and password. As a
 * user of its own where this is root, as PostgreSQL refuses to run as root.
 * @returns the command that starts the server, before the arguments that the compose file gives
 * @throws SetupError when the cluster cannot be made
 */
export async function preparePostgres(run: RunFolder, name: string, env: NodeJS.ProcessEnv): Promise<{ readonly asUser: readonly string[]; readonly serverArguments: readonly string[] }> {
  const { paths } = run.places(name);
  const data = paths[DATA] ?? '';
  const sockets = paths[SOCKETS] ?? '';
  const owner = await ownerOf(env);
  const passwordFile = join(run.root, 'postgres-password');
  copyFileSync(env['POSTGRES_PASSWORD_FILE'] ?? '', passwordFile);
  if (owner !== null) for (const path of [data, sockets, passwordFile]) chownSync(path, owner.uid, owner.gid);
  const asUser = owner === null ? [] : ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  if (!existsSync(join(data, 'PG_VERSION'))) {
    const wanted = (env['POSTGRES_INITDB_ARGS'] ?? '').split(' ');
    await succeed([...asUser, 'initdb', '-D', data, `--username=${env['POSTGRES_USER']}`, `--pwfile=${passwordFile}`, '--auth-local=trust', ...wanted], env);
  }
  rmSync(passwordFile);
  const serverArguments = ['-D', data, '-p', String(run.port('5432')), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${sockets}`];
  return { asUser, serverArguments };
}

async function ownerOf(env: NodeJS.ProcessEnv): Promise<{ readonly uid: number; readonly gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  const id = async (option: string): Promise<number> => Number((await promisify(execFile)('id', [option, USER], { env })).stdout);
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    throw new SetupError(`PostgreSQL does not run as root, and there is no user ${USER} here: create it, or run this as somebody else.`);
  }
}

async function succeed([command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  await promisify(execFile)(command, args, { env }).catch((error: unknown) => {
    throw new SetupError(`the database cluster could not be made: ${error instanceof Error ? error.message : String(error)}`);
  });
}
