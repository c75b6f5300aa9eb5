import { appendFile, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  cancel,
  createPayment,
  openSimulator,
  openSimulatorOn,
  read,
  scopedToken,
  send,
  serviceToken,
  webviewUrl,
} from './support.js';

describe('the ledger', () => {
  it('carries payments, tokens, clock and faults into the next process', async () => {
    const first = await openSimulator();
    const id = await createPayment(first, { scenario: 'webview-approve' });
    const token = await serviceToken(first);
    await cancel(first, id, token);
    const code = await scopedToken(first, id, token);
    await send('POST', `${first.url}/admin/clock`, { body: { advanceMs: 600_000 } });
    await send('POST', `${first.url}/admin/faults`, { body: { call: 'list', kind: '503', times: null } });
    // The first one is not closed: as after a SIGKILL, nothing had a chance to be tidied up.
    const second = await openSimulatorOn(first.ledgerFile);
    expect((await read(second, id, token)).json['state_detail']).toBe('cancelling_webauth');
    expect((await send('GET', webviewUrl(second, id, code))).status).toBe(200);
    expect((await send('GET', `${second.url}/admin/clock`)).json['offsetMs']).toBe(600_000);
    expect((await send('GET', `${second.url}/powens/2.0/payments`, { token })).status).toBe(503);
    expect(await createPayment(second)).not.toBe(id);
    const summary = await send('GET', `${second.url}/admin/ledger/summary?payment=${id}`);
    expect(summary.json['calls']).toMatchObject({ 'powens.cancel': 1, 'powens.scopedtoken': 1 });
  });

  it('forgets a row that was not written to its end, and only that one', async () => {
    const first = await openSimulator();
    const id = await createPayment(first);
    await appendFile(first.ledgerFile, '{"seq":99,"type":"effect","provider":"powens","eff');
    const second = await openSimulatorOn(first.ledgerFile);
    expect((await send('GET', `${second.url}/admin/powens/payments/${id}`)).json['state']).toBe('pending');
    await createPayment(second);
    const rows = (await readFile(first.ledgerFile, 'utf8')).trimEnd().split('\n');
    for (const row of rows) expect(() => JSON.parse(row) as unknown).not.toThrow();
  });

  it('holds the commit before the answer is sent', async () => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
    await cancel(simulator, id, token);
    const written = await readFile(simulator.ledgerFile, 'utf8');
    const effects = written.split('\n').filter((row) => row.includes('"effectiveCancellation":true'));
    expect(effects).toHaveLength(1);
  });

  it('counts a repeated request as received and accepted, and still only one effective cancellation', async () => {
    const simulator = await openSimulator();
    const id = await createPayment(simulator, { scenario: 'webview-approve' });
    const token = await serviceToken(simulator);
    await cancel(simulator, id, token);
    await cancel(simulator, id, token);
    await send('POST', `${simulator.url}/admin/powens/payments/${id}/payer`, { body: { action: 'approve' } });
    const { json } = await send('GET', `${simulator.url}/admin/ledger/summary?payment=${id}`);
    expect(json['calls']).toEqual({ 'powens.cancel': 2 });
    expect(json['effects']).toMatchObject({ 'powens.cancellation.accepted': 2, 'powens.payment.cancelled': 1 });
    expect(json['effectiveCancellations']).toEqual({ [id]: 1 });
  });

  it('keeps each call with its headers, its fault and how it ended', async () => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
    await read(simulator, id, token);
    const { json } = await send('GET', `${simulator.url}/admin/ledger?payment=${id}&call=read`);
    expect(json['calls']).toEqual([
      expect.objectContaining({
        provider: 'powens',
        call: 'read',
        payment: id,
        fault: null,
        committed: false,
        answered: true,
        status: 200,
        request: expect.objectContaining({
          method: 'GET',
          target: `/powens/2.0/payments/${id}`,
          headers: expect.objectContaining({ authorization: `Bearer ${token}` }),
        }),
      }),
    ]);
  });

  it('knows the calls after a given row only, when asked', async () => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
    await read(simulator, id, token);
    const seen = simulator.world.journal.calls({ payment: id })[0]?.seq ?? 0;
    await cancel(simulator, id, token);
    const later = simulator.world.journal.calls({ payment: id, since: seen });
    expect(later.map((call) => call.call)).toEqual(['cancel']);
  });
});

describe('service times', () => {
  it('slow down the calls they name', async () => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
    const set = await send('PUT', `${simulator.url}/admin/service-times`, {
      body: { provider: 'powens', call: 'read', milliseconds: 50 },
    });
    expect(set.json).toEqual({ 'powens.read': 50 });
    const started = performance.now();
    await read(simulator, id, token);
    expect(performance.now() - started).toBeGreaterThanOrEqual(49);
  });
});
