import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseCLI } from 'vitest/node';
import { ensureChromium } from '../chromium.js';
import { projectRoot } from '../project-root.js';
import { ensurePrometheus } from '../prometheus.js';
import { say, SetupError } from '../setup/step.mjs';
import { runTests } from './run-tests.js';
import { addTallies, type Tally } from './tally.js';

/**
 * `npm test`: type check, lint, then every test; each of the two checks counts as one test in the last line. With
 * arguments (`npm test -- test/api -t state`) only the tests they name.
 */
process.chdir(projectRoot);
const tallies = process.argv.length > 2 ? [await runNamedTests(process.argv.slice(2))] : await runEverything();
const { passed, failed } = tallies.reduce(addTallies);
process.stdout.write(`${passed} passed, ${failed} failed\n`, () => process.exit(failed === 0 ? 0 : 1));

async function runEverything(): Promise<Tally[]> {
  await announceMissingPrograms();
  return [
    await runCheck('type check', ['typescript', 'bin', 'tsc'], ['--noEmit']),
    await runCheck('lint', ['eslint', 'bin', 'eslint.js'], ['.']),
    await runTests([], {}),
  ];
}

async function runNamedTests(args: readonly string[]): Promise<Tally> {
  const { filter, options } = parseCLI(['vitest', 'run', ...args]);
  return await runTests(filter, options);
}

/** The tests that need a program fail with the same message; here it stands before everything else. */
async function announceMissingPrograms(): Promise<void> {
  for (const ensure of [ensureChromium, ensurePrometheus]) {
    try {
      await ensure(process.env);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      say(error.message);
    }
  }
}

async function runCheck(name: string, script: readonly string[], args: readonly string[]): Promise<Tally> {
  say(name);
  const child = spawn(process.execPath, [join(projectRoot, 'node_modules', ...script), ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'close');
  if (code === 0) return { passed: 1, failed: 0 };
  say(`${name} failed`);
  return { passed: 0, failed: 1 };
}
