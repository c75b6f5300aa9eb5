import { copyFile, mkdir, rename } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { buildGoProgram, goModuleFolder, goModuleKey, neededGoVersion } from '../go-build.js';
import { projectRoot } from '../project-root.js';
import { type HeldLock, withLock } from '../setup/lock.mjs';
import { say, SetupError } from '../setup/step.mjs';

const MODULE_FOLDER = join(projectRoot, 'tools', 'stack');
/** Apart, so that it does not change the versions that the server is built with. */
const COMPOSE_FOLDER = join(MODULE_FOLDER, 'compose');
const UI_MODULE = 'github.com/temporalio/ui-server/v2';

/** What the images hold that no package manager has, by the name it is called there, and the reader of compose files. */
const PACKAGES = {
  'compose-file': { moduleFolder: COMPOSE_FOLDER, package: '.' },
  'temporal-server': { moduleFolder: MODULE_FOLDER, package: 'go.temporal.io/server/cmd/server' },
  'temporal-sql-tool': { moduleFolder: MODULE_FOLDER, package: 'go.temporal.io/server/cmd/tools/sql' },
  'ui-server': { moduleFolder: MODULE_FOLDER, package: `${UI_MODULE}/cmd/server` },
} as const;
export type GoProgramName = keyof typeof PACKAGES;

/**
 * Path of a program, built once per user. Safe to repeat; two processes that have to build wait for each other.
 * @throws SetupError with the remedy when it cannot be built
 */
export async function ensureGoProgram(name: GoProgramName, env: NodeJS.ProcessEnv): Promise<string> {
  return await ensureMade(name, goModuleKey(PACKAGES[name].moduleFolder), env, async (unfinished, held) => {
    say(`building ${name} from its Go module: once per user, up to a few minutes`);
    return await buildGoProgram({ ...PACKAGES[name], linkerFlags: '-s -w', destination: unfinished }, env, held);
  });
}

/**
 * Path of the configuration that the Temporal UI's image brings along (a template that reads TEMPORAL_*).
 * @throws SetupError when it cannot be had
 */
export async function ensureUiConfiguration(env: NodeJS.ProcessEnv): Promise<string> {
  return await ensureMade('ui-docker.yaml', goModuleKey(MODULE_FOLDER), env, async (unfinished, held) => {
    const found = await goModuleFolder(MODULE_FOLDER, UI_MODULE, env, held);
    if ('problem' in found) return found.problem;
    await copyFile(join(found.folder, 'config', 'docker.yaml'), unfinished);
    return null;
  });
}

/** Made beside its place and moved there at the end: what is killed half-way leaves nothing that looks finished. */
async function ensureMade(name: string, key: string, env: NodeJS.ProcessEnv, make: (unfinished: string, held: HeldLock) => Promise<string | null>): Promise<string> {
  const path = cacheFolder(env, 'stack', `${key}-${process.platform}-${process.arch}`, name);
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  const onWait = (holder: { readonly pids: readonly number[] }): void => say(`waiting for process ${holder.pids.join(', ')}, which is making ${name}`);
  return await withLock({ path: `${path}.lock`, purpose: `making ${name}`, onWait }, async (held) => {
    if (existsSync(path)) return path;
    const problem = await make(`${path}.unfinished`, held);
    if (problem !== null) throw new SetupError(`${name} is needed and could not be made: ${problem}\nInstall Go ${neededGoVersion(MODULE_FOLDER)} or newer (https://go.dev/dl) and run the same command again.`);
    await rename(`${path}.unfinished`, path);
    return path;
  });
}
