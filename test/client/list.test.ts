import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { quoted } from '../../client/visibility.js';
import type { ListFilter } from '../../client/index.js';
import { eventually } from '../workflow/eventually.js';
import { freshNamespace } from '../support/namespace.js';
import { openClientRig, SAYS } from './rig.js';
import type { ClientRig, Saying } from './rig.js';

let rig: ClientRig;
const ids = new Map<string, string>();

/** Payment id → account, order, what the provider says. */
const RUNS: readonly (readonly [string, string, string | null, Saying])[] = [
  ['101', 'shop-1', 'A-17', SAYS.payerNeeded],
  ['102', 'shop-1', 'A-18', SAYS.cancelled],
  ['103', 'shop-2', 'A-17', SAYS.refused],
  ['104', 'shop-2', null, SAYS.unclear],
  ['105', 'shop-2', null, SAYS.payerNeeded],
];

beforeAll(async () => {
  const { address } = inject('temporal');
  rig = await openClientRig({ address, namespace: await freshNamespace(address) });
  for (const [paymentId, account, orderRef, says] of RUNS) {
    rig.says(paymentId, says);
    const request = { provider: 'powens', paymentId, account, orderRef };
    const cancellation = await rig.cancellations.start(request, { waitMs: 20_000 });
    ids.set(paymentId, cancellation.id);
  }
  await rig.client.workflow.getHandle('cancel-payment/powens/shop-2/105').terminate('by hand');
  await rig.cancellations.providerNotified({ provider: 'powens', account: 'shop-2', paymentId: '103' }, {});
  await eventually('every run is visible', () => paymentsOf({ limit: 100 }), (seen) => seen.length === RUNS.length);
});
afterAll(() => rig.close());

async function paymentsOf(filter: ListFilter): Promise<string[]> {
  return (await rig.cancellations.list(filter)).items.map(({ paymentId }) => paymentId);
}

describe('a list', () => {
  it.each<[string, ListFilter, string[]]>([
    ['everything', {}, ['101', '102', '103', '104', '105']],
    ['one payment', { paymentIds: ['102'] }, ['102']],
    ['one order', { orderRef: 'A-17' }, ['101', '103']],
    ['one account', { accounts: ['shop-1'] }, ['101', '102']],
    ['one provider', { provider: 'swedbankpay' }, []],
    ['a status', { status: 'awaiting_payer' }, ['101']],
    ['an ended status', { status: 'not_cancelled' }, ['103']],
    ['what a person must look at, broken runs among them', { status: 'needs_review' }, ['104', '105']],
    ['several filters together', { accounts: ['shop-1', 'shop-2'], orderRef: 'A-17', status: 'not_cancelled' }, ['103']],
  ])('holds %s', async (_what, filter, payments) => {
    const wanted = (seen: string[]): boolean => seen.sort().join() === payments.join();
    await eventually('the list', () => paymentsOf(filter), wanted);
  });

  it('holds the very resources that a look at each gives', async () => {
    for (const item of (await rig.cancellations.list()).items) {
      expect(item.id).toBe(ids.get(item.paymentId));
      expect(item).toEqual((await rig.cancellations.get(item.id)).resource);
    }
  });

  it('comes in pages whose cursors lead on, open ones first', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await rig.cancellations.list({ limit: 2, cursor });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ paymentId }) => paymentId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.slice(0, 2).sort()).toEqual(['101', '104']);
    expect(seen.sort()).toEqual(['101', '102', '103', '104', '105']);
  });

  it('does not take the cursor of another list', async () => {
    const { nextCursor } = await rig.cancellations.list({ limit: 1 });
    const other = rig.cancellations.list({ limit: 1, accounts: ['shop-1'], cursor: nextCursor ?? '' });
    await expect(other).rejects.toMatchObject({ code: 'invalid_cursor' });
  });

  it.each(['x', '!!', 'AAAA', '=', ''])('does not take the cursor "%s"', async (cursor) => {
    await expect(rig.cancellations.list({ cursor })).rejects.toMatchObject({ code: 'invalid_cursor' });
  });

  it.each([
    `' OR '1' = '1`,
    `x' OR MerchantAccount != 'x`,
    `\\' OR 1=1 --`,
    `x\\`,
    `') OR (PaymentProvider = 'powens`,
    `"; DROP`,
    `%`,
    `*`,
    `\u0000`,
    `ünï'cödé`,
  ])('of the hostile value %j is empty', async (value) => {
    for (const filter of [{ orderRef: value }, { paymentIds: [value] }, { provider: value }, { accounts: [value] }]) {
      expect(await paymentsOf(filter)).toEqual([]);
    }
  });
});

describe('a literal of the query language', () => {
  it('cannot be ended from within', () => {
    expect(quoted(`a'b\\c`)).toBe(`'a\\'b\\\\c'`);
  });
});
