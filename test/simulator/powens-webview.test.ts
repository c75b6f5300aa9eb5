import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../../simulator/server.js';
import {
  CALLBACK_URL,
  CLIENT_ID,
  cancel,
  closeAfterTest,
  createPayment,
  listen,
  openSimulator,
  read,
  scopedToken,
  send,
  serviceToken,
  submit,
  webviewUrl,
  type Reply,
} from './support.js';

interface Waiting {
  readonly simulator: RunningSimulator;
  readonly id: string;
  readonly token: string;
  readonly webview: string;
}

/** A payment whose cancellation waits for its payer, and the payer's link. */
async function waitingForPayer(order: object = { scenario: 'webview-approve' }): Promise<Waiting> {
  const simulator = await openSimulator();
  const id = await createPayment(simulator, order);
  const token = await serviceToken(simulator);
  await cancel(simulator, id, token);
  const code = await scopedToken(simulator, id, token);
  return { simulator, id, token, webview: webviewUrl(simulator, id, code) };
}

/** Clicks through the webview to the bank and does one thing there. */
async function atTheBank(webview: string, action: string): Promise<Reply> {
  const toBank = await submit(webview, { action: 'bank' });
  return submit(locationOf(toBank), { action });
}

function locationOf(reply: Reply): string {
  return reply.headers.get('location') ?? '';
}

function callbackOf(reply: Reply): Record<string, string> {
  const url = new URL(locationOf(reply));
  expect(`${url.origin}${url.pathname}`).toBe(CALLBACK_URL);
  return Object.fromEntries(url.searchParams);
}

describe('the simulated webview, dialect A', () => {
  it('answers the cancel request with pending and cancelling_webauth', async () => {
    const { simulator, id, token } = await waitingForPayer();
    const { json } = await read(simulator, id, token);
    expect([json['state'], json['state_detail'], json['action'], json['validate_uri']]).toEqual([
      'pending',
      'cancelling_webauth',
      null,
      null,
    ]);
  });

  it('shows a page, goes through the bank, and comes back rejected with the documented parameters', async () => {
    const { simulator, id, token, webview } = await waitingForPayer();
    const opened = await send('GET', webview);
    expect(opened.status).toBe(200);
    expect(opened.text).toContain('Simulated Powens webview');
    expect(opened.headers.get('referrer-policy')).toBe('no-referrer');
    const toBank = await submit(webview, { action: 'bank' });
    const bank = await send('GET', locationOf(toBank));
    expect(bank.text).toContain('Simulated bank');
    const back = await submit(locationOf(toBank), { action: 'approve' });
    expect(back.status).toBe(303);
    expect(callbackOf(back)).toEqual({
      state: 'state-1',
      id_payment: id,
      error_code: 'cancelledByUser',
      payment_state: 'rejected',
    });
    const { json } = await read(simulator, id, token);
    expect([json['state'], json['error_code']]).toEqual(['rejected', 'cancelledByUser']);
  });

  it('comes back with error=cancelled when the payer leaves the webview, and the cancellation goes on', async () => {
    const { simulator, id, token, webview } = await waitingForPayer();
    const back = await submit(webview, { action: 'leave' });
    expect(callbackOf(back)).toEqual({ state: 'state-1', id_payment: id, error: 'cancelled' });
    expect((await read(simulator, id, token)).json['state_detail']).toBe('cancelling_webauth');
  });

  it('comes back undecided from the bank without an error', async () => {
    const { id, webview } = await waitingForPayer();
    const back = await atTheBank(webview, 'leave');
    expect(callbackOf(back)).toEqual({ state: 'state-1', id_payment: id, payment_state: 'pending' });
  });

  it('goes back to plain pending when the bank refuses', async () => {
    const { simulator, id, token, webview } = await waitingForPayer();
    const back = await atTheBank(webview, 'refuse');
    expect(callbackOf(back)).toEqual({ state: 'state-1', id_payment: id, payment_state: 'pending' });
    const { json } = await read(simulator, id, token);
    expect([json['state'], json['state_detail']]).toEqual(['pending', null]);
  });

  it('sends nobody back when the window is closed', async () => {
    const { webview } = await waitingForPayer();
    const closed = await submit(webview, { action: 'close' });
    expect([closed.status, closed.headers.get('location')]).toEqual([200, null]);
  });

  it('sends a payer on at once when there is nothing left to validate', async () => {
    const { id, webview } = await waitingForPayer();
    await atTheBank(webview, 'approve');
    const again = await send('GET', webview);
    expect(callbackOf(again)).toEqual({ state: 'state-1', id_payment: id, error_code: 'cancelledByUser' });
  });

  it('takes the payer back with session_expired when the code is seven days old', async () => {
    const { simulator, id, webview } = await waitingForPayer();
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 604_800_000 } });
    const back = await send('GET', webview);
    expect(callbackOf(back)).toEqual({ state: 'state-1', id_payment: id, error: 'session_expired' });
  });

  it.each(['client_id', 'redirect_uri', 'code', 'payment_id'])('does not open without %s', async (name) => {
    const { webview } = await waitingForPayer();
    const url = new URL(webview);
    url.searchParams.delete(name);
    const reply = await send('GET', url.href);
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(name);
  });

  it('does not open with the code of another payment or an unregistered redirect', async () => {
    const { simulator, token, webview } = await waitingForPayer();
    const other = await createPayment(simulator);
    const foreignCode = new URL(webview);
    foreignCode.searchParams.set('code', await scopedToken(simulator, other, token));
    expect((await send('GET', foreignCode.href)).status).toBe(403);
    const foreignRedirect = new URL(webview);
    foreignRedirect.searchParams.set('redirect_uri', 'http://127.0.0.1:3000/elsewhere');
    expect((await send('GET', foreignRedirect.href)).status).toBe(400);
  });

  it('opens in every documented form: with a language, and on a host of its own with the domain', async () => {
    const { simulator, webview } = await waitingForPayer();
    const { search } = new URL(webview);
    const base = simulator.url;
    expect((await send('GET', `${base}/powens/2.0/auth/webview/fr/payment${search}`)).status).toBe(200);
    expect((await send('GET', `${base}/powens/2.0/auth/webview/xx/payment${search}`)).status).toBe(404);
    expect((await send('GET', `${base}/webview/payment${search}`)).status).toBe(400);
    expect((await send('GET', `${base}/webview/payment${search}&domain=simulator.biapi.pro`)).status).toBe(200);
    expect((await send('GET', `${base}/webview/de/payment${search}&domain=127.0.0.1`)).status).toBe(200);
    expect((await send('GET', `${base}/webview/de/payment${search}&domain=evil.example`)).status).toBe(400);
  });

  it('loses to the bank that executes first', async () => {
    const { simulator, id, token, webview } = await waitingForPayer({ scenario: 'executed-at-approval' });
    const back = await atTheBank(webview, 'approve');
    expect(callbackOf(back)).toEqual({ state: 'state-1', id_payment: id, payment_state: 'done' });
    expect((await read(simulator, id, token)).json['state']).toBe('done');
  });

  it('shows an approval only after the lag of reads', async () => {
    const { simulator, id, token, webview } = await waitingForPayer({ scenario: 'approval-lags' });
    await atTheBank(webview, 'approve');
    const states = [];
    for (let count = 0; count < 3; count += 1) states.push((await read(simulator, id, token)).json['state']);
    expect(states).toEqual(['pending', 'pending', 'rejected']);
  });
});

describe('the simulated bank page, dialect B', () => {
  it('sends the payer straight to validate_uri, and back rejected', async () => {
    const { simulator, id, token } = await waitingForPayer({ scenario: 'bank-approve' });
    const { json } = await read(simulator, id, token);
    expect([json['state'], json['state_detail'], json['action']]).toEqual(['pending', 'cancelling', 'redirect']);
    const back = await submit(String(json['validate_uri']), { action: 'approve' });
    expect(callbackOf(back)).toMatchObject({ state: 'state-1', id_payment: id, payment_state: 'rejected' });
    expect((await read(simulator, id, token)).json['validate_uri']).toBeNull();
  });

  it('serves other actions by the webview only', async () => {
    const { simulator, id, token, webview } = await waitingForPayer({ scenario: 'bank-decoupled' });
    const { json } = await read(simulator, id, token);
    expect([json['action'], json['validate_uri']]).toEqual(['decoupled', null]);
    expect((await send('GET', webview)).status).toBe(200);
  });

  it('does not know a made-up address', async () => {
    const simulator = await openSimulator();
    expect((await send('GET', `${simulator.url}/bank/made-up`)).status).toBe(404);
  });
});

describe('a payer without a browser', () => {
  it('clicks the same pages by a plan and ends at the callback', async () => {
    const { simulator, id, token, webview } = await waitingForPayer();
    const visit = await send('POST', `${simulator.url}/admin/payers`, { body: { url: webview, plan: ['approve'] } });
    expect(visit.status).toBe(200);
    expect(String(visit.json['endedAt'])).toContain(CALLBACK_URL);
    expect(visit.json['unused']).toEqual([]);
    expect((await read(simulator, id, token)).json['state']).toBe('rejected');
  });
});

describe('a payer who follows the plan of the scenario', () => {
  it('leaves first and approves when sent there again, with the cookies it was given', async () => {
    const { simulator, id, token, webview } = await waitingForPayer();
    // The service the payer returns to: sends an undecided payer to the webview again.
    const cookies: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      cookies.push(request.headers.cookie);
      const undecided = (request.url ?? '').includes('error=cancelled');
      response
        .writeHead(undecided ? 303 : 200, { 'set-cookie': 'seen=1; Path=/', ...(undecided ? { location: again } : {}) })
        .end();
    });
    const callbackUrl = `http://127.0.0.1:${await listen(server)}/callbacks/powens`;
    closeAfterTest(server);
    await send('PUT', `${simulator.url}/admin/powens/clients/${CLIENT_ID}`, {
      body: { redirectUrls: [callbackUrl, CALLBACK_URL] },
    });
    await send('PATCH', `${simulator.url}/admin/powens/payments/${id}`, {
      body: { knobs: { payerPlan: ['leave', 'approve'], redirectWins: 'webview' } },
    });
    const own = new URL(webview);
    own.searchParams.set('redirect_uri', callbackUrl);
    const again = own.href;
    const visit = await send('POST', `${simulator.url}/admin/powens/payments/${id}/visit`, { body: { url: again } });
    expect(visit.status).toBe(200);
    expect(cookies).toEqual(['', 'seen=1']);
    expect((await read(simulator, id, token)).json['state']).toBe('rejected');
  });
});
