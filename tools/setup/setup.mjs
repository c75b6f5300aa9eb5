// @ts-check
import { join } from 'node:path';
import { build, isBuilt } from './build.mjs';
import { dependenciesInstalled, installDependencies } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { say } from './step.mjs';

/**
 * Brings the checkout to the point where its commands run: dependencies installed, sources built. Does nothing when
 * that is so already. Several processes at once: one works, the others wait for it.
 * @param {string} root the checkout
 * @throws {import('./step.mjs').SetupError} what is wrong and what to do
 */
export async function ensureReady(root) {
  if (dependenciesInstalled(root) && isBuilt(root)) return;
  await alone(root, async (held) => {
    if (!dependenciesInstalled(root)) await installDependencies(root, held);
    if (!isBuilt(root)) await build(root, held);
  });
}

/**
 * The same without the dependencies, for a process that runs on them and would be cut off by an install.
 * @param {string} root the checkout
 * @throws {import('./step.mjs').SetupError} what is wrong and what to do
 */
export async function ensureBuilt(root) {
  if (isBuilt(root)) return;
  await alone(root, async (held) => {
    if (!isBuilt(root)) await build(root, held);
  });
}

/**
 * @param {string} root
 * @param {(held: import('./lock.mjs').HeldLock) => Promise<void>} work
 */
async function alone(root, work) {
  const lock = {
    path: join(root, '.data', 'setup.lock'),
    purpose: 'installing and building',
    /** @param {import('./lock.mjs').LockHolder} holder */
    onWait: (holder) => say(`waiting for process ${holder.pids.join(', ')}, which is ${holder.purpose} here`),
  };
  await withLock(lock, work);
}
