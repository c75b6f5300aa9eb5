import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { cancelWorkflowId } from '../../contracts/names.js';
import { projectRoot } from '../../tools/project-root.js';
import { ensureBuilt } from '../../tools/setup/setup.mjs';
import { type Saying, runCountermand, startCountermand } from '../support/countermand.js';
import { startTemporalServer, type TemporalServer } from '../support/temporal-server.js';
import '../setup/provided.js';

/** Nothing but a Temporal server: whoever watches needs no worker and no API. */
let temporal: TemporalServer;
let env: Record<string, string>;
beforeAll(async () => {
  await ensureBuilt(projectRoot);
  temporal = await startTemporalServer(inject('temporal').cli);
  env = { TEMPORAL_ADDRESS: temporal.address, SECRET_KEYS: `test:${randomBytes(32).toString('base64')}` };
});
afterAll(() => temporal.stop());

async function watching(paymentId: string): Promise<{ readonly id: string; readonly watch: Saying }> {
  const { out } = await runCountermand(env, ['cancel', 'powens', paymentId, '--json']);
  const { id } = JSON.parse(out) as { id: string };
  const watch = startCountermand(env, ['watch', id, '--json']);
  await says(watch, 'out', '"requested"');
  return { id, watch };
}

async function says(watch: Saying, stream: 'out' | 'err', words: string): Promise<void> {
  await vi.waitFor(() => expect(watch.said()[stream]).toContain(words), { timeout: 60_000, interval: 50 });
}

async function terminate(paymentId: string): Promise<void> {
  const connection = await Connection.connect({ address: temporal.address });
  await new Client({ connection }).workflow.getHandle(cancelWorkflowId({ provider: 'powens', account: 'default', paymentId })).terminate('by hand');
  await connection.close();
}

describe('countermand watch', () => {
  it('goes on when Temporal is back after a crash, tells each change as one line, and ends with the end', async () => {
    const { watch } = await watching('1001');
    await temporal.kill('SIGKILL');
    await says(watch, 'err', 'Temporal does not answer');
    await temporal.restart();
    await terminate('1001');
    const { code, out } = await watch.ended();
    expect(code).toBe(11);
    const seen = out.trimEnd().split('\n').map((line) => JSON.parse(line) as { status: string; problem: unknown });
    expect(seen).toMatchObject([{ status: 'requested', problem: null }, { status: 'needs_review', problem: { code: 'run_terminated' } }]);
  });

  it('ends on Ctrl-C at once, says that the cancellation goes on, and leaves it alone', async () => {
    const { id, watch } = await watching('1002');
    watch.signal('SIGINT');
    const { code, err } = await watch.ended();
    expect(code).toBe(130);
    expect(err).toBe(`No longer watched; the cancellation goes on: countermand watch ${id}\n`);
    expect(JSON.parse((await runCountermand(env, ['status', id, '--json'])).out)).toMatchObject({ status: 'requested' });
  });
});
