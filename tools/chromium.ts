import { existsSync } from 'node:fs';
import { cacheFolder } from './cache-folder.js';
import { findOnPath, isExecutable } from './executables.js';
import { withLock } from './setup/lock.mjs';
import { say, SetupError } from './setup/step.mjs';
import { installSystemPackages } from './system-packages.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const MAC_APPLICATION = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * A Chromium for the tests that click through the bank's pages: CHROMIUM_PATH, one on PATH, the one Playwright has
 * downloaded, or installed with apt-get where this is root. Safe to repeat.
 * @throws SetupError with the remedies
 */
export async function ensureChromium(env: NodeJS.ProcessEnv): Promise<string> {
  const found = await findChromium(env);
  if (found !== null) return found;
  const problem = await withLock(
    { path: cacheFolder(env, 'chromium.lock'), purpose: 'installing Chromium', onWait: (holder) => say(`waiting for process ${holder.pids.join(', ')}, which is installing Chromium`) },
    async (held) => await installSystemPackages(['chromium'], env, held),
  );
  const installed = await findChromium(env);
  if (installed !== null) return installed;
  throw new SetupError(
    `the browser tests need Chromium; none was found and none installed: ${problem ?? 'the package holds no chromium'}. ` +
      'Install Chromium or Chrome, set CHROMIUM_PATH to its binary, or run `npx playwright-core install chromium`.',
  );
}

async function findChromium(env: NodeJS.ProcessEnv): Promise<string | null> {
  const chosen = env['CHROMIUM_PATH'];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new SetupError(`CHROMIUM_PATH is ${chosen}, which is not an executable file. Set it to a Chromium binary, or unset it.`);
  }
  const onPath = NAMES.map((name) => findOnPath(name, env)).find((path) => path !== null);
  if (onPath !== undefined) return onPath;
  if (existsSync(MAC_APPLICATION)) return MAC_APPLICATION;
  const { chromium } = await import('playwright-core');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}
