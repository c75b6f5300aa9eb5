import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../tools/project-root.js';
import { ensureBuilt } from '../../tools/setup/setup.mjs';
import { NOT_RUN } from '../../tools/stack/not-run.js';
import { COMPOSE_FILE, loadCompose, REHEARSAL_SETTINGS } from '../../tools/stack/compose-model.js';
import { type LeashedProcess, startEntry } from '../support/leashed-process.js';

/** A minute; the first time, the Temporal server is built. */
const PATIENT = 15 * 60_000;

let stack: LeashedProcess;
beforeAll(async () => {
  await ensureBuilt(projectRoot);
  stack = await startEntry({ name: 'stack', entry: join(projectRoot, 'tools', 'run.mjs'), args: ['stack', '--check'], env: process.env, cwd: projectRoot });
  await vi.waitFor(() => expect(stack.hasEnded()).toBe(true), { timeout: PATIENT, interval: 250 });
}, PATIENT);
afterAll(async () => await stack.kill('SIGTERM'));

describe('npm run stack -- --check', () => {
  it('ends well', () => {
    expect(stack.exitCode(), stack.output()).toBe(0);
    expect(stack.output()).toContain('stopped  everything, in order');
  });

  it('finds every service of docker-compose.yml healthy by its own health check, or says that it is not run', async () => {
    const { services } = await loadCompose({ composeFile: COMPOSE_FILE, envFile: REHEARSAL_SETTINGS, variables: {} }, process.env);
    for (const [name, { healthcheck }] of Object.entries(services)) {
      const line = NOT_RUN[name] === undefined ? `${healthcheck === undefined ? 'job     ' : 'healthy '} ${name}: ` : `${name} is not run: `;
      expect(stack.output()).toContain(line);
    }
  });

  it('lets nobody in without a token or a certificate', () => {
    expect(stack.output()).toContain('refused  a caller of the API without a token: 401');
    expect(stack.output()).toContain('refused  a client of Temporal without a certificate');
  });

  it('has an edge that keeps the addresses of payers out of its log, also of those it could not pass on', () => {
    expect(stack.output()).toContain('silent   the edge about a payer’s address');
  });

  it('has its metrics read by Prometheus', () => {
    expect(stack.output()).toMatch(/^scraped {2}countermand-api, countermand-worker, prometheus, temporal$/m);
  });

  it('cancels a payment with everything set as in production', () => {
    expect(stack.output()).toMatch(/^outcome {2}direct: payment \d+ cancelled \(direct\), money none, 0 payer rounds, proof kept$/m);
  });

  it('comes to the right outcome when the Temporal server is killed while the payer is awaited, on PostgreSQL', () => {
    expect(stack.output()).toContain('killed   the Temporal server (SIGKILL) while the payer is awaited');
    expect(stack.output()).toMatch(/^outcome {2}with payer: payment \d+ cancelled \(afterPayerValidation\), money none, 1 payer rounds, proof kept$/m);
  });
});
