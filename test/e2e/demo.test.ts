import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { startSimulator } from '../../simulator/server.js';
import { isSimulated } from '../../tools/demo/story.js';
import { freePort } from '../../tools/ports.js';
import { projectRoot } from '../../tools/project-root.js';
import { startEntry } from '../support/leashed-process.js';
import { startStack, type Stack } from '../support/stack.js';
import { inheritedVariables } from '../support/stack-settings.js';
import { runCountermand } from '../support/countermand.js';
import '../setup/provided.js';

let stack: Stack;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countermand-demo-test-'));
  stack = await startStack();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `npx countermand demo`, to its end. */
async function demo(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const entry = join(projectRoot, 'tools', 'run.mjs');
  const process = await startEntry({ name: 'demo', entry, args: ['demo', '--fast', ...args], env: { ...inheritedVariables(), ...env }, cwd: folder });
  await vi.waitFor(() => expect(process.hasEnded()).toBe(true), { timeout: 100_000, interval: 50 });
  return { code: process.exitCode(), output: process.output() };
}

/** The one line that is JSON; progress stands on standard error. */
function storyIn(output: string): unknown {
  return JSON.parse(output.split('\n').find((line) => line.startsWith('{')) ?? 'null');
}

describe('countermand demo', () => {
  it('plays the whole story on what is running, and ends well because outcome and ledger agree', async () => {
    const { code, output } = await demo(stack.env, '--json');
    expect(code).toBe(0);
    expect(storyIn(output)).toMatchObject({
      agree: true,
      crashed: false,
      rounds: 2,
      outcome: { kind: 'cancelled', how: 'afterPayerValidation', proof: { state: { state: 'rejected' } } },
      ledger: { calls: { 'powens.cancel': 1 } },
    });
  });

  it('does not end well where the story does not', async () => {
    const forbidden = { provider: 'powens', call: 'cancel', kind: '403', times: null };
    expect((await stack.simulator.post('/admin/faults', forbidden)).status).toBeLessThan(300);
    const { code, output } = await demo(stack.env);
    expect([code, output]).toEqual([1, expect.stringContaining("The payer's link was expected")]);
  });

  it('knows an API whose payments are not at this simulator, and asks it for nothing but a look', async () => {
    const other = await startSimulator({ port: 0, ledgerFile: join(folder, 'other.jsonl') });
    const before = await stack.simulator.get('/admin/ledger/summary');
    expect(await isSimulated({ apiUrl: stack.urls.api, simulatorUrl: other.url, token: undefined, crashWorker: null, close: () => Promise.resolve() })).toBe(false);
    await other.close();
    expect((await stack.simulator.get('/admin/ledger/summary')).body).toMatchObject({ effects: (before.body as { effects: object }).effects });
  });

  it('starts what is missing, kills its worker in the middle, and ends well all the same', async () => {
    const nowhere = { API_PORT: String(await freePort()), SIMULATOR_PORT: String(await freePort()) };
    const { code, output } = await demo({ ...nowhere, TEMPORAL_CLI_PATH: inject('temporal').cli });
    expect([code, output]).toEqual([0, expect.stringContaining('kill -9')]);
    expect(output).toContain("8. The provider's own ledger agrees: cancelled once.");
  });

  it('says where it can be had, to who has no checkout', async () => {
    expect(await runCountermand({}, ['demo'])).toMatchObject({ code: 2, err: expect.stringContaining('npx countermand demo') });
  });
});
