import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { EndedFilter } from '../../client/index.js';
import { eventually } from '../workflow/eventually.js';
import { freshNamespace } from '../support/namespace.js';
import { openClientRig, SAYS } from './rig.js';
import type { ClientRig, Saying } from './rig.js';

let rig: ClientRig;
/** Before the first run and after the last. */
let [before, after]: [Date, Date] = [new Date(), new Date()];

const RUNS: readonly (readonly [string, string, Saying])[] = [
  ['201', 'shop-1', SAYS.cancelled],
  ['202', 'shop-1', SAYS.refused],
  ['203', 'shop-2', SAYS.payerNeeded],
  ['204', 'shop-2', SAYS.refused],
];

beforeAll(async () => {
  const { address } = inject('temporal');
  rig = await openClientRig({ address, namespace: await freshNamespace(address) });
  before = new Date();
  for (const [paymentId, account, says] of RUNS) {
    rig.says(paymentId, says);
    const cancellation = await rig.cancellations.start({ provider: 'powens', paymentId, account }, { waitMs: 20_000 });
    if (says !== SAYS.payerNeeded) await cancellation.result();
  }
  after = new Date(Date.now() + 1_000);
  await eventually('every end is visible', () => ended(), (seen) => seen.length === 3);
});
afterAll(() => rig.close());

async function ended(filter: Partial<EndedFilter> = {}): Promise<string[]> {
  const { payments } = await rig.cancellations.ended({ since: before, until: after, ...filter });
  return payments.map(({ paymentId }) => paymentId).sort();
}

describe('ended payments', () => {
  it.each<[string, Partial<EndedFilter>, string[]]>([
    ['everything that ended, nothing that is open', {}, ['201', '202', '204']],
    ['one account', { accounts: ['shop-1'] }, ['201', '202']],
    ['one provider', { provider: 'swedbankpay' }, []],
    ['nothing from before', { since: new Date(Date.now() + 60_000), until: new Date(Date.now() + 120_000) }, []],
  ])('are %s', async (_what, filter, payments) => {
    expect(await ended(filter)).toEqual(payments);
  });

  it('are nothing that ended after the time', async () => {
    expect(await ended({ since: new Date(0), until: before })).toEqual([]);
  });

  it('come in pages, each payment with its account', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await rig.cancellations.ended({ since: before, until: after, limit: 1, cursor });
      seen.push(...page.payments.map(({ account, paymentId }) => `${account} ${paymentId}`));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual(['shop-1 201', 'shop-1 202', 'shop-2 204']);
  });
});

describe('the last word about a payment', () => {
  const payment = { provider: 'powens', account: 'shop-2', paymentId: '204' };

  it('is that of its latest request, and of late news once they changed it', async () => {
    const first = await rig.cancellations.lastWord(payment);
    expect(first?.resource.outcome?.kind).toBe('refused');
    rig.says('204', SAYS.cancelledByPayer);
    await rig.cancellations.providerNotified(payment, {});
    const late = await eventually('the late news', () => rig.cancellations.lastWord(payment), (word) => word?.resource.outcome?.kind === 'cancelled');
    expect(late?.resource.supersedes).toBe(first?.id);
  });

  it('stays what it was where late news were none', async () => {
    const same = { ...payment, account: 'shop-1', paymentId: '202' };
    const observed = await rig.cancellations.providerNotified(same, {});
    if (observed.kind === 'woken') await observed.verdict({ waitMs: 20_000 });
    const word = await eventually('the end of the look', () => rig.cancellations.lastWord(same), (seen) => seen?.closed === true);
    expect(word?.resource).toMatchObject({ supersedes: null, outcome: { kind: 'refused' } });
  });

  it('is none about a payment that nobody asked about', async () => {
    expect(await rig.cancellations.lastWord({ ...payment, paymentId: '999' })).toBeNull();
  });
});
