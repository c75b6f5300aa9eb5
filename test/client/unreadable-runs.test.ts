import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CancellationPage, ListFilter, UnreadableRun } from '../../client/index.js';
import { cancellationIdOf } from '../../contracts/cancellation-id.js';
import type { PaymentRef } from '../../contracts/payment.js';
import { freshNamespace } from '../support/namespace.js';
import { eventually } from '../workflow/eventually.js';
import { openClientRig, SAYS } from './rig.js';
import type { ClientRig } from './rig.js';
import { begunBySomebody, begunWithKey, clientWithKeys } from './unreadable-runs.js';

let rig: ClientRig;
/** The library as a process with one key sees it. */
let cancellations: ClientRig['cancellations'];
/** Every run that cannot be read, and the key it takes. */
let unreadable: readonly UnreadableRun[];
let encrypted: { readonly id: string } & Omit<UnreadableRun, 'keyId'>;

const paymentOf = (paymentId: string, account = 'shop-1'): PaymentRef => ({ provider: 'powens', account, paymentId });
const READABLE = ['301', '302', '303'];
const memoOf = (payment: unknown) => ({ payment, terms: { payer: {} }, requestId: 'r', requestedAt: new Date().toISOString() });

beforeAll(async () => {
  const { address } = inject('temporal');
  rig = await openClientRig({ address, namespace: await freshNamespace(address) });
  cancellations = rig.library({ client: clientWithKeys(rig.client, 'held') });
  for (const paymentId of READABLE) {
    rig.says(paymentId, paymentId === '303' ? SAYS.cancelled : SAYS.payerNeeded);
    await rig.cancellations.start(paymentOf(paymentId), { waitMs: 20_000 });
  }
  encrypted = await begunWithKey(rig.client, 'gone', paymentOf('401'));
  const closed = await begunWithKey(rig.client, 'gone', paymentOf('402'));
  await rig.client.workflow.getHandle(closed.workflowId).terminate('by hand');
  const withoutMemo = await begunBySomebody(rig.client, paymentOf('403'));
  const garbage = [null, 'cancellation', [], {}, { payment: null, terms: {}, requestedAt: 'x' }, { ...memoOf(paymentOf('410')), requestedAt: 'yesterday' }];
  const withGarbage = await Promise.all(garbage.map((memo, index) => begunBySomebody(rig.client, paymentOf(`41${index}`), { memo })));
  const ofAnother = await begunBySomebody(rig.client, paymentOf('420', 'shop-2'), { memo: memoOf(paymentOf('421', 'shop-1')) });
  const elsewhere = await begunBySomebody(rig.client, paymentOf('430'), { workflowId: 'somebody-elses', memo: memoOf(paymentOf('430')) });
  const strange = await begunBySomebody(rig.client, paymentOf('440'), { workflowId: 'cancel-payment/POWENS/shop-1/440', memo: memoOf({ ...paymentOf('440'), provider: 'POWENS' }) });
  unreadable = [
    ...[encrypted, closed].map(({ workflowId, runId }) => ({ workflowId, runId, keyId: 'gone' })),
    ...[withoutMemo, ...withGarbage, ofAnother, elsewhere, strange].map((run) => ({ ...run, keyId: null })),
  ];
  await eventually('every run is visible', () => everything({ limit: 100 }), (page) => page.items.length + (page.unreadable ?? []).length === READABLE.length + unreadable.length);
});
afterAll(() => rig.close());

/** All pages as one. */
async function everything(filter: ListFilter): Promise<CancellationPage> {
  const items: CancellationPage['items'][number][] = [];
  const left: UnreadableRun[] = [];
  let cursor: string | null | undefined;
  do {
    const page: CancellationPage = await cancellations.list({ ...filter, cursor: cursor ?? undefined });
    expect(page.items.length + (page.unreadable ?? []).length).toBeLessThanOrEqual(filter.limit ?? 20);
    items.push(...page.items);
    left.push(...(page.unreadable ?? []));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { items, nextCursor: null, unreadable: left };
}

const byRun = (one: UnreadableRun, other: UnreadableRun): number => (one.runId < other.runId ? -1 : 1);

describe('runs that cannot be read', () => {
  it.each([1, 2, 100])('hide no other from a list of pages of %i, and stand beside it with the key they take', async (limit) => {
    const all = await everything({ limit });
    expect(all.items.map(({ paymentId }) => paymentId).sort()).toEqual(READABLE);
    expect([...(all.unreadable ?? [])].sort(byRun)).toEqual([...unreadable].sort(byRun));
  });

  it('are told of only by lists they stand in', async () => {
    const mine = (await everything({ accounts: ['shop-2'] })).unreadable;
    expect(mine).toEqual(unreadable.filter(({ workflowId }) => workflowId.endsWith('shop-2/420')));
    expect(await cancellations.list({ paymentIds: ['301'] })).not.toHaveProperty('unreadable');
    expect((await cancellations.list({ status: 'needs_review' })).unreadable).toMatchObject([{ keyId: 'gone' }]);
  });

  it('are refused by name where one is asked for, with the key and nothing of what it says', async () => {
    for (const call of [() => cancellations.get(encrypted.id), () => cancellations.start(paymentOf('401')), () => cancellations.lastWord(paymentOf('401'))]) {
      await expect(call()).rejects.toMatchObject({ code: 'cancellation_unreadable', retryable: true, message: expect.stringContaining('key "gone"') as string });
    }
    const garbled = unreadable.find(({ workflowId }) => workflowId.endsWith('/411'));
    const id = cancellationIdOf({ workflowId: garbled?.workflowId ?? '', firstRunId: garbled?.runId ?? '' });
    await expect(cancellations.get(id)).rejects.toMatchObject({ code: 'cancellation_unreadable', message: expect.not.stringContaining('key') as string });
  });

  it('say so where this process decrypts nothing at all', async () => {
    await expect(rig.cancellations.get(encrypted.id)).rejects.toMatchObject({ code: 'cancellation_unreadable', message: expect.stringContaining('PAYLOAD_ENCRYPTION') as string });
  });
});

describe('a run whose end cannot be read', () => {
  /** `CompleteWorkflowExecution` (temporalio/api `command_type.proto`). */
  const COMPLETE = 4;

  it('hides no other, although how it began can be read', async () => {
    const { client } = rig;
    const { namespace } = client.options;
    const queue = 'ends-under-another-key';
    const payment = paymentOf('501', 'shop-3');
    const { id, resource } = await rig.library({ client: clientWithKeys(client, 'held'), taskQueue: queue }).start(payment);
    const [result] = await clientWithKeys(client, 'newer').options.loadedDataConverter.payloadCodecs[0]?.encode([
      { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{}') },
    ]) ?? [];
    const poll = { namespace, taskQueue: { name: queue }, identity: 'test' };
    const { taskToken } = await client.withDeadline(Date.now() + 20_000, () => client.workflowService.pollWorkflowTaskQueue(poll));
    await client.workflowService.respondWorkflowTaskCompleted({
      namespace,
      taskToken,
      commands: [{ commandType: COMPLETE, completeWorkflowExecutionCommandAttributes: { result: { payloads: result === undefined ? [] : [result] } } }],
    });
    await expect(cancellations.get(id)).rejects.toMatchObject({ code: 'cancellation_unreadable', message: expect.stringContaining('key "newer"') as string });
    const { items, unreadable: left } = await eventually('the list', () => cancellations.list({ accounts: ['shop-3'] }), (page) => page.unreadable !== undefined);
    expect([items, left]).toMatchObject([[], [{ workflowId: resource.workflowId, keyId: 'newer' }]]);
  });
});
