import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CancellationError, connectLazily } from '../../client/index.js';
import { freshPaymentId, openClientRig, payerLinkOf, SAYS } from './rig.js';
import type { ClientRig } from './rig.js';

let rig: ClientRig;
beforeAll(async () => {
  rig = await openClientRig(inject('temporal'));
});
afterAll(() => rig.close());

const powens = (paymentId: string): { provider: string; paymentId: string } => ({ provider: 'powens', paymentId });
const WAIT = { waitMs: 20_000 };

/** The code of the error a call ends with. */
async function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'no error',
    (error: unknown) => (error instanceof CancellationError ? error.code : error),
  );
}

describe('a start', () => {
  it('gives the outcome of a direct cancellation, and the resource has every field', async () => {
    const paymentId = freshPaymentId();
    const cancellation = await rig.cancellations.start({ ...powens(paymentId), orderRef: 'A-17', deadline: 'P7D' }, WAIT);
    expect(cancellation.created).toBe(true);
    expect(await cancellation.result()).toMatchObject({ kind: 'cancelled', how: 'direct' });
    const { resource } = cancellation;
    expect(resource).toEqual({
      id: cancellation.id,
      workflowId: `cancel-payment/powens/default/${paymentId}`,
      provider: 'powens',
      account: 'default',
      paymentId,
      orderRef: 'A-17',
      status: 'cancelled',
      created: true,
      rounds: 0,
      deadline: new Date(Date.parse(resource.createdAt) + 604_800_000).toISOString(),
      supersedes: null,
      nextAction: null,
      outcome: expect.objectContaining({ kind: 'cancelled' }),
      problem: null,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it('waits for the first step and says what to do next', async () => {
    const paymentId = freshPaymentId();
    rig.says(paymentId, SAYS.payerNeeded);
    const cancellation = await rig.cancellations.start(powens(paymentId), WAIT);
    expect(cancellation.resource).toMatchObject({
      status: 'awaiting_payer',
      rounds: 1,
      nextAction: { type: 'redirect_payer', url: payerLinkOf(cancellation.id) },
    });
    expect(Date.parse(cancellation.resource.deadline ?? '')).toBeGreaterThan(Date.now());
    expect((await rig.library({ payerLink: payerLinkOf }).get(cancellation.id)).resource.nextAction).not.toBeNull();
  });

  it('needs no worker, and neither does looking', async () => {
    await rig.stopWorker();
    try {
      const cancellation = await rig.cancellations.start(powens(freshPaymentId()), { waitMs: 100 });
      expect(cancellation.resource).toMatchObject({ status: 'requested', created: true, outcome: null });
      const found = await rig.cancellations.get(cancellation.id);
      expect(found.resource).toEqual({ ...cancellation.resource, created: false });
      expect(await codeOf(rig.library({ rpcTimeoutMs: 300 }).get(found.id).then((run) => run.stop()))).toBe(
        'worker_unavailable',
      );
    } finally {
      await rig.startWorker();
    }
  });

  it.each([
    ['/deadline', { deadline: 'soon' }],
    ['/paymentId', { paymentId: '' }],
    ['/provider', { provider: '' }],
  ])('with a bad %s starts nothing and says where', async (pointer, bad) => {
    const call = rig.cancellations.start({ ...powens(freshPaymentId()), ...bad });
    await expect(call).rejects.toMatchObject({ code: 'invalid_request', problems: [{ pointer }] });
  });
});

describe('a repeat', () => {
  it('while the first is open finds it, whatever it leaves out', async () => {
    const paymentId = freshPaymentId();
    rig.says(paymentId, SAYS.payerNeeded);
    const first = await rig.cancellations.start({ ...powens(paymentId), orderRef: 'A', deadline: 'P7D' }, WAIT);
    for (const terms of [{}, { orderRef: 'A' }, { deadline: '7d' }]) {
      const again = await rig.cancellations.start({ ...powens(paymentId), ...terms });
      expect(again.resource).toEqual({ ...first.resource, created: false });
    }
    expect(rig.steps(paymentId)).toBe(1);
  });

  it('with other terms is a conflict that names them', async () => {
    const paymentId = freshPaymentId();
    rig.says(paymentId, SAYS.payerNeeded);
    await rig.cancellations.start({ ...powens(paymentId), orderRef: 'A', maxRounds: 3 });
    const call = rig.cancellations.start({ ...powens(paymentId), orderRef: 'B', maxRounds: 4, deadline: 'P1D' });
    await expect(call).rejects.toMatchObject({ code: 'terms_conflict', fields: ['orderRef', 'deadline', 'maxRounds'] });
  });

  it('at the very same moment makes one request', async () => {
    const paymentId = freshPaymentId();
    rig.says(paymentId, SAYS.payerNeeded);
    const all = await Promise.all(Array.from({ length: 8 }, () => rig.cancellations.start(powens(paymentId), WAIT)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(rig.steps(paymentId)).toBe(1);
  });

  it('after the end is a new request, and the old one stays what it was', async () => {
    const paymentId = freshPaymentId();
    rig.says(paymentId, SAYS.refused, SAYS.cancelled);
    const first = await rig.cancellations.start({ ...powens(paymentId), orderRef: 'A' }, WAIT);
    const second = await rig.cancellations.start({ ...powens(paymentId), orderRef: 'B' }, WAIT);
    expect(second.created).toBe(true);
    expect(second.id).not.toBe(first.id);
    expect((await rig.cancellations.get(first.id)).resource).toMatchObject({
      status: 'not_cancelled',
      orderRef: 'A',
      outcome: { kind: 'refused' },
    });
    expect(await codeOf(rig.cancellations.get(first.id).then((run) => run.stop()))).toBe('cancellation_closed');
    expect((await rig.cancellations.get(second.id)).resource.outcome).toMatchObject({ kind: 'cancelled' });
  });
});

describe('an idempotency key', () => {
  it('finds its cancellation even after the end', async () => {
    const request = { ...powens(freshPaymentId()), orderRef: 'A' };
    const first = await rig.cancellations.start(request, { ...WAIT, idempotencyKey: 'key-1' });
    const again = await rig.cancellations.start({ ...request, deadline: null }, { idempotencyKey: 'key-1' });
    expect(again.resource).toEqual({ ...first.resource, created: false });
    expect(rig.steps(request.paymentId)).toBe(1);
  });

  it('with another body is refused, open or closed', async () => {
    const open = { ...powens(freshPaymentId()), description: 'one' };
    rig.says(open.paymentId, SAYS.payerNeeded);
    const closed = { ...powens(freshPaymentId()), description: 'one' };
    for (const request of [open, closed]) {
      await rig.cancellations.start(request, { ...WAIT, idempotencyKey: 'key-2' });
      const reused = rig.cancellations.start({ ...request, description: 'two' }, { idempotencyKey: 'key-2' });
      expect(await codeOf(reused)).toBe('idempotency_key_reused');
    }
  });

  it('of another request joins the open one, and begins anew after its end', async () => {
    const paymentId = freshPaymentId();
    rig.says(paymentId, SAYS.payerNeeded, SAYS.cancelled);
    const first = await rig.cancellations.start(powens(paymentId), { ...WAIT, idempotencyKey: 'key-3' });
    const other = await rig.cancellations.start(powens(paymentId), { idempotencyKey: 'key-4' });
    expect(other.resource).toEqual({ ...first.resource, created: false });
    await first.stop();
    await first.result(WAIT);
    expect((await rig.cancellations.start(powens(paymentId), { ...WAIT, idempotencyKey: 'key-4' })).created).toBe(true);
  });

  it('repeated at the very same moment makes one request', async () => {
    const request = powens(freshPaymentId());
    rig.says(request.paymentId, SAYS.payerNeeded);
    const all = await Promise.all(
      Array.from({ length: 6 }, () => rig.cancellations.start(request, { ...WAIT, idempotencyKey: 'key-5' })),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
  });

  it.each(['', 'x'.repeat(256), 'line\nbreak'])('is not "%s"', async (idempotencyKey) => {
    expect(await codeOf(rig.cancellations.start(powens(freshPaymentId()), { idempotencyKey }))).toBe('invalid_request');
  });
});

describe('an id that nobody has', () => {
  it('is not found, whatever it looks like', async () => {
    const { id } = await rig.cancellations.start(powens(freshPaymentId()));
    const swapped = id.startsWith('A') ? `B${id.slice(1)}` : `A${id.slice(1)}`;
    const others = ['', 'x', `${id}A`, `${id.slice(0, 5)}${id[5] === 'A' ? 'B' : 'A'}${id.slice(6)}`, swapped];
    for (const other of others) expect(await codeOf(rig.cancellations.get(other))).toBe('not_found');
  });
});

describe('without Temporal', () => {
  it('every call says so within its deadline', async () => {
    const { client, connection } = connectLazily({ address: '127.0.0.1:1' }, 'default');
    const away = rig.library({ client, rpcTimeoutMs: 300 });
    const { id } = await rig.cancellations.start(powens(freshPaymentId()));
    const payment = { ...powens('1'), account: 'default' };
    expect(await codeOf(away.start(payment))).toBe('temporal_unavailable');
    expect(await codeOf(away.get(id))).toBe('temporal_unavailable');
    expect(await codeOf(away.list())).toBe('temporal_unavailable');
    expect(await codeOf(away.latest(payment))).toBe('temporal_unavailable');
    await connection.close();
  });
});
