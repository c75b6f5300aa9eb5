import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SetupError } from '../setup/step.mjs';
import type { Cancellation, Rehearsal } from './rehearsal.js';
import type { LocalStack } from './stack.js';

const PATIENCE_MS = 60_000;
const BAD_GATEWAY = 502;

/**
 * Looks at everything that a stack must do before it may be called production-like, and tells one line for each.
 * @throws SetupError or what went wrong with the first that does not hold
 */
export async function checkStack(stack: LocalStack, rehearsal: Rehearsal, tell: (line: string) => void): Promise<void> {
  for (const { name, healthCheck, isHealthy } of stack.services) {
    hold(await isHealthy(), `${name} is healthy`);
    tell(healthCheck === null ? `job      ${name}: done` : `healthy  ${name}: ${healthCheck[0]?.split('/').at(-1)} …`);
  }
  hold((await rehearsal.statusWithoutToken('/v1/cancellations')) === 401, 'the API refuses a caller without a token');
  tell('refused  a caller of the API without a token: 401');
  hold(!(await temporalAnswersWithoutCertificate(stack)), 'Temporal refuses a client without a certificate');
  tell('refused  a client of Temporal without a certificate');
  hold(!(await edgeTellsAddresses(stack, rehearsal)), 'the edge keeps payers’ addresses to itself while the API is away');
  tell('silent   the edge about a payer’s address, asked for while the API is away');
  tell(`scraped  ${(await untilScraped(stack)).join(', ')}`);
  tell(summaryOf('direct', await rehearsal.direct()));
  const awaited = await rehearsal.withPayer(async () => {
    const temporal = named(stack, 'temporal');
    temporal.killProgram();
    tell('killed   the Temporal server (SIGKILL) while the payer is awaited');
    await untilNot(temporal.isHealthy);
    for (const name of ['temporal', 'worker', 'api', 'edge']) await named(stack, name).untilHealthy();
    tell('healthy  again, the Temporal server started by its supervisor on the same database');
  });
  tell(summaryOf('with payer', awaited));
}

/** One line of a cancellation that must have succeeded. */
export function summaryOf(what: string, { paymentId, outcome, rounds }: Cancellation): string {
  hold(outcome?.kind === 'cancelled' && outcome.proof !== null, `payment ${paymentId} is cancelled, with proof: ${JSON.stringify(outcome)}`);
  return `outcome  ${what}: payment ${paymentId} ${outcome?.kind} (${outcome?.how}), money ${outcome?.moneyMovement}, ${rounds} payer rounds, proof kept`;
}

function hold(holds: boolean, what: string): void {
  if (!holds) throw new SetupError(`this does not hold: ${what}`);
}

function named({ services }: LocalStack, name: string): LocalStack['services'][number] {
  const service = services.find((candidate) => candidate.name === name);
  if (service === undefined) throw new Error(`the stack has no ${name}`);
  return service;
}

async function temporalAnswersWithoutCertificate({ run }: LocalStack): Promise<boolean> {
  const args = ['operator', 'cluster', 'health', '--address', `127.0.0.1:${run.port('7233')}`, '--tls-ca-path', join(run.secrets, 'ca.crt'), '--tls-server-name', 'temporal', '--command-timeout', '10s'];
  const env = { PATH: process.env['PATH'], HOME: run.root };
  return await promisify(execFile)(join(run.programs, 'temporal'), args, { env }).then(() => true, () => false);
}

/** What a proxy says of a request it could not pass on: a payer's handle and the bank's state are in the address. */
async function edgeTellsAddresses(stack: LocalStack, { statusWithoutToken }: Rehearsal): Promise<boolean> {
  const [api, edge] = [named(stack, 'api'), named(stack, 'edge')];
  const giveUpAt = Date.now() + PATIENCE_MS;
  do {
    hold(Date.now() < giveUpAt, 'the API goes away when it is killed');
    api.killProgram();
  } while ((await statusWithoutToken('/r/canary-handle?state=canary-state')) !== BAD_GATEWAY);
  await api.untilHealthy();
  return edge.lastLines().some((line) => line.includes('canary'));
}

const scrapedSchema = z.object({ data: z.object({ activeTargets: z.array(z.object({ health: z.string(), lastError: z.string(), labels: z.object({ job: z.string() }) })) }) });

/** @returns the jobs of all targets, once Prometheus has read each of them */
async function untilScraped({ run }: LocalStack): Promise<string[]> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${run.port('9090')}/api/v1/targets`);
    const { activeTargets } = scrapedSchema.parse(await answer.json()).data;
    if (activeTargets.length > 0 && activeTargets.every(({ health }) => health === 'up')) return activeTargets.map(({ labels }) => labels.job);
    if (Date.now() > giveUpAt) throw new SetupError(`Prometheus cannot read everything: ${JSON.stringify(activeTargets)}`);
    await sleep(250);
  }
}

async function untilNot(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while ((await isSo()) && Date.now() < giveUpAt) await sleep(50);
}
