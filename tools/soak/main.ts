import { projectRoot } from '../project-root.js';
import { say, SetupError } from '../setup/step.mjs';
import { readOptions, USAGE } from './options.js';
import { reportOf } from './report.js';
import { soak } from './run.js';

/** `npm run soak`: ends with 0 only where nothing was found, with 130 where somebody stopped it. */
const FOUND = 1;
const WRONG_USE = 2;
const INTERRUPTED = 130;

process.chdir(projectRoot);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!interrupted.signal.aborted) say('stopping everything; nothing is judged');
    interrupted.abort();
  });
}
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  // Everything is stopped: what still looks for a part that is gone is not waited for.
  if (interrupted.signal.aborted) process.exit(INTERRUPTED);
  say(error instanceof SetupError ? error.message : describe(error));
  return error instanceof SetupError ? WRONG_USE : FOUND;
});

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === null) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const result = await soak(options, { env: process.env, say, signal: interrupted.signal });
  process.stdout.write(reportOf(options, result));
  return result.findings.length === 0 ? 0 : FOUND;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
