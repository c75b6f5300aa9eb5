import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CancellationResource } from '../../contracts/resource.js';
import { eventually } from '../workflow/eventually.js';
import { openTwoShops, TOKENS } from './two-shops.js';
import type { TwoShops } from './two-shops.js';

const OWNER = TOKENS.a;
const STRANGER = TOKENS.b;

const HOSTILE = [
  `'`, `"`, '`', `\\`, `\\'`, `''`, `' OR 1=1`, `' OR '1'='1`, `") OR ("1"="1`,
  `shop-b' OR MerchantAccount = 'shop-a`, `shop-b', 'shop-a`, `shop-b') OR (MerchantAccount = 'shop-a`, `\\') OR MerchantAccount IN ('shop-a`,
  `1 OR MerchantAccount IS NOT NULL`, `x' ORDER BY MerchantAccount --`, `x; DROP TABLE executions`, 'STARTS_WITH', '%', '*', '_', '.*',
  'shop-a', 'shop-a,shop-b', '["shop-a"]', '{"$ne":null}', 'null', 'undefined', 'NaN', '-1', '1e9', '0x1',
  '‘ OR 1=1', '＇ OR 1=1', 'ʼ', 'ſhop-a', 'shop\u2011a', 'SHOP-A', '\u202eshop', '😀', 'é', '\ud800', '\u0000', '\n', '\r\nx: y', '\u007f',
  'x'.repeat(65), 'x'.repeat(10_000), `${'\\'.repeat(501)}'`,
];
const PARAMETERS = ['paymentId', 'orderRef', 'status', 'provider', 'account', 'cursor', 'limit', 'wait', 'MerchantAccount', 'account[]', 'query'];

let shops: TwoShops;
let theirs: CancellationResource;
let own: CancellationResource;
beforeAll(async () => {
  shops = await openTwoShops();
  theirs = await shops.cancellationOf('shop-a');
  [own] = [await shops.cancellationOf('shop-b'), await shops.cancellationOf('shop-b')];
  for (const [token, { id }] of [[OWNER, theirs], [STRANGER, own]] as const) {
    await eventually('the list has it', () => listAs(token, '?limit=100'), ({ ids }) => ids.includes(id));
  }
});

afterAll(async () => {
  await shops.close();
});

async function listAs(token: string, query: string): Promise<{ status: number; ids: string[]; accounts: Set<string>; cursor: string | null }> {
  const answer = await shops.callAs(token, { url: `/v1/cancellations${query}` });
  const { items = [], nextCursor = null } = answer.json<{ items?: CancellationResource[]; nextCursor?: string | null }>();
  return { status: answer.statusCode, ids: items.map(({ id }) => id), accounts: new Set(items.map(({ account }) => account)), cursor: nextCursor };
}

it('a list has one’s own alone', async () => {
  for (const query of ['', '?limit=100', '?status=awaiting_payer', '?provider=powens', `?paymentId=${own.paymentId}`, '?account=shop-b', '?orderRef=order-of-shop-b']) {
    const listed = await listAs(STRANGER, query);
    expect([listed.status, listed.accounts]).toEqual([200, new Set(['shop-b'])]);
  }
  for (const query of ['?account=shop-a', `?paymentId=${theirs.paymentId}`, '?orderRef=order-of-shop-a', '?account=default']) {
    expect(await listAs(STRANGER, query)).toMatchObject({ status: 200, ids: [], cursor: null });
  }
});

it.each(PARAMETERS)('a list filtered by hostile values of %s never has another account’s, and never is our fault', async (name) => {
  for (const value of HOSTILE) {
    const query = `?${name}=${encoded(value)}`;
    const { status, accounts } = await listAs(STRANGER, query);
    expect([query, [200, 400].includes(status), accounts.has('shop-a')]).toEqual([query, true, false]);
  }
});

it.each(['account=shop-b&account=shop-a', 'account=shop-a&account=shop-b', 'account=shop-b&%61ccount=shop-a', 'account=shop-b&account='])(
  'a list with a repeated parameter (%s) is refused',
  async (query) => {
    expect(await listAs(STRANGER, `?${query}`)).toMatchObject({ status: 400, ids: [] });
  },
);

it('a list goes on from no cursor but its own', async () => {
  const { cursor } = await listAs(STRANGER, '?limit=1');
  expect(cursor).not.toBeNull();
  expect(await listAs(STRANGER, `?limit=1&cursor=${cursor}`)).toMatchObject({ status: 200, accounts: new Set(['shop-b']) });
  await shops.cancellationOf('shop-a');
  const owners = await eventually('a second page', () => listAs(OWNER, '?limit=1'), (page) => page.cursor !== null);
  const [place = ''] = (cursor ?? '').split('.');
  const madeUp = Buffer.concat([Buffer.from(place, 'base64url').subarray(0, 8), Buffer.from('{"RunID":"x"}')]).toString('base64url');
  for (const foreign of [owners.cursor ?? '', place, `${place}.`, `${place}.AAAAAAAAAAAAAAAAAAAAAA`, madeUp, `${madeUp}.${(cursor ?? '').split('.')[1]}`]) {
    expect([foreign, await listAs(STRANGER, `?limit=1&cursor=${foreign}`)]).toMatchObject([foreign, { status: 400, ids: [] }]);
  }
});

/** A lone surrogate cannot be percent-encoded as it is. */
function encoded(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));
}
