import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cancellationIdOf, readCancellationId } from '../../contracts/cancellation-id.js';
import type { CancellationResource } from '../../contracts/resource.js';
import { freshPaymentId } from '../client/rig.js';
import { webhookOf } from './accounts.js';
import { LOCAL } from './rig.js';
import { openTwoShops, SECRETS, TOKENS } from './two-shops.js';
import type { TwoShops } from './two-shops.js';

const OWNER = TOKENS.a;
const STRANGER = TOKENS.b;

let shops: TwoShops;
beforeAll(async () => {
  shops = await openTwoShops();
});
afterAll(async () => {
  await shops.close();
});

interface Aim {
  readonly account: string;
  readonly paymentId: string;
  readonly id: string;
}

interface Row {
  /** The call, aimed at a cancellation. */
  aim(at: Aim): InjectOptions;
  /** What a stranger gets: the same as for one that does not exist, or something with nothing of it in it. */
  readonly stranger: 'not found' | 'nothing of it';
  /** Whose tokens get what they ask for; its owner's and those for all accounts where left out. */
  readonly allowed?: readonly string[];
}

const command = (path: string, payload?: object): Row => ({
  aim: ({ id }) => ({ method: 'POST', url: `/v1/cancellations/${id}${path}`, ...(payload === undefined ? {} : { payload }) }),
  stranger: 'not found',
});
const start = (path: string): Row => ({
  aim: ({ account, paymentId }) => ({ method: 'POST', url: path, headers: { prefer: 'wait=0' }, payload: { provider: 'powens', account, paymentId } }),
  stranger: 'not found',
});

/** Every call that asks for a token. A new one needs a row here. */
const ROWS: Readonly<Record<string, Row>> = {
  'POST /v1/cancellations': start('/v1/cancellations'),
  'POST /v1/cancellation-checks': start('/v1/cancellation-checks'),
  'GET /v1/cancellations': { aim: ({ account, paymentId }) => ({ url: `/v1/cancellations?account=${account}&paymentId=${paymentId}` }), stranger: 'nothing of it' },
  'GET /v1/cancellations/{id}': { aim: ({ id }) => ({ url: `/v1/cancellations/${id}` }), stranger: 'not found' },
  'GET /v1/providers': { aim: () => ({ url: '/v1/providers' }), stranger: 'nothing of it' },
  'GET /metrics': { aim: () => ({ url: '/metrics' }), stranger: 'nothing of it', allowed: [TOKENS.all] },
  'POST /v1/cancellations/{id}/stop': command('/stop', { reason: 'not mine' }),
  'POST /v1/cancellations/{id}/payer-link': command('/payer-link'),
  'POST /v1/cancellations/{id}/recheck': command('/recheck'),
  'POST /v1/cancellations/{id}/resolve': command('/resolve', { kind: 'refused', reason: 'not mine' }),
  'POST /v1/cancellations/{id}/events/replay': command('/events/replay'),
};
const CASES = Object.entries(ROWS).flatMap(([call, row]): [string, Row][] =>
  call.startsWith('GET ') ? [[call, row], [call.replace('GET', 'HEAD'), headOf(row)]] : [[call, row]],
);

function headOf(row: Row): Row {
  return { ...row, aim: (at) => ({ ...row.aim(at), method: 'HEAD' }) };
}

const aimAt = ({ account, paymentId, id }: CancellationResource): Aim => ({ account, paymentId, id });

/** How much has happened to a cancellation: whoever reached it left something here. */
async function historyOf({ workflowId, paymentId }: CancellationResource): Promise<readonly number[]> {
  const { historyLength } = await shops.rig.client.workflow.getHandle(workflowId).describe();
  return [historyLength, shops.rig.steps(paymentId)];
}

/** All that a caller can tell one answer from another by. */
function visible({ statusCode, headers, body }: LightMyRequestResponse): object {
  const { 'x-request-id': requestId, date: _date, ...rest } = headers;
  return { statusCode, rest, body: body.replaceAll(String(requestId), 'request-id') };
}

const Documented = z.object({ paths: z.record(z.string(), z.record(z.string(), z.looseObject({ security: z.array(z.record(z.string(), z.unknown())) }))) });

describe('the calls that ask for a token', () => {
  it('all have a row here, and none under /v1 asks for none', async () => {
    const { paths } = Documented.parse((await shops.api.app.inject({ url: '/openapi.json', headers: LOCAL })).json());
    const calls = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({ call: `${method.toUpperCase()} ${path}`, guarded: security.some((scheme) => 'bearer' in scheme) })),
    );
    const guarded = calls.filter((entry) => entry.guarded || entry.call.includes(' /v1/')).map(({ call }) => call);
    expect(guarded.sort()).toEqual(CASES.map(([call]) => call).sort());
    expect(calls.filter((entry) => entry.call.includes(' /v1/') && !entry.guarded)).toEqual([]);
  });
});

describe.each(CASES)('%s', (_call, { aim, stranger, allowed = [OWNER, TOKENS.all] }) => {
  it('leaves another account’s cancellation alone, and says nothing of it', async () => {
    const theirs = await shops.cancellationOf('shop-a');
    const before = await historyOf(theirs);
    const answer = await shops.callAs(STRANGER, aim(aimAt(theirs)));
    if (stranger === 'not found') expect(answer.statusCode).toBe(404);
    expect(answer.statusCode).toBeLessThan(500);
    const seen = JSON.stringify(visible(answer));
    for (const secret of [theirs.id, theirs.paymentId, 'shop-a', 'order-of-shop-a']) expect(seen).not.toContain(secret);
    expect(await historyOf(theirs)).toEqual(before);
  });

  it('tells a stranger no more than about one that does not exist', async () => {
    const theirs = await shops.cancellationOf('shop-a');
    const nobodys = { ...aimAt(theirs), account: 'shop-z', id: idOfNobody(theirs) };
    expect(visible(await shops.callAs(STRANGER, aim(aimAt(theirs))))).toEqual(visible(await shops.callAs(STRANGER, aim(nobodys))));
  });

  it('does something for its owner, and so does it for whoever may do it for all accounts', async () => {
    for (const token of allowed) {
      const own = await shops.cancellationOf('shop-a');
      expect([200, 202, 409]).toContain((await shops.callAs(token, aim(aimAt(own)))).statusCode);
    }
  });
});

/** A well-made id for the same payment of an account that is not configured. */
function idOfNobody({ paymentId }: CancellationResource): string {
  return cancellationIdOf({ workflowId: `cancel-payment/powens/shop-z/${paymentId}`, firstRunId: '0193b5a0-0000-7000-8000-000000000000' });
}

describe('the ways around', () => {
  it.each<[string, Record<string, string>]>([
    ['any copy', { 'if-none-match': '*' }],
    ['its own entity tag', {}],
  ])('a read with %s says nothing of another account’s', async (_what, headers) => {
    const theirs = await shops.cancellationOf('shop-a');
    const { etag } = (await shops.callAs(OWNER, { url: `/v1/cancellations/${theirs.id}` })).headers;
    for (const url of [`/v1/cancellations/${theirs.id}`, `/v1/cancellations/${theirs.id}?wait=25`]) {
      const answer = await shops.callAs(STRANGER, { url, headers: { 'if-none-match': String(etag), ...headers } });
      expect([answer.statusCode, answer.headers.etag]).toEqual([404, undefined]);
    }
  });

  it('an Idempotency-Key of another account finds nothing of it', async () => {
    const key = { 'idempotency-key': 'key-of-shop-a', prefer: 'wait=20' };
    const paymentId = freshPaymentId();
    const payload = { provider: 'powens', paymentId };
    const request: InjectOptions = { method: 'POST', url: '/v1/cancellations', headers: key };
    const theirs = (await shops.callAs(OWNER, { ...request, payload: { ...payload, account: 'shop-a' } })).json<CancellationResource>();
    expect((await shops.callAs(STRANGER, { ...request, payload: { ...payload, account: 'shop-a' } })).statusCode).toBe(404);
    const own = (await shops.callAs(STRANGER, { ...request, payload: { ...payload, account: 'shop-b' } })).json<CancellationResource>();
    expect(own).toMatchObject({ account: 'shop-b', created: true });
    expect(own.id).not.toBe(theirs.id);
  });

  it('an id put together of one’s own payment and another account’s run is nobody’s', async () => {
    const theirs = await shops.cancellationOf('shop-a');
    const own = await shops.cancellationOf('shop-b');
    const theirRun = readCancellationId(theirs.id)?.firstRunId ?? '';
    for (const paymentId of [own.paymentId, theirs.paymentId]) {
      const id = cancellationIdOf({ workflowId: `cancel-payment/powens/shop-b/${paymentId}`, firstRunId: theirRun });
      expect((await shops.callAs(STRANGER, { url: `/v1/cancellations/${id}` })).statusCode).toBe(404);
    }
  });

  it('a start that names no account is not one for somebody else’s', async () => {
    const payload = { provider: 'powens', paymentId: freshPaymentId() };
    expect((await shops.callAs(STRANGER, { method: 'POST', url: '/v1/cancellations', payload })).statusCode).toBe(404);
  });

  it('another account’s webhook secret wakes nobody, and one’s own wakes only one’s own', async () => {
    const theirs = await shops.cancellationOf('shop-a');
    const before = await historyOf(theirs);
    expect((await shops.api.app.inject(webhookOf('shop-a', SECRETS.b, theirs.paymentId))).statusCode).toBe(401);
    expect((await shops.api.app.inject(webhookOf('shop-b', SECRETS.b, theirs.paymentId))).statusCode).toBe(200);
    expect(await historyOf(theirs)).toEqual(before);
  });

  it('another account’s state is no return for this payment', async () => {
    const theirs = await shops.cancellationOf('shop-a');
    const before = await historyOf(theirs);
    const state = shops.api.state(theirs.paymentId, { account: 'shop-b' });
    expect((await shops.api.app.inject({ url: `/callbacks/powens?state=${state}&id_payment=${theirs.paymentId}` })).statusCode).toBe(404);
    expect(await historyOf(theirs)).toEqual(before);
  });

  it('a payment id at an address that only another account uses is like any unknown address', async () => {
    const at = (host: string): InjectOptions => ({
      url: `/v1/cancellations?provider=swedbankpay&paymentId=${encodeURIComponent(`https://${host}/psp/paymentorders/x`)}`,
    });
    const [theirs, unknown] = [await shops.callAs(STRANGER, at('shop-a.pay.example')), await shops.callAs(STRANGER, at('shop-z.pay.example'))];
    expect([theirs.statusCode, theirs.json().errors[0].pointer]).toEqual([400, '/query/paymentId']);
    expect(theirs.json().detail).toBe(unknown.json().detail.replaceAll('shop-z', 'shop-a'));
    expect((await shops.callAs(OWNER, at('shop-a.pay.example'))).statusCode).toBe(200);
  });
});
