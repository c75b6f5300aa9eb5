import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectRoot } from '../../tools/project-root.js';
import { isBuilt } from '../../tools/setup/build.mjs';
import { dependenciesInstalled } from '../../tools/setup/dependencies.mjs';
import { ensureBuilt } from '../../tools/setup/setup.mjs';

/** A checkout with one source file, on this checkout's TypeScript. */
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'countermand-checkout-'));
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) cpSync(join(projectRoot, name), join(root, name));
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  mkdirSync(join(root, 'contracts'));
  write('contracts/words.ts', 'export const word = 1;\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('sources are built once, and again when one changes, appears or goes', async () => {
  expect(isBuilt(root)).toBe(false);
  await ensureBuilt(root);
  expect(isBuilt(root)).toBe(true);
  expect(readFileSync(join(root, 'dist/contracts/words.js'), 'utf8')).toContain('word = 1');

  write('contracts/words.ts', 'export const word = 2;\n');
  expect(isBuilt(root)).toBe(false);
  write('contracts/more.ts', 'export const more = 1;\n');
  await ensureBuilt(root);
  expect(existsSync(join(root, 'dist/contracts/more.js'))).toBe(true);

  rmSync(join(root, 'contracts/more.ts'));
  await ensureBuilt(root);
  expect(existsSync(join(root, 'dist/contracts/more.js'))).toBe(false);
});

test('a touched file with the same content is not built again, a changed lock is', async () => {
  await ensureBuilt(root);
  utimesSync(join(root, 'contracts/words.ts'), new Date(), new Date());
  expect(isBuilt(root)).toBe(true);
  write('package-lock.json', `${readFileSync(join(root, 'package-lock.json'), 'utf8')}\n`);
  expect(isBuilt(root)).toBe(false);
});

test('sources that do not compile leave the last good build and say so', async () => {
  await ensureBuilt(root);
  write('contracts/words.ts', "export const word: number = 'one';\n");
  await expect(ensureBuilt(root)).rejects.toThrow('do not compile');
  expect(readFileSync(join(root, 'dist/contracts/words.js'), 'utf8')).toContain('word = 1');
  expect(isBuilt(root)).toBe(false);
});

test('what a killed build left is not taken for a build', async () => {
  mkdirSync(join(root, 'dist.next/contracts'), { recursive: true });
  write('dist.next/contracts/words.js', 'export const wo');
  await ensureBuilt(root);
  expect(readFileSync(join(root, 'dist/contracts/words.js'), 'utf8')).toContain('word = 1');
  expect(existsSync(join(root, 'dist.next'))).toBe(false);
});

test('several at once end with one whole build', async () => {
  await Promise.all([ensureBuilt(root), ensureBuilt(root), ensureBuilt(root)]);
  expect(isBuilt(root)).toBe(true);
});

test('dependencies count as installed only when npm finished and its record matches the lock', () => {
  rmSync(join(root, 'node_modules'));
  expect(dependenciesInstalled(root)).toBe(false);

  mkdirSync(join(root, 'node_modules/left-pad'), { recursive: true });
  write('node_modules/left-pad/package.json', '{}');
  write('package-lock.json', lock({ 'node_modules/left-pad': { version: '1.0.0' }, 'node_modules/only-on-macs': { version: '1.0.0', optional: true } }));
  // Everything is unpacked, but npm was killed before it wrote its record.
  expect(dependenciesInstalled(root)).toBe(false);

  write('node_modules/.package-lock.json', lock({ 'node_modules/left-pad': { version: '1.0.0' } }));
  expect(dependenciesInstalled(root)).toBe(true);

  write('package-lock.json', lock({ 'node_modules/left-pad': { version: '1.0.1' } }));
  expect(dependenciesInstalled(root)).toBe(false);
});

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text);
}

function lock(packages: object): string {
  return JSON.stringify({ packages: { '': {}, ...packages } });
}
