import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, inject, test, vi } from 'vitest';
import { freePort } from '../../tools/ports.js';
import { projectRoot } from '../../tools/project-root.js';
import { ensureBuilt } from '../../tools/setup/setup.mjs';
import { jsonClient } from '../support/json-client.js';
import { type LeashedProcess, startEntry } from '../support/leashed-process.js';
import { inheritedVariables } from '../support/stack-settings.js';
import '../setup/provided.js';

/** What a user sees of `npm start` and `npm run temporal`: from outside, by its output, ports and exit code. */
const folder = mkdtempSync(join(tmpdir(), 'countermand-start-'));
const started: LeashedProcess[] = [];

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') for (const process of started) console.error(process.output());
  await Promise.all(started.splice(0).map(async (process) => await process.kill('SIGTERM')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('npm start brings everything up, and goes on with open cancellations after Ctrl-C and after a kill', async () => {
  const env = await environment();
  const first = await run('start', env);
  await bannerOf(first);
  const { id, link } = await cancelPaymentThatNeedsItsPayer(env);

  await first.kill('SIGINT');
  expect(first.exitCode()).toBe(0);
  const second = await run('start', env);
  await bannerOf(second);
  expect(await statusOf(env, id)).toBe('awaiting_payer');

  await second.kill('SIGKILL');
  const third = await startOnceReleased(env);
  await approve(env, link);
  await vi.waitFor(async () => expect(await statusOf(env, id)).toBe('cancelled'), { timeout: 30_000, interval: 200 });
  await third.kill('SIGTERM');
  expect(third.exitCode()).toBe(0);
});

test('npm start brings a part back that died', async () => {
  const env = await environment();
  const start = await run('start', env);
  await bannerOf(start);
  process.kill(pidFromLog(start, 'worker'), 'SIGKILL');
  await vi.waitFor(() => expect(start.output()).toContain('worker ended (SIGKILL); it is started again in 1 s'), { timeout: 10_000 });
  await vi.waitFor(async () => expect((await jsonClient(`http://127.0.0.1:${env['WORKER_PORT']}`).get('/readyz')).status).toBe(200), { timeout: 60_000, interval: 200 });
});

test('npm start names every taken port, its variable and who holds it, and starts nothing', async () => {
  const env = await environment();
  const squatter = createServer().listen(Number(env['API_PORT']), '127.0.0.1');
  try {
    const start = await run('start', env);
    await ended(start);
    expect(start.exitCode()).toBe(1);
    expect(start.output()).toContain(`Port ${env['API_PORT']} (API_PORT, API) is taken by process ${process.pid} `);
    expect(start.output()).not.toContain('Temporal server');
  } finally {
    squatter.close();
  }
});

test('npm start beside a running one says which process runs, and leaves it alone', async () => {
  const env = await environment();
  const first = await run('start', env);
  const second = await run('start', { ...env, ...(await ports()) });
  await Promise.race([ended(first), ended(second)]);
  const [refused, kept] = first.hasEnded() ? [first, second] : [second, first];
  expect(refused.exitCode()).toBe(1);
  expect(refused.output()).toContain(`is already running on ${env['TEMPORAL_DEV_DB']} (process ${kept.pid}`);
  await bannerOf(kept);
});

test('npm start with wrong settings stops with the last words of the part that refused them', async () => {
  const env = { ...(await environment()), RECHECK_SCHEDULE: 'soon', MAX_PAYER_ROUNDS: 'many' };
  const start = await run('start', env);
  await ended(start);
  expect(start.exitCode()).toBe(1);
  const lastWords = start.output().split('so everything was stopped').at(1) ?? '';
  expect(lastWords).toContain('RECHECK_SCHEDULE');
  expect(lastWords).toContain('MAX_PAYER_ROUNDS');
});

test('npm start with a configured Temporal that does not answer says so', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  const start = await run('start', { ...(await environment()), TEMPORAL_ADDRESS: address });
  await ended(start);
  expect(start.exitCode()).toBe(1);
  expect(start.output()).toContain(`Temporal is configured at ${address} and does not answer`);
});

test('npm run temporal serves, and ends well on SIGTERM', async () => {
  const env = await environment();
  const temporal = await run('temporal', env);
  await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${env['TEMPORAL_DEV_UI_PORT']}`)).status).toBe(200), { timeout: 60_000, interval: 200 });
  await temporal.kill('SIGTERM');
  expect(temporal.exitCode()).toBe(0);
});

test('npm run temporal refuses a binary that is no Temporal CLI, with the remedy', async () => {
  const temporal = await run('temporal', { ...(await environment()), TEMPORAL_CLI_PATH: process.execPath });
  await ended(temporal);
  expect(temporal.exitCode()).toBe(1);
  expect(temporal.output()).toMatch(/TEMPORAL_CLI_PATH cannot be used: .* does not run as a Temporal CLI\. Set it to/);
});

async function environment(): Promise<Record<string, string>> {
  const own = mkdtempSync(join(folder, 'run-'));
  return {
    ...(await ports()),
    TEMPORAL_CLI_PATH: inject('temporal').cli,
    TEMPORAL_DEV_DB: join(own, 'temporal.db'),
    SIMULATOR_LEDGER: join(own, 'ledger.jsonl'),
    SECRET_KEYS: `test:${randomBytes(32).toString('base64')}`,
    // No profile of the person who runs the tests may decide here.
    TEMPORAL_CONFIG_FILE: join(own, 'none.toml'),
  };
}

async function ports(): Promise<Record<string, string>> {
  const names = ['TEMPORAL_DEV_PORT', 'TEMPORAL_DEV_UI_PORT', 'API_PORT', 'WORKER_PORT', 'SIMULATOR_PORT'];
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, String(await freePort())] as const)));
}

async function run(command: string, env: Readonly<Record<string, string>>): Promise<LeashedProcess> {
  await ensureBuilt(projectRoot);
  const entry = join(projectRoot, 'tools', 'run.mjs');
  const process = await startEntry({ name: command, entry, args: [command], env: { ...inheritedVariables(), ...env }, cwd: folder });
  started.push(process);
  return process;
}

/** @throws when it ends instead */
async function bannerOf(start: LeashedProcess): Promise<void> {
  const running = (): boolean => start.output().includes('Ctrl-C stops everything; open cancellations go on at the next npm start.');
  await vi.waitFor(() => expect(running() || start.hasEnded()).toBe(true), { timeout: 90_000, interval: 100 });
  expect(running()).toBe(true);
}

async function ended(process: LeashedProcess): Promise<void> {
  await vi.waitFor(() => expect(process.hasEnded()).toBe(true), { timeout: 60_000, interval: 50 });
}

/** The parts of a killed start end by themselves; until then they hold its ports and its state. */
async function startOnceReleased(env: Readonly<Record<string, string>>): Promise<LeashedProcess> {
  return await vi.waitFor(
    async () => {
      const start = await run('start', env);
      await bannerOf(start);
      return start;
    },
    { timeout: 90_000, interval: 500 },
  );
}

async function cancelPaymentThatNeedsItsPayer(env: Readonly<Record<string, string>>): Promise<{ id: string; link: string }> {
  const payment = await simulatorOf(env).post('/admin/powens/payments', { scenario: 'webview-approve', id: '424242' });
  expect(payment.status).toBeLessThan(300);
  const cancellation = await apiOf(env).post('/v1/cancellations', { provider: 'powens', paymentId: '424242' }, { prefer: 'wait=20' });
  expect(cancellation.body).toMatchObject({ status: 'awaiting_payer' });
  const { id, nextAction } = cancellation.body as { id: string; nextAction: { url: string } };
  return { id, link: nextAction.url };
}

async function approve(env: Readonly<Record<string, string>>, link: string): Promise<void> {
  const visit = await simulatorOf(env).post('/admin/powens/payments/424242/visit', { url: link });
  expect(visit.status).toBeLessThan(300);
}

async function statusOf(env: Readonly<Record<string, string>>, id: string): Promise<unknown> {
  const { body } = await apiOf(env).get(`/v1/cancellations/${id}`);
  return (body as { status?: string } | null)?.status;
}

function apiOf(env: Readonly<Record<string, string>>): ReturnType<typeof jsonClient> {
  return jsonClient(`http://127.0.0.1:${env['API_PORT']}`);
}

function simulatorOf(env: Readonly<Record<string, string>>): ReturnType<typeof jsonClient> {
  return jsonClient(`http://127.0.0.1:${env['SIMULATOR_PORT']}`);
}

function pidFromLog(start: LeashedProcess, part: string): number {
  const pid = new RegExp(`^${part} +\\| .*"pid":(\\d+)`, 'm').exec(start.output())?.[1];
  if (pid === undefined) throw new Error(`${part} printed no pid`);
  return Number(pid);
}
