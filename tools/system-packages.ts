import { findOnPath } from './executables.js';
import type { HeldLock } from './setup/lock.mjs';
import { runStep, say } from './setup/step.mjs';
import { projectRoot } from './project-root.js';

/**
 * Installs system packages where that needs nobody's consent: as root, with apt-get (containers, build machines).
 * @returns null when they are installed, else why not
 */
export async function installSystemPackages(names: readonly string[], env: NodeJS.ProcessEnv, held: HeldLock): Promise<string | null> {
  const aptGet = findOnPath('apt-get', env);
  if (aptGet === null || process.getuid?.() !== 0) return 'this is not root with apt-get';
  say(`installing ${names.join(', ')} with apt-get`);
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', ...names]]) {
    const code = await runStep({ command: aptGet, args, cwd: projectRoot, env: quiet, held });
    if (code !== 0) return `apt-get ${args[0]} failed (exit ${code}); what it said stands above`;
  }
  return null;
}
