import { describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../../simulator/server.js';
import {
  CALLBACK_URL,
  CLIENT_ID,
  CLIENT_SECRET,
  cancel,
  createPayment,
  openReceiver,
  openSimulator,
  read,
  scopedToken,
  send,
  serviceToken,
  submit,
  webviewUrl,
} from './support.js';

async function payment(
  knobs: object,
  order: object = {},
): Promise<{ simulator: RunningSimulator; id: string; token: string }> {
  const simulator = await openSimulator();
  const id = await createPayment(simulator, { ...order, knobs });
  return { simulator, id, token: await serviceToken(simulator) };
}

async function actAsPayer(simulator: RunningSimulator, id: string, action: string): Promise<URL> {
  const reply = await send('POST', `${simulator.url}/admin/powens/payments/${id}/payer`, { body: { action } });
  return new URL(String(reply.json['callbackUrl']));
}

describe('the knobs of a payment', () => {
  it('staleReads: reads after the cancellation still show the state before', async () => {
    const { simulator, id, token } = await payment({ staleReads: 2 });
    expect((await cancel(simulator, id, token)).json['state']).toBe('rejected');
    const states = [];
    for (let count = 0; count < 3; count += 1) states.push((await read(simulator, id, token)).json['state']);
    expect(states).toEqual(['pending', 'pending', 'rejected']);
  });

  it('payerNeededStatus: 202 only while the payer is needed', async () => {
    const needed = await payment({ payerNeededStatus: 202, cancelAnswer: 'payer' });
    expect((await cancel(needed.simulator, needed.id, needed.token)).status).toBe(202);
    const direct = await payment({ payerNeededStatus: 202 });
    expect((await cancel(direct.simulator, direct.id, direct.token)).status).toBe(200);
  });

  it('repeatedCancel: refused leaves the first request standing', async () => {
    const { simulator, id, token } = await payment({ cancelAnswer: 'payer', repeatedCancel: 'refused' });
    expect((await cancel(simulator, id, token)).status).toBe(200);
    expect((await cancel(simulator, id, token)).json['code']).toBe('invalidValue');
    expect((await read(simulator, id, token)).json['state_detail']).toBe('cancelling_webauth');
  });

  it('wrongStateStatus and wrongStateCode: how a request out of place is refused', async () => {
    const { simulator, id, token } = await payment(
      { wrongStateStatus: 409, wrongStateCode: 'conflict' },
      { state: 'done' },
    );
    const reply = await cancel(simulator, id, token);
    expect([reply.status, reply.json['code']]).toEqual([409, 'conflict']);
  });

  it.each([
    [true, 'from-cancel'],
    [false, 'from-creation'],
  ])('cancelReplacesRedirect %s: the payer comes back with the state %s', async (cancelReplacesRedirect, state) => {
    const { simulator, id, token } = await payment(
      { cancelAnswer: 'payer', cancelReplacesRedirect },
      { clientState: 'from-creation' },
    );
    await cancel(simulator, id, token, 'from-cancel');
    expect((await actAsPayer(simulator, id, 'approve')).searchParams.get('state')).toBe(state);
  });

  it.each([
    ['stored', 'state-1'],
    ['webview', 'of-the-webview'],
  ])('redirectWins %s: the way back from the bank carries the state %s', async (redirectWins, state) => {
    const { simulator, id, token } = await payment({ cancelAnswer: 'payer', redirectWins });
    await cancel(simulator, id, token);
    const webview = webviewUrl(simulator, id, await scopedToken(simulator, id, token), 'of-the-webview');
    const toBank = await submit(webview, { action: 'bank' });
    const back = await submit(toBank.headers.get('location') ?? '', { action: 'approve' });
    expect(new URL(back.headers.get('location') ?? '').searchParams.get('state')).toBe(state);
  });

  it('refusalLeaves cancelling: nothing shows that the payer refused', async () => {
    const { simulator, id, token } = await payment({ cancelAnswer: 'payer', refusalLeaves: 'cancelling' });
    await cancel(simulator, id, token);
    await actAsPayer(simulator, id, 'refuse');
    expect((await read(simulator, id, token)).json['state_detail']).toBe('cancelling_webauth');
  });

  it('callbackState and bankMessage: what the return says is not what is', async () => {
    const { simulator, id, token } = await payment({
      cancelAnswer: 'payer',
      callbackState: 'rejected',
      bankMessage: '<b>bye</b>',
    });
    await cancel(simulator, id, token);
    const back = await actAsPayer(simulator, id, 'leaveBank');
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      payment_state: 'rejected',
      bank_message: '<b>bye</b>',
    });
    expect((await read(simulator, id, token)).json['state']).toBe('pending');
  });

  it('approvalLagMs: Powens learns of the approval by the virtual clock', async () => {
    const { simulator, id, token } = await payment({ cancelAnswer: 'payer', approvalLagMs: 60_000 });
    await cancel(simulator, id, token);
    expect((await actAsPayer(simulator, id, 'approve')).searchParams.get('payment_state')).toBe('pending');
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 60_000 } });
    expect((await read(simulator, id, token)).json['state']).toBe('rejected');
  });

  it('fate on cancel, later: the bank executes while the payer is awaited', async () => {
    const { simulator, id, token } = await payment({
      cancelAnswer: 'payer',
      fate: { on: 'cancel', afterMs: 60_000, state: 'done' },
    });
    expect((await cancel(simulator, id, token)).json['state']).toBe('pending');
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 60_000 } });
    expect((await read(simulator, id, token)).json['state']).toBe('done');
    expect((await actAsPayer(simulator, id, 'approve')).searchParams.get('payment_state')).toBe('done');
  });

  it('can be changed on a living payment, one at a time', async () => {
    const { simulator, id, token } = await payment({ cancelAnswer: 'notSupported', notSupportedStatus: 422 });
    await send('PATCH', `${simulator.url}/admin/powens/payments/${id}`, {
      body: { knobs: { notSupportedStatus: 409 } },
    });
    const reply = await cancel(simulator, id, token);
    expect([reply.status, reply.json['code']]).toEqual([409, 'notSupported']);
  });
});

describe('interference', () => {
  async function waiting(callbacks: object): Promise<{ simulator: RunningSimulator; id: string; webview: string }> {
    const { simulator, id, token } = await payment({ cancelAnswer: 'payer' });
    await send('PUT', `${simulator.url}/admin/interference`, {
      body: { channel: 'callback', provider: 'powens', payment: id, ...callbacks },
    });
    await cancel(simulator, id, token);
    return { simulator, id, webview: webviewUrl(simulator, id, await scopedToken(simulator, id, token)) };
  }

  it('keeps a payer from returning', async () => {
    const { webview } = await waiting({ drop: true });
    const reply = await submit(webview, { action: 'leave' });
    expect([reply.status, reply.headers.get('location')]).toEqual([200, null]);
  });

  it('sends a payer back late', async () => {
    const { webview, id } = await waiting({ delayMs: 2_000 });
    const { text } = await submit(webview, { action: 'leave' });
    expect(text).toContain(`content="2;url=${CALLBACK_URL}?state=state-1&amp;id_payment=${id}&amp;error=cancelled"`);
  });

  it('makes a return come more than once', async () => {
    const { simulator, webview } = await waiting({ copies: 3 });
    expect((await submit(webview, { action: 'leave' })).status).toBe(303);
    expect(simulator.world.deliveries.list().map((delivery) => delivery.channel)).toEqual(['callback', 'callback']);
  });

  it('lets the younger webhook overtake the older', async () => {
    const receiver = await openReceiver();
    const powens = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, redirectUrls: [CALLBACK_URL] };
    const simulator = await openSimulator({
      powens: { ...powens, webhookUrl: `${receiver.url}/hook`, webhookSecret: null },
    });
    const id = await createPayment(simulator, { state: 'validating' });
    await send('PUT', `${simulator.url}/admin/interference`, {
      body: { channel: 'webhook', provider: 'powens', payment: id, disorder: true },
    });
    for (const action of ['startPending', 'execute']) {
      await send('POST', `${simulator.url}/admin/powens/payments/${id}/bank`, { body: { action } });
    }
    await receiver.arrived(2);
    const states = receiver.received.map((request) => /"state":"(\w+)"/.exec(request.body.toString())?.[1]);
    expect(states).toEqual(['done', 'pending']);
  });
});
