// @ts-check
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runStep, say, SetupError } from './step.mjs';

/**
 * True when node_modules holds what package-lock.json asks for. Whoever installed it: npm's own record of what it
 * installed is compared with the lock, and the answer remembered until one of the two files changes.
 * @param {string} root
 */
export function dependenciesInstalled(root) {
  const files = filesOf(root);
  if (!existsSync(files.installed)) return false;
  const signature = `${signatureOf(files.lock)} ${signatureOf(files.installed)}`;
  if (existsSync(files.stamp) && readFileSync(files.stamp, 'utf8') === signature) return true;
  if (!installedMatchesLock(root, packagesOf(files.lock), packagesOf(files.installed))) return false;
  writeFileSync(files.stamp, signature);
  return true;
}

/**
 * Installs exactly what package-lock.json says. An install killed half-way leaves no record of npm's and is done again.
 * @param {string} root
 * @param {import('./lock.mjs').HeldLock} held
 */
export async function installDependencies(root, held) {
  say('installing dependencies (npm ci)');
  const npm = findNpm();
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await runStep({ command: npm.command, args: [...npm.args, ...args], cwd: root, held });
  if (code !== 0) throw new SetupError(`npm ci failed (exit ${code}); what it said stands above. Without a network: connect once, then run the same command again.`);
  if (!dependenciesInstalled(root)) throw new SetupError('npm ci ended well but node_modules does not hold what package-lock.json asks for. Delete node_modules and run the same command again.');
}

/** @param {string} root */
function filesOf(root) {
  return {
    lock: join(root, 'package-lock.json'),
    // npm removes node_modules first and writes this file last.
    installed: join(root, 'node_modules', '.package-lock.json'),
    stamp: join(root, 'node_modules', '.countermand-installed'),
  };
}

/** @param {string} path */
function signatureOf(path) {
  const { size, mtimeMs } = statSync(path);
  return `${size}:${mtimeMs}`;
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>}
 */
function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/**
 * @param {string} root
 * @param {ReturnType<typeof packagesOf>} wanted
 * @param {ReturnType<typeof packagesOf>} installed
 */
function installedMatchesLock(root, wanted, installed) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && existsSync(join(root, path, 'package.json'));
  });
}

/** npm may be missing from a service's PATH although it came with Node: run npm's own script with this very Node. */
function findNpm() {
  const script = npmScripts().find((path) => path !== undefined && /npm-cli\.js$/.test(path) && existsSync(path));
  if (script !== undefined) return { command: process.execPath, args: [script] };
  throw new SetupError(`npm was not found beside ${process.execPath} nor on PATH. Install npm (it comes with Node from https://nodejs.org) and run the same command again.`);
}

function npmScripts() {
  const nodeFolder = dirname(process.execPath);
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm')).filter(existsSync);
  return [
    process.env.npm_execpath,
    join(nodeFolder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(nodeFolder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ...onPath.map((path) => realpathSync(path)),
    join(nodeFolder, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
  ];
}
