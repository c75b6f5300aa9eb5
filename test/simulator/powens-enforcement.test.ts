import { describe, expect, it } from 'vitest';
import {
  ALL_SCOPES,
  CALLBACK_URL,
  CLIENT_ID,
  cancel,
  createPayment,
  openSimulator,
  read,
  scopedToken,
  send,
  serviceToken,
} from './support.js';

describe('the simulated Powens API enforces what Powens enforces', () => {
  it('gives no token for a wrong secret, another grant or an unknown scope', async () => {
    const { url } = await openSimulator();
    const ask = async (change: object): Promise<number> => {
      const good = {
        grant_type: 'client_credentials',
        client_id: CLIENT_ID,
        client_secret: 'simulator-client-secret',
        scope: 'payments:admin',
      };
      return (await send('POST', `${url}/powens/2.0/auth/token`, { body: { ...good, ...change } })).status;
    };
    expect(await ask({})).toBe(200);
    expect(await ask({ client_secret: 'wrong' })).toBe(401);
    expect(await ask({ client_id: '999' })).toBe(401);
    expect(await ask({ grant_type: 'password' })).toBe(400);
    expect(await ask({ scope: ['payments:everything'] })).toBe(400);
    expect(await ask({ scope: undefined })).toBe(400);
  });

  it('takes a token request as a form as well', async () => {
    const { url } = await openSimulator();
    const response = await fetch(`${url}/powens/2.0/auth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: CLIENT_ID,
        client_secret: 'simulator-client-secret',
        scope: 'payments:read-only',
      }),
    });
    expect(response.status).toBe(200);
  });

  it('answers 401 without a bearer token, with an unknown one, and with one 30 minutes old', async () => {
    const simulator = await openSimulator();
    const id = await createPayment(simulator);
    const token = await serviceToken(simulator);
    expect((await send('GET', `${simulator.url}/powens/2.0/payments/${id}`)).status).toBe(401);
    expect((await read(simulator, id, 'made-up')).status).toBe(401);
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 29 * 60_000 } });
    expect((await read(simulator, id, token)).status).toBe(200);
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 60_001 } });
    expect((await read(simulator, id, token)).status).toBe(401);
  });

  it.each([
    { scope: 'payments:read-only', reads: 200, cancels: 403, scopes: 403 },
    { scope: 'payments:cancel', reads: 403, cancels: 200, scopes: 403 },
    { scope: 'payments:validate', reads: 200, cancels: 403, scopes: 200 },
    { scope: 'payments:admin', reads: 200, cancels: 200, scopes: 200 },
    { scope: 'payments', reads: 200, cancels: 200, scopes: 200 },
  ])('lets scope $scope do its own work only', async ({ scope, reads, cancels, scopes }) => {
    const simulator = await openSimulator();
    const token = await serviceToken(simulator, [scope]);
    const id = await createPayment(simulator, { scenario: 'webview-approve' });
    expect((await read(simulator, id, token)).status).toBe(reads);
    expect((await cancel(simulator, id, token)).status).toBe(cancels);
    const scoped = await send('POST', `${simulator.url}/powens/2.0/payments/${id}/scopedtoken`, {
      token,
      body: { scope: 'payments:validate' },
    });
    expect(scoped.status).toBe(scopes);
  });

  it('answers in the documented error envelope', async () => {
    const simulator = await openSimulator();
    const id = await createPayment(simulator);
    const reply = await cancel(simulator, id, await serviceToken(simulator, ['payments:read-only']));
    expect(reply.json).toEqual({
      code: 'forbidden',
      description: expect.any(String),
      message: null,
      request_id: expect.any(Number),
    });
  });

  it('binds a scoped token to its payment and grants it no admin', async () => {
    const simulator = await openSimulator();
    const token = await serviceToken(simulator, ['payments:admin']);
    const [mine, other] = [await createPayment(simulator), await createPayment(simulator)];
    const scoped = await scopedToken(simulator, mine, token);
    expect((await read(simulator, mine, scoped)).status).toBe(200);
    expect((await read(simulator, other, scoped)).status).toBe(404);
    const admin = await send('POST', `${simulator.url}/powens/2.0/payments/${mine}/scopedtoken`, {
      token,
      body: { scope: ['payments:admin'] },
    });
    expect(admin.status).toBe(403);
  });

  it('does not know the payments of another client', async () => {
    const simulator = await openSimulator();
    await send('PUT', `${simulator.url}/admin/powens/clients/20000002`, { body: { redirectUrls: [CALLBACK_URL] } });
    const id = await createPayment(simulator, { clientId: '20000002' });
    expect((await read(simulator, id, await serviceToken(simulator))).status).toBe(404);
  });

  it.each([
    ['no client_redirect_uri', { cancel: true }, 'missingParameter'],
    [
      'an unregistered redirect',
      { cancel: true, client_redirect_uri: 'http://127.0.0.1:3000/elsewhere' },
      'invalidValue',
    ],
    ['a redirect with a query', { cancel: true, client_redirect_uri: `${CALLBACK_URL}?a=1` }, 'invalidValue'],
    ['cancel other than true', { cancel: false, client_redirect_uri: CALLBACK_URL }, 'invalidValue'],
    [
      'a state over 2000 characters',
      { cancel: true, client_redirect_uri: CALLBACK_URL, client_state: 'x'.repeat(2001) },
      'invalidValue',
    ],
  ])('refuses to cancel with %s, and changes nothing', async (_name, body, code) => {
    const simulator = await openSimulator();
    const id = await createPayment(simulator);
    const token = await serviceToken(simulator);
    const reply = await send('POST', `${simulator.url}/powens/2.0/payments/${id}`, { token, body });
    expect(reply.status).toBe(400);
    expect(reply.json['code']).toBe(code);
    expect((await read(simulator, id, token)).json['state']).toBe('pending');
  });

  it('takes a state of exactly 2000 characters', async () => {
    const simulator = await openSimulator();
    const id = await createPayment(simulator);
    expect((await cancel(simulator, id, await serviceToken(simulator), 'x'.repeat(2000))).status).toBe(200);
  });

  it.each([
    { state: 'created', executionDateTypes: ['instant'], cancellable: true },
    { state: 'pending', executionDateTypes: ['deferred'], cancellable: true },
    { state: 'pending', executionDateTypes: ['deferred', 'instant'], cancellable: false },
    { state: 'validating', executionDateTypes: ['deferred'], cancellable: false },
    { state: 'rejected', executionDateTypes: ['deferred'], cancellable: false },
    { state: 'done', executionDateTypes: ['deferred'], cancellable: false },
    { state: 'accepted', executionDateTypes: ['deferred'], cancellable: false },
    { state: 'expired', executionDateTypes: ['deferred'], cancellable: false },
    { state: 'partial', executionDateTypes: ['deferred'], cancellable: false },
  ])("applies the guide's criteria to $state with $executionDateTypes", async ({ cancellable, ...order }) => {
    const simulator = await openSimulator();
    const id = await createPayment(simulator, order);
    const reply = await cancel(simulator, id, await serviceToken(simulator));
    expect(reply.status).toBe(cancellable ? 200 : 400);
    expect(reply.json['state']).toBe(cancellable ? 'rejected' : undefined);
  });

  it('limits the calls per minute when the client has a limit', async () => {
    const simulator = await openSimulator();
    const id = await createPayment(simulator);
    await send('PUT', `${simulator.url}/admin/powens/clients/${CLIENT_ID}`, { body: { ratePerMinute: 2 } });
    const token = await serviceToken(simulator, ALL_SCOPES);
    const statuses = [
      await read(simulator, id, token),
      await read(simulator, id, token),
      await read(simulator, id, token),
    ];
    expect(statuses.map((reply) => reply.status)).toEqual([200, 200, 429]);
    await send('POST', `${simulator.url}/admin/clock`, { body: { advanceMs: 60_000 } });
    expect((await read(simulator, id, token)).status).toBe(200);
  });

  it('writes ids of 19 digits without loss', async () => {
    const simulator = await openSimulator();
    const id = await createPayment(simulator, { id: '9007199254740993123' });
    expect((await read(simulator, id, await serviceToken(simulator))).text).toContain('"id":9007199254740993123,');
  });

  it('tells whether a connector can cancel, and creates webhook secrets once per name', async () => {
    const simulator = await openSimulator();
    const connector = await send('GET', `${simulator.url}/powens/2.0/connectors/338178e6-3d01-564f-9a7b-52ca442459bf`);
    expect(connector.json['payment_settings']).toEqual({ cancellation_available: true });
    const auth = (token: string, name: string): Promise<{ status: number; json: Readonly<Record<string, unknown>> }> =>
      send('POST', `${simulator.url}/powens/2.0/webhooks/auth`, { token, body: { type: 'hmac_signature', name } });
    expect((await auth('wrong', 'countermand')).status).toBe(401);
    const created = await auth(`config-token-${CLIENT_ID}`, 'countermand');
    expect(created.json).toMatchObject({ type: 'hmac_signature', config: { secret_key: expect.any(String) } });
    expect((await auth(`config-token-${CLIENT_ID}`, 'countermand')).status).toBe(409);
    expect((await auth(`config-token-${CLIENT_ID}`, 'a-name-with-dashes')).json['code']).toBe('dataError');
  });
});
