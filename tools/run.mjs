#!/usr/bin/env node
// @ts-check
// Everything a person starts comes through here: it makes the checkout ready and then becomes the asked command, in
// this same process, so that signals, output and exit codes are the command's own.
// This file must be readable by every Node it may have to refuse: no syntax newer than 2020 in it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST_NODE = { major: 20, minor: 19 };

const ENTRIES = new Map([
  ['start', 'tools/start/main.js'],
  ['temporal', 'tools/temporal/main.js'],
  ['worker', 'worker/main.js'],
  ['api', 'api/main.js'],
  ['codec-server', 'codec-server/main.js'],
  ['simulator', 'simulator/main.js'],
  ['stack', 'tools/stack/main.js'],
  ['test', 'tools/test/main.js'],
  ['bench', 'bench/main.js'],
  ['demo', 'tools/demo/main.js'],
  ['fuzz:api', 'tools/fuzz/main.js'],
  ['soak', 'tools/soak/main.js'],
]);
const CLI_ENTRY = 'cli/main.js';

main().catch((error) => {
  process.stderr.write(`countermand: ${error instanceof Error && error.constructor.name !== 'SetupError' ? error.stack : error.message}\n`);
  process.exit(1);
});

async function main() {
  refuseOldNode();
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { ensureReady } = await import('./setup/setup.mjs');
  const [command = '', ...rest] = process.argv.slice(2);
  await prepare(command, () => ensureReady(root));
  if (command === 'build') return;
  const entry = entryOf(root, command);
  process.argv = [process.execPath, entry, ...(ENTRIES.has(command) ? rest : process.argv.slice(2))];
  await import(pathToFileURL(entry).href);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor)) return;
  process.stderr.write(
    `countermand: this is Node ${process.versions.node} (${process.execPath}); ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer is needed.\n` +
      'Install a current one from https://nodejs.org, or with a version manager (`nvm install 22`), and run the same command again.\n',
  );
  process.exit(1);
}

/**
 * A build that fails is a failed test run and ends like one.
 * @param {string} command
 * @param {() => Promise<void>} ready
 */
async function prepare(command, ready) {
  try {
    await ready();
  } catch (error) {
    if (command !== 'test') throw error;
    process.stderr.write(`countermand: ${error instanceof Error ? error.message : String(error)}\n`);
    process.stdout.write('0 passed, 1 failed\n');
    process.exit(1);
  }
}

/**
 * @param {string} root
 * @param {string} command
 */
function entryOf(root, command) {
  const entry = join(root, 'dist', ENTRIES.get(command) || CLI_ENTRY);
  if (existsSync(entry)) return entry;
  process.stderr.write(`countermand: no command ${JSON.stringify(command)} here. There are: ${[...ENTRIES.keys()].join(', ')}, build.\n`);
  process.exit(2);
}
