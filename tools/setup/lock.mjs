// @ts-check
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { dirname } from 'node:path';

/**
 * Who holds a lock. `pids` are the holder and the children that work for it: a child that outlives a killed
 * holder (an install, a build) keeps the lock until it ends.
 * @typedef {{ readonly pids: readonly number[], readonly host: string, readonly purpose: string }} LockHolder
 *
 * @typedef {object} HeldLock
 * @property {(pid: number) => Promise<void>} addChild names a child that must end before anybody else may go on
 * @property {() => Promise<void>} release safe to repeat
 */

const LOOK_AGAIN_MS = 200;
const HEARTBEAT_MS = 5_000;
// Pids of another machine or container mean nothing here; there only a heartbeat tells life from death.
const FOREIGN_HEARTBEAT_LOST_MS = 60_000;
// A pid of this machine may have been given to another process since.
const OWN_HEARTBEAT_LOST_MS = 15 * 60_000;

/**
 * Takes the lock file, or says who holds it. A lock whose processes are dead is taken over.
 * @param {string} path
 * @param {string} purpose shown to whoever waits, e.g. `installing dependencies`
 * @returns {Promise<{ readonly held: HeldLock } | { readonly holder: LockHolder }>}
 */
export async function tryLock(path, purpose) {
  await mkdir(dirname(path), { recursive: true });
  for (;;) {
    const held = await create(path, purpose);
    if (held !== null) return { held };
    const holder = await readHolder(path);
    if (holder !== null && !(await isStale(path, holder))) return { holder };
    await removeStale(path);
  }
}

/**
 * Runs the work while holding the lock file, waiting for another process to finish first. Released whatever happens.
 * @template T
 * @param {{ readonly path: string, readonly purpose: string, readonly onWait: (holder: LockHolder) => void }} lock
 * @param {(held: HeldLock) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lock, work) {
  const held = await waitForLock(lock);
  try {
    return await work(held);
  } finally {
    await held.release();
  }
}

/**
 * @param {{ readonly path: string, readonly purpose: string, readonly onWait: (holder: LockHolder) => void }} lock
 * @returns {Promise<HeldLock>}
 */
async function waitForLock({ path, purpose, onWait }) {
  let told = false;
  for (;;) {
    const attempt = await tryLock(path, purpose);
    if ('held' in attempt) return attempt.held;
    if (!told) onWait(attempt.holder);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/**
 * The file appears with its content, and changes as a whole: whoever looks always sees who holds it.
 * @param {string} path
 * @param {string} purpose
 * @returns {Promise<HeldLock | null>}
 */
async function create(path, purpose) {
  const draft = `${path}.${process.pid}.${randomUUID()}`;
  const pids = [process.pid];
  const writeDraft = async () => await writeFile(draft, JSON.stringify({ pids, host: hostname(), purpose }));
  await writeDraft();
  const created = await link(draft, path).then(() => true, nullWhen('EEXIST'));
  await rm(draft);
  if (created === null) return null;
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, HEARTBEAT_MS);
  heartbeat.unref();
  let released = false;
  // One change at a time: a child added while the lock is given back must not bring the file back.
  let changes = Promise.resolve();
  return {
    addChild: (pid) => (changes = changes.then(async () => {
      if (released) return;
      pids.push(pid);
      await writeDraft();
      await rename(draft, path);
    })),
    release: () => (changes = changes.then(async () => {
      if (released) return;
      released = true;
      clearInterval(heartbeat);
      await rm(path, { force: true });
    })),
  };
}

/**
 * Null when there is no file.
 * @param {string} path
 * @returns {Promise<LockHolder | null>}
 */
async function readHolder(path) {
  const text = await readFile(path, 'utf8').catch(nullWhen('ENOENT'));
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return { pids: [], host: '', purpose: 'unknown work' };
  }
}

/**
 * @param {string} path
 * @param {LockHolder} holder
 */
async function isStale(path, holder) {
  const file = await stat(path).catch(nullWhen('ENOENT'));
  if (file === null) return true;
  const sinceHeartbeat = Date.now() - file.mtimeMs;
  if (holder.host !== hostname()) return sinceHeartbeat > FOREIGN_HEARTBEAT_LOST_MS;
  const beforeBoot = sinceHeartbeat > uptime() * 1000;
  return beforeBoot || sinceHeartbeat > OWN_HEARTBEAT_LOST_MS || !holder.pids.some(isAlive);
}

/**
 * Two processes may find the same stale lock; without this guard the slower one would remove the faster one's new lock.
 * @param {string} path
 */
async function removeStale(path) {
  const guard = `${path}.takeover`;
  const file = await open(guard, 'wx').catch(nullWhen('EEXIST'));
  if (file === null) return await forgetAbandonedGuard(guard);
  try {
    const holder = await readHolder(path);
    if (holder !== null && (await isStale(path, holder))) await rm(path, { force: true });
  } finally {
    await file.close();
    await rm(guard, { force: true });
  }
}

/** @param {string} guard */
async function forgetAbandonedGuard(guard) {
  const file = await stat(guard).catch(nullWhen('ENOENT'));
  if (file !== null && Date.now() - file.mtimeMs > FOREIGN_HEARTBEAT_LOST_MS) await rm(guard, { force: true });
  await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
}

/**
 * True while the process runs. One that has ended and was never waited for (a container without an init) is not alive.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  return !isZombie(pid);
}

/** @param {number} pid */
function isZombie(pid) {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** @param {string} code */
function nullWhen(code) {
  /** @param {unknown} error */
  return (error) => {
    if (codeOf(error) === code) return null;
    throw error;
  };
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
