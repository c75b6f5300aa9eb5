// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep, say, SetupError } from './step.mjs';

const NOT_SOURCES = new Set(['node_modules', 'test', 'docs', 'coverage']);
const ALSO_SOURCES = ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json'];

/**
 * True when dist/ was built from the sources as they are. Sizes and times first; contents when those differ (a fresh
 * checkout, a touched file).
 * @param {string} root
 */
export function isBuilt(root) {
  const stamp = readStamp(root);
  if (stamp === null) return false;
  const sources = listSources(root);
  const quick = quickSignature(sources);
  if (stamp.quick === quick) return true;
  if (stamp.content !== contentSignature(root, sources)) return false;
  writeStamp(join(root, 'dist'), { ...stamp, quick });
  return true;
}

/**
 * Compiles the sources and bundles the workflows in a folder aside, and puts it in the place of dist/ when all went
 * well: a build that fails or is killed leaves the last good one, and is done again next time.
 * @param {string} root
 * @param {import('./lock.mjs').HeldLock} held
 */
export async function build(root, held) {
  say('building');
  const sources = listSources(root);
  const stamp = { quick: quickSignature(sources), content: contentSignature(root, sources) };
  removeLeftovers(root);
  const next = join(root, 'dist.next');
  await compile(root, next, held);
  await bundleWorkflows(root, next, held);
  writeStamp(next, stamp);
  putInPlace(root, next);
}

/**
 * @param {string} root
 * @param {string} next
 * @param {import('./lock.mjs').HeldLock} held
 */
async function compile(root, next, held) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', next, '--noEmitOnError'];
  const code = await runStep({ command: process.execPath, args, cwd: root, held });
  if (code !== 0) throw new SetupError('the sources do not compile; the errors stand above.');
}

/**
 * @param {string} root
 * @param {string} next
 * @param {import('./lock.mjs').HeldLock} held
 */
async function bundleWorkflows(root, next, held) {
  const script = join(next, 'worker', 'build-bundle.js');
  if (!existsSync(script)) return;
  const code = await runStep({ command: process.execPath, args: [script], cwd: root, held });
  if (code !== 0) throw new SetupError('the workflows do not bundle; the errors stand above.');
}

/** @param {string} root */
function removeLeftovers(root) {
  rmSync(join(root, 'dist.next'), { recursive: true, force: true });
  rmSync(join(root, 'dist.old'), { recursive: true, force: true });
}

/**
 * @param {string} root
 * @param {string} next
 */
function putInPlace(root, next) {
  const dist = join(root, 'dist');
  if (existsSync(dist)) renameSync(dist, join(root, 'dist.old'));
  renameSync(next, dist);
  removeLeftovers(root);
}

/**
 * @param {string} root
 * @returns {readonly { readonly path: string, readonly size: number, readonly mtimeMs: number }[]}
 */
function listSources(root) {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !entry.name.startsWith('dist') && !NOT_SOURCES.has(entry.name));
  const inFolders = folders.flatMap((folder) => readdirSync(join(root, folder.name), { recursive: true, encoding: 'utf8' }).map((path) => join(folder.name, path)));
  return [...inFolders.filter(isSource), ...ALSO_SOURCES].sort().map((path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    return { path, size, mtimeMs };
  });
}

/** @param {string} path */
function isSource(path) {
  return /\.m?ts$|\.mjs$/.test(path) && !path.endsWith('.test.ts');
}

/** @param {ReturnType<typeof listSources>} sources */
function quickSignature(sources) {
  return digest(sources.map(({ path, size, mtimeMs }) => `${path} ${size} ${mtimeMs}`));
}

/**
 * @param {string} root
 * @param {ReturnType<typeof listSources>} sources
 */
function contentSignature(root, sources) {
  return digest(sources.map(({ path }) => `${path} ${digest([readFileSync(join(root, path), 'utf8')])}`));
}

/** @param {readonly string[]} lines */
function digest(lines) {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/**
 * @param {string} root
 * @returns {{ quick: string, content: string } | null}
 */
function readStamp(root) {
  try {
    return JSON.parse(readFileSync(join(root, 'dist', '.built.json'), 'utf8'));
  } catch {
    return null;
  }
}

/**
 * @param {string} folder
 * @param {{ quick: string, content: string }} stamp
 */
function writeStamp(folder, stamp) {
  writeFileSync(join(folder, '.built.json'), JSON.stringify(stamp));
}
