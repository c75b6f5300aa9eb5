import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { findOnPath, isExecutable } from '../executables.js';
import { ensurePrometheus } from '../prometheus.js';
import { withLock } from '../setup/lock.mjs';
import { say, SetupError } from '../setup/step.mjs';
import { installSystemPackages } from '../system-packages.js';
import { findTemporalBinary } from '../temporal/find-binary.js';
import { ensureGoProgram } from './go-programs.js';

/** Programs that the images bring along and a package manager has, with their Debian packages. */
const PACKAGES: Readonly<Record<string, string>> = {
  initdb: 'postgresql',
  postgres: 'postgresql',
  pg_isready: 'postgresql',
  nginx: 'nginx',
  openssl: 'openssl',
  nc: 'netcat-openbsd',
  wget: 'wget',
  curl: 'curl',
};
const DEBIAN_POSTGRESQL = '/usr/lib/postgresql';
/** Where Debian puts what only an administrator is expected to call: seldom on PATH. */
const ADMINISTRATION = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * Fills a folder with every program that a service's command or health check calls, under the name it has in the images:
 * found, installed with apt-get where this is root, or built from its Go module. Safe to repeat with another folder.
 * @throws SetupError naming everything that is missing, with the remedy
 */
export async function gatherPrograms(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const fromPackages = await ensurePackages(env);
  const { prometheus, promtool } = await ensurePrometheus(env);
  const programs = {
    ...fromPackages,
    prometheus,
    promtool,
    node: process.execPath,
    temporal: (await findTemporalBinary(env)).path,
    'temporal-server': await ensureGoProgram('temporal-server', env),
    'temporal-sql-tool': await ensureGoProgram('temporal-sql-tool', env),
    'ui-server': await ensureGoProgram('ui-server', env),
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, path] of Object.entries(programs)) symlinkSync(path, join(folder, name));
}

async function ensurePackages(env: NodeJS.ProcessEnv): Promise<Readonly<Record<string, string>>> {
  const found = findPrograms(env);
  if (missingOf(found).length === 0) return found;
  const onWait = (holder: { readonly pids: readonly number[] }): void => say(`waiting for process ${holder.pids.join(', ')}, which is installing packages`);
  const problem = await withLock({ path: cacheFolder(env, 'stack-packages.lock'), purpose: 'installing packages', onWait }, async (held) => {
    const wanted = new Set(missingOf(findPrograms(env)).map((name) => PACKAGES[name] ?? name));
    return wanted.size === 0 ? null : await installSystemPackages([...wanted], env, held);
  });
  const installed = findPrograms(env);
  const missing = missingOf(installed);
  if (missing.length === 0) return installed;
  const packages = [...new Set(missing.map((name) => PACKAGES[name] ?? name))].join(' ');
  throw new SetupError(
    `the stack without containers needs ${missing.join(', ')}; none was found and none installed: ${problem ?? 'the packages do not hold them'}. ` +
      `Install them (Debian: \`apt-get install ${packages}\`) and run the same command again.`,
  );
}

function missingOf(found: Readonly<Record<string, string>>): string[] {
  return Object.keys(PACKAGES).filter((name) => found[name] === undefined);
}

function findPrograms(env: NodeJS.ProcessEnv): Record<string, string> {
  const folders = [...postgresqlFolders(), ...ADMINISTRATION];
  return Object.fromEntries(Object.keys(PACKAGES).flatMap((name) => {
    const inFolder = folders.map((folder) => join(folder, name)).find((path) => isExecutable(path));
    const path = inFolder ?? findOnPath(name, env);
    return path === null ? [] : [[name, path]];
  }));
}

/** Debian keeps the server's programs of each release apart and off PATH; the newest first. */
function postgresqlFolders(): string[] {
  if (!existsSync(DEBIAN_POSTGRESQL)) return [];
  const releases = readdirSync(DEBIAN_POSTGRESQL).sort((one, other) => Number(other) - Number(one));
  return releases.map((release) => join(DEBIAN_POSTGRESQL, release, 'bin'));
}
