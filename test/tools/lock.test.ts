import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { tryLock, withLock } from '../../tools/setup/lock.mjs';

const folder = mkdtempSync(join(tmpdir(), 'countermand-lock-'));
let path: string;
let count = 0;

beforeEach(() => {
  path = join(folder, `lock-${++count}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('whoever comes second is told who holds it and for what', async () => {
  const first = await tryLock(path, 'building');
  expect(await tryLock(path, 'building too')).toMatchObject({ holder: { pids: [process.pid], purpose: 'building' } });
  if ('held' in first) await first.held.release();
  expect(await tryLock(path, 'building too')).toHaveProperty('held');
});

test('always says who holds it, from its first moment and while children are added', async () => {
  const seen = new Set<number>();
  const look = async (): Promise<void> => {
    const attempt = await tryLock(path, 'looking');
    if ('held' in attempt) return await attempt.held.release();
    attempt.holder.pids.forEach((pid) => seen.add(pid));
    expect(attempt.holder.pids).toContain(process.pid);
  };
  const hold = async (): Promise<void> =>
    await withLock({ path, purpose: 'work', onWait: () => undefined }, async (held) => {
      for (const pid of [1, 2, 3]) await held.addChild(pid);
    });
  for (let round = 0; round < 20; round += 1) await Promise.all([hold(), look(), look(), look()]);
  expect(seen).toContain(process.pid);
});

test('work under one lock never overlaps, and whoever waits is told once', async () => {
  let inside = 0;
  let waited = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    inside -= 1;
  };
  const lock = { path, purpose: 'work', onWait: () => (waited += 1) };
  await Promise.all([1, 2, 3].map(async () => await withLock(lock, work)));
  expect(waited).toBe(2);
  expect(existsSync(path)).toBe(false);
});

test('stays given back when children were named in the same moment', async () => {
  const attempt = await tryLock(path, 'work');
  if (!('held' in attempt)) throw new Error('nobody else holds it');
  const { held } = attempt;
  await Promise.all([held.addChild(1), held.addChild(2), held.release(), held.addChild(3)]);
  expect(existsSync(path)).toBe(false);
});

test('is given back when the work fails', async () => {
  const lock = { path, purpose: 'work', onWait: () => undefined };
  await expect(withLock(lock, async () => await Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(existsSync(path)).toBe(false);
});

test('of a dead process is taken over', async () => {
  leave({ pids: [await deadPid()], host: hostname() });
  expect(await tryLock(path, 'mine')).toHaveProperty('held');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pids: [process.pid], purpose: 'mine' });
});

test('of a dead process whose child still works is not', async () => {
  leave({ pids: [await deadPid(), process.pid], host: hostname() });
  expect(await tryLock(path, 'mine')).toHaveProperty('holder');
});

test('of another machine is taken over only when its heartbeat is lost', async () => {
  leave({ pids: [1], host: 'elsewhere' });
  expect(await tryLock(path, 'mine')).toHaveProperty('holder');
  ageBy(61_000);
  expect(await tryLock(path, 'mine')).toHaveProperty('held');
});

test('that nobody can read is taken over when it is old', async () => {
  writeFileSync(path, '{"pids":[');
  ageBy(61_000);
  expect(await tryLock(path, 'mine')).toHaveProperty('held');
});

test('left behind is taken over by one of many', async () => {
  leave({ pids: [await deadPid()], host: hostname() });
  const attempts = await Promise.all(Array.from({ length: 8 }, async () => await tryLock(path, 'mine')));
  expect(attempts.filter((attempt) => 'held' in attempt)).toHaveLength(1);
});

function leave(holder: { readonly pids: readonly number[]; readonly host: string }): void {
  writeFileSync(path, JSON.stringify({ ...holder, purpose: 'theirs' }));
}

function ageBy(milliseconds: number): void {
  const then = new Date(Date.now() - milliseconds);
  utimesSync(path, then, then);
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  if (child.pid === undefined) throw new Error('a spawned process has a pid');
  return child.pid;
}
