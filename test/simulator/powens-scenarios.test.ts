import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../../simulator/powens/scenarios.js';
import {
  cancel,
  CALLBACK_URL,
  createPayment,
  openReceiver,
  openSimulator,
  read,
  send,
  serviceToken,
} from './support.js';

describe('the scenarios of the facts about Powens', () => {
  it('are all forty there, each name once', () => {
    const numbers = new Set(SCENARIOS.map((scenario) => scenario.number));
    expect([...numbers].sort((one, other) => one - other)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(new Set(SCENARIOS.map((scenario) => scenario.name)).size).toBe(SCENARIOS.length);
  });

  it('can all be created by name, in the state they begin with', async () => {
    const simulator = await openSimulator();
    for (const scenario of SCENARIOS) {
      const reply = await send('POST', `${simulator.url}/admin/powens/payments`, { body: { scenario: scenario.name } });
      expect(reply.json, scenario.name).toMatchObject({ scenario: scenario.name, state: scenario.state ?? 'pending' });
    }
  });

  it.each([
    ['created-direct', { state: 'rejected', error_code: 'cancelledByUser' }],
    ['created-direct-by-client', { state: 'rejected', error_code: 'CancelledByClient' }],
    ['direct', { state: 'rejected', error_code: 'cancelledByUser' }],
    ['direct-capitalised', { state: 'rejected', error_code: 'CancelledByUser' }],
    ['casing-variants', { state: 'rejected', error_code: 'CANCELLEDBYUSER' }],
    ['bank-link-missing', { state_detail: 'cancelling', validate_uri: null, action: 'redirect' }],
    ['bank-confirm', { state_detail: 'cancelling', validate_uri: null, action: 'confirm' }],
    ['unknown-action', { state_detail: 'cancelling', action: 'sing' }],
    ['unknown-state', { state: 'hibernating' }],
    ['unknown-detail', { state: 'pending', state_detail: 'cancelling_telepathy' }],
    ['fields-array', { fields: [expect.anything()] }],
    ['fields-dictionary', { fields: { otp: expect.anything() } }],
    ['deferred-today', { state_detail: 'cancelling_webauth' }],
  ])('%s answers the cancel request with %o', async (scenario, expected) => {
    const simulator = await openSimulator();
    const id = await createPayment(simulator, { scenario });
    expect((await cancel(simulator, id, await serviceToken(simulator))).json).toMatchObject(expected);
  });

  it.each([
    ['not-supported', 400],
    ['not-supported-409', 409],
    ['not-supported-422', 422],
    ['not-supported-200', 200],
    ['connector-cannot-cancel', 400],
    ['request-id-string', 400],
    ['request-id-null', 400],
  ])('%s answers notSupported with status %i and leaves the payment alone', async (scenario, status) => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator, { scenario }), await serviceToken(simulator)];
    const reply = await cancel(simulator, id, token);
    expect([reply.status, reply.json['code'], reply.json['id']]).toEqual([status, 'notSupported', undefined]);
    expect((await read(simulator, id, token)).json['state']).toBe('pending');
  });

  it.each([
    ['executed-while-waiting-done', 'done', null],
    ['executed-while-waiting-accepted', 'accepted', null],
    ['executed-while-waiting-partial', 'partial', null],
    ['rejected-while-waiting', 'rejected', 'insufficientFunds'],
    ['expired-while-waiting', 'expired', null],
  ])('%s: %s when the payer opens the page', async (scenario, state, code) => {
    const simulator = await openSimulator();
    const [id, token] = [await createPayment(simulator, { scenario }), await serviceToken(simulator)];
    await cancel(simulator, id, token);
    const scoped = await send('POST', `${simulator.url}/powens/2.0/payments/${id}/scopedtoken`, {
      token,
      body: { scope: 'payments:validate' },
    });
    const query = new URLSearchParams({
      client_id: '10000001',
      redirect_uri: CALLBACK_URL,
      code: String(scoped.json['token']),
      payment_id: id,
    });
    expect((await send('GET', `${simulator.url}/powens/2.0/auth/webview/payment?${query.toString()}`)).status).toBe(
      303,
    );
    const { json } = await read(simulator, id, token);
    expect([json['state'], json['error_code']]).toEqual([state, code]);
  });

  it('already-cancelling: somebody else has asked before', async () => {
    const simulator = await openSimulator();
    const token = await serviceToken(simulator);
    const a = await createPayment(simulator, { scenario: 'already-cancelling' });
    const b = await createPayment(simulator, { scenario: 'already-cancelling-bank' });
    expect((await read(simulator, a, token)).json['state_detail']).toBe('cancelling_webauth');
    expect((await read(simulator, b, token)).json).toMatchObject({
      state_detail: 'cancelling',
      validate_uri: expect.any(String),
    });
  });

  it('validating-then-pending: two reads later', async () => {
    const simulator = await openSimulator();
    const [id, token] = [
      await createPayment(simulator, { scenario: 'validating-then-pending' }),
      await serviceToken(simulator),
    ];
    const states = [];
    for (let count = 0; count < 3; count += 1) states.push((await read(simulator, id, token)).json['state']);
    expect(states).toEqual(['validating', 'validating', 'pending']);
  });

  it('token-expires-midway: the token that cancelled is no longer good', async () => {
    const simulator = await openSimulator();
    const [id, token] = [
      await createPayment(simulator, { scenario: 'token-expires-midway' }),
      await serviceToken(simulator),
    ];
    expect((await cancel(simulator, id, token)).status).toBe(200);
    expect((await read(simulator, id, token)).status).toBe(401);
    expect((await read(simulator, id, await serviceToken(simulator))).status).toBe(200);
  });

  it('early-callback and forged-callbacks: returns that come by themselves', async () => {
    const receiver = await openReceiver();
    const callbackUrl = `${receiver.url}/callbacks/powens`;
    const simulator = await openSimulator();
    await send('PUT', `${simulator.url}/admin/powens/clients/10000001`, { body: { redirectUrls: [callbackUrl] } });
    const id = await createPayment(simulator, { scenario: 'early-callback', knobs: { forgedCallbacks: true } });
    const token = await serviceToken(simulator);
    await send('POST', `${simulator.url}/powens/2.0/payments/${id}`, {
      token,
      body: { cancel: true, client_redirect_uri: callbackUrl, client_state: 'mine' },
    });
    await receiver.arrived(1);
    expect(receiver.received[0]?.target).toBe(`/callbacks/powens?state=mine&id_payment=${id}&payment_state=pending`);
  });
});

describe('the label grammar of the test connector', () => {
  async function validatedPayment(
    label: string,
    instant = false,
  ): Promise<{ stateAfter: (minutes: number) => Promise<unknown> }> {
    const simulator = await openSimulator();
    const token = await serviceToken(simulator, ['payments:admin']);
    const created = await send('POST', `${simulator.url}/powens/2.0/payments`, {
      token,
      body: {
        client_redirect_uri: CALLBACK_URL,
        instructions: [
          { reference_id: 'r', label, amount: 5, execution_date_type: instant ? 'instant' : 'first_open_day' },
        ],
      },
    });
    expect(created.json['state']).toBe('created');
    const id = String(created.json['id']);
    const validating = await send('POST', `${simulator.url}/powens/2.0/payments/${id}`, {
      token,
      body: { validated: true },
    });
    const bank = await fetch(String(validating.json['validate_uri']), {
      method: 'POST',
      body: new URLSearchParams({ action: 'approve' }),
      redirect: 'manual',
    });
    expect(bank.status).toBe(303);
    return {
      stateAfter: async (minutes) => {
        await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: minutes * 60_000 } });
        const { json } = await read(simulator, id, token);
        return json['error_code'] === null ? json['state'] : `${String(json['state'])} ${String(json['error_code'])}`;
      },
    };
  }

  it('plays each phase for 15 minutes', async () => {
    const payment = await validatedPayment('pdng/rjct - rent');
    expect(await payment.stateAfter(0)).toBe('pending');
    expect(await payment.stateAfter(14)).toBe('pending');
    expect(await payment.stateAfter(1)).toBe('rejected noSpecifiedReason');
  });

  it('plays a phase of an instant payment for 15 seconds', async () => {
    const payment = await validatedPayment('pdng/canc - rent', true);
    expect(await payment.stateAfter(0.25)).toBe('rejected CancelledByUser');
  });

  it('ends done when no phase is final', async () => {
    const payment = await validatedPayment('pdng - rent');
    expect(await payment.stateAfter(15)).toBe('done');
  });

  it('takes a scenario by #name', async () => {
    const simulator = await openSimulator();
    const token = await serviceToken(simulator, ['payments:admin']);
    const created = await send('POST', `${simulator.url}/powens/2.0/payments`, {
      token,
      body: {
        client_redirect_uri: CALLBACK_URL,
        instructions: [{ reference_id: 'r', label: 'pdng/done - rent #not-supported', amount: 5 }],
      },
    });
    const reply = await cancel(simulator, String(created.json['id']), token);
    expect(reply.json['code']).toBe('notSupported');
  });
});
