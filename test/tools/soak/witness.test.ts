import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSimulator } from '../../../simulator/server.js';
import { leaksIn } from '../../../tools/soak/leaks.js';
import { SimulatedProviders } from '../../../tools/soak/simulated-providers.js';
import { readWitness } from '../../../tools/soak/witness.js';

let folder: string;
let ledgerFile: string;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let providers: SimulatedProviders;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countermand-witness-test-'));
  ledgerFile = join(folder, 'ledger.jsonl');
  simulator = await startSimulator({ port: 0, ledgerFile });
  providers = new SimulatedProviders(simulator.url, new AbortController().signal);
});
afterEach(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

it('knows from the ledger alone what was cancelled, and when', async () => {
  const untouched = await providers.createPayment('powens', 'direct');
  const before = await providers.createPayment('powens', 'already-cancelled');
  const approved = await providers.createPayment('powens', 'already-cancelling');
  await providers.approveAtBank(approved);
  const order = await providers.createPayment('swedbankpay', 'partly-captured');
  await fetch(`${simulator.url}/admin/swedbankpay/orders/${order.split('/').at(-1)}/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"action":"cancel"}',
  });

  const witness = await readWitness(ledgerFile);
  expect(witness.cancellations).toEqual([
    { paymentId: approved, at: expect.any(String) },
    { paymentId: order, at: expect.any(String) },
  ]);
  expect(witness.cancelled).toEqual(new Set([before, approved, order]));
  expect(witness.cancelled).not.toContain(untouched);
});

it('knows every scenario of both providers by name', async () => {
  const { powens, swedbankpay } = await providers.scenarios();
  expect(powens).toContain('webview-approve');
  expect(swedbankpay).toContain('authorised');
});

it('finds a secret also as it stands in an address, and never repeats it', () => {
  const places = { 'a log': Buffer.from('GET /r?code=%2B%2Fabc%3D 303') };
  expect(leaksIn(places, { token: ['+/abc='], other: ['xyz'] })).toEqual([{ secret: 'token', place: 'a log', at: 12 }]);
});
