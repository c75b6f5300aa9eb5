import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import { findOnPath } from './executables.js';
import { projectRoot } from './project-root.js';
import { type HeldLock, withLock } from './setup/lock.mjs';
import { runStep, say, SetupError } from './setup/step.mjs';

/** From PyPI; it brings the schemas of every Kubernetes release along. */
const PACKAGE = 'kubernetes-validate==1.37.0';
const REMEDY = 'Install python3 with its venv module (Debian: `apt-get install python3-venv`), connect to PyPI once, and run the same command again.';

/**
 * Path of kubernetes-validate, installed once per user into a virtual environment of its own. Safe to repeat.
 * @throws SetupError with the remedy when it cannot be installed
 */
export async function ensureKubernetesValidate(env: NodeJS.ProcessEnv): Promise<string> {
  const folder = cacheFolder(env, PACKAGE.replace('==', '-'));
  const program = join(folder, 'bin', 'kubernetes-validate');
  if (existsSync(program)) return program;
  await mkdir(dirname(folder), { recursive: true });
  const onWait = (holder: { readonly pids: readonly number[] }): void => say(`waiting for process ${holder.pids.join(', ')}, which is installing ${PACKAGE}`);
  await withLock({ path: `${folder}.lock`, purpose: `installing ${PACKAGE}`, onWait }, async (held) => {
    if (!existsSync(program)) await install(folder, env, held);
  });
  return program;
}

async function install(folder: string, env: NodeJS.ProcessEnv, held: HeldLock): Promise<void> {
  const python = findOnPath('python3', env);
  if (python === null) throw new SetupError(`Kubernetes manifests are checked with ${PACKAGE}, and there is no python3 on PATH. ${REMEDY}`);
  say(`installing ${PACKAGE}`);
  await rm(folder, { recursive: true, force: true });
  const steps = [
    { command: python, args: ['-m', 'venv', folder] },
    { command: join(folder, 'bin', 'pip'), args: ['install', '--quiet', '--disable-pip-version-check', PACKAGE] },
  ];
  for (const step of steps) {
    const code = await runStep({ ...step, cwd: projectRoot, env, held });
    if (code === 0) continue;
    // The program is there before all it needs: nothing half-installed may stay.
    await rm(folder, { recursive: true, force: true });
    throw new SetupError(`${PACKAGE} could not be installed; why stands above. ${REMEDY}`);
  }
}
