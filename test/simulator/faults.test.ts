import { describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../simulator/core/fault-kinds.js';
import type { RunningSimulator } from '../../simulator/server.js';
import { eventually } from '../workflow/eventually.js';
import {
  cancel,
  createPayment,
  openSimulator,
  openSimulatorOn,
  read,
  send,
  serviceToken,
} from './support.js';

async function addFault(simulator: RunningSimulator, fault: object): Promise<void> {
  const reply = await send('POST', `${simulator.url}/admin/faults`, { body: { provider: 'powens', ...fault } });
  expect(reply.status, reply.text).toBe(201);
}

async function summary(simulator: RunningSimulator, id: string): Promise<Readonly<Record<string, unknown>>> {
  return (await send('GET', `${simulator.url}/admin/ledger/summary?payment=${id}`)).json;
}

async function stateOf(simulator: RunningSimulator, id: string): Promise<unknown> {
  return (await send('GET', `${simulator.url}/admin/powens/payments/${id}`)).json['state'];
}

async function lastCall(simulator: RunningSimulator, id: string): Promise<Readonly<Record<string, unknown>>> {
  const { json } = await send('GET', `${simulator.url}/admin/ledger?payment=${id}&call=cancel`);
  const calls: unknown = json['calls'];
  const last: unknown = Array.isArray(calls) ? calls.at(-1) : null;
  return typeof last === 'object' && last !== null ? { ...last } : {};
}

/** A cancel request that may not be answered. */
async function tryToCancel(simulator: RunningSimulator, id: string, token: string): Promise<'answered' | 'lost'> {
  const response = await fetch(`${simulator.url}/powens/2.0/payments/${id}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ cancel: true, client_redirect_uri: 'http://127.0.0.1:9/callbacks/powens' }),
    signal: AbortSignal.timeout(300),
  }).catch(() => null);
  const body = await response?.text().catch(() => null);
  return body == null ? 'lost' : 'answered';
}

describe('faults that lose the answer', () => {
  it.each(['lost-answer-hang', 'lost-answer-reset', 'truncated'])(
    '%s: committed, and the ledger knows',
    async (kind) => {
      const simulator = await openSimulator();
      const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
      await addFault(simulator, { call: 'cancel', kind });
      expect(await tryToCancel(simulator, id, token)).toBe('lost');
      await eventually('the cancellation takes effect', () => stateOf(simulator, id), (state) => state === 'rejected');
      expect(await lastCall(simulator, id)).toMatchObject({ fault: kind, committed: true, answered: false });
      expect((await summary(simulator, id))['effectiveCancellations']).toEqual({ [id]: 1 });
    },
  );

  it.each(['hang-before', 'reset-before'])('%s: nothing happened', async (kind) => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
    await addFault(simulator, { call: 'cancel', kind });
    expect(await tryToCancel(simulator, id, token)).toBe('lost');
    await eventually('the call', async () => (await lastCall(simulator, id))['fault'], (fault) => fault === kind);
    expect(await stateOf(simulator, id)).toBe('pending');
    expect(await lastCall(simulator, id)).toMatchObject({ committed: false, answered: false });
  });
});

describe('faults that answer', () => {
  it.each([
    ['401', 401, 'pending'],
    ['403', 403, 'pending'],
    ['404', 404, 'pending'],
    ['409', 409, 'pending'],
    ['429', 429, 'pending'],
    ['429-retry-after', 429, 'pending'],
    ['500-before', 500, 'pending'],
    ['500-after', 500, 'rejected'],
    ['502', 502, 'pending'],
    ['502-after', 502, 'rejected'],
    ['503', 503, 'pending'],
    ['503-after', 503, 'rejected'],
    ['504', 504, 'pending'],
    ['504-after', 504, 'rejected'],
    ['redirect', 302, 'pending'],
    ['html-200', 200, 'rejected'],
    ['empty-200', 200, 'rejected'],
    ['wrong-content-type', 200, 'rejected'],
    ['unknown-state', 200, 'rejected'],
    ['wrong-id', 200, 'rejected'],
  ])('%s answers %i and leaves the payment %s', async (kind, status, state) => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
    await addFault(simulator, { call: 'cancel', kind });
    expect((await cancel(simulator, id, token)).status).toBe(status);
    expect(await stateOf(simulator, id)).toBe(state);
  });

  it('spoils exactly what the kind names', async () => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
    const spoiled = async (kind: string, parameters: object = {}): Promise<Awaited<ReturnType<typeof read>>> => {
      await addFault(simulator, { call: 'read', kind, parameters });
      return read(simulator, id, token);
    };
    expect((await spoiled('unknown-state')).json).toMatchObject({ id: Number(id), state: 'hibernating' });
    expect((await spoiled('wrong-id')).json).toMatchObject({ id: 987654321, state: 'pending' });
    expect((await spoiled('empty-200')).text).toBe('');
    expect((await spoiled('html-200')).headers.get('content-type')).toContain('text/html');
    expect((await spoiled('wrong-content-type')).headers.get('content-type')).toBe('text/plain');
    expect((await spoiled('giant', { bytes: 1_000_000 })).text.length).toBeGreaterThan(1_000_000);
    expect((await spoiled('slow-drip', { delayMs: 0 })).json['state']).toBe('pending');
    expect((await spoiled('429')).headers.get('retry-after')).toBeNull();
    expect((await spoiled('429-retry-after', { retryAfterSeconds: 7 })).headers.get('retry-after')).toBe('7');
    expect((await read(simulator, id, token)).json['state']).toBe('pending');
  });

  it('every kind is known to the admin API, and no other', async () => {
    const simulator = await openSimulator();
    expect((await send('GET', `${simulator.url}/admin/fault-kinds`)).json).toEqual(FAULT_KINDS);
    const reply = await send('POST', `${simulator.url}/admin/faults`, { body: { kind: 'mischief' } });
    expect(reply.status).toBe(400);
    expect(reply.json['detail']).toContain('kind');
  });
});

describe('late commits', () => {
  it('answer 504 at once and take effect when the clock gets there', async () => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
    await addFault(simulator, { call: 'cancel', kind: 'late-commit', parameters: { delayMs: 60_000 } });
    expect((await cancel(simulator, id, token)).status).toBe(504);
    expect(await stateOf(simulator, id)).toBe('pending');
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 60_000 } });
    expect(await stateOf(simulator, id)).toBe('rejected');
    expect(await lastCall(simulator, id)).toMatchObject({ committed: true, status: 504 });
  });

  it('take effect after a restart too', async () => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
    await addFault(simulator, { call: 'cancel', kind: 'late-commit', parameters: { delayMs: 60_000 } });
    await cancel(simulator, id, token);
    const next = await openSimulatorOn(simulator.ledgerFile);
    await send('POST', `${next.url}/admin/clock`, { body: { advanceMs: 60_000 } });
    expect(await stateOf(next, id)).toBe('rejected');
  });
});

describe('the address of a fault', () => {
  it('is the nth matching call, so many times', async () => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
    await addFault(simulator, { call: 'read', payment: id, kind: '503', nth: 2, times: 2 });
    const statuses = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await read(simulator, id, token)).status);
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
  });

  it('spares other payments and other calls', async () => {
    const simulator = await openSimulator();
    const [hit, spared, token] = [
      await createPayment(simulator),
      await createPayment(simulator),
      await serviceToken(simulator),
    ];
    await addFault(simulator, { call: 'read', payment: hit, kind: '503', times: null });
    expect((await read(simulator, spared, token)).status).toBe(200);
    expect((await read(simulator, hit, token)).status).toBe(503);
    expect((await cancel(simulator, hit, token)).status).toBe(200);
  });

  it('can be a share of all calls, the same ones for the same seed', async () => {
    const run = async (): Promise<readonly number[]> => {
      const simulator = await openSimulator();
      const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
      await addFault(simulator, { call: 'read', kind: '503', rate: 0.5, seed: 'a' });
      const statuses = [];
      for (let count = 0; count < 20; count += 1) statuses.push((await read(simulator, id, token)).status);
      return statuses;
    };
    const [one, other] = [await run(), await run()];
    expect(one).toEqual(other);
    expect(new Set(one)).toEqual(new Set([200, 503]));
  });

  it('can be cleared', async () => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator), await serviceToken(simulator)];
    await addFault(simulator, { kind: '503', times: null });
    expect((await read(simulator, id, token)).status).toBe(503);
    expect((await send('DELETE', `${simulator.url}/admin/faults`)).json).toEqual({ cleared: 1 });
    expect((await read(simulator, id, token)).status).toBe(200);
  });
});
