import { once } from 'node:events';
import { say, SetupError } from '../setup/step.mjs';
import { checkStack, summaryOf } from './check.js';
import { rehearse } from './rehearsal.js';
import { type LocalStack, startStack } from './stack.js';

/**
 * `npm run stack`: the services of docker-compose.yml on this machine, without containers, a payment cancelled on them, until
 * Ctrl-C. With `--check`: every health check, refusals, a payment cancelled across a killed Temporal server; then it ends.
 * With `--logs`: what the services print.
 */
const options = new Set(process.argv.slice(2));
const print = options.has('--logs') ? (line: string): void => void process.stderr.write(`${line}\n`) : (): void => {};
const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const running: LocalStack[] = [];
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stop.signal.aborted) say('stopping');
    stop.abort();
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Error)) throw error;
  say(error instanceof SetupError ? error.message : (error.stack ?? error.message));
  process.exitCode = 1;
} finally {
  for (const stack of running) await stack.stop();
}
process.exit();

async function main(): Promise<number> {
  const stack = await startStack(process.env, print, stop.signal);
  running.push(stack);
  const rehearsal = rehearse(stack);
  if (options.has('--check')) {
    await checkStack(stack, rehearsal, tell);
    await stack.stop();
    tell('stopped  everything, in order');
    return 0;
  }
  tell(summaryOf('direct', await rehearsal.direct()));
  tell(whereabouts(stack));
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  return 0;
}

function whereabouts({ run }: LocalStack): string {
  return [
    '',
    `  API            https://127.0.0.1:${run.port('8443')}   (tokens: ${run.secrets}/orders_api_token, operator_api_token)`,
    `  Demo shop      https://127.0.0.1:${run.port('8444')}/shop`,
    `  Temporal UI    http://127.0.0.1:${run.port('8080')}`,
    `  Prometheus     http://127.0.0.1:${run.port('9090')}`,
    `  Authority      ${run.secrets}/ca.crt   (curl --cacert)`,
    '',
    'Ctrl-C stops everything and removes what it has left.',
  ].join('\n');
}
