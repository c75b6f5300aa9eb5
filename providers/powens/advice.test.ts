import { describe, expect, it } from 'vitest';
import type { ReadRequest } from '../../contracts/provider.js';
import { startTimeBudget } from '../../platform/time-budget.js';
import { NOTHING_DONE } from '../../contracts/provider.js';
import { FAULTS, json, type Scripted, scriptedHttp } from '../../test/providers/scripted-http.js';
import { connectPowens } from './provider.js';

const CONNECTOR = '338178e6-3d01-564f-9a7b-52ca442459bf';
const baseUrl = 'https://acme.biapi.pro/2.0';

function request(): ReadRequest {
  return {
    payment: { provider: 'powens', account: 'default', paymentId: '42' },
    facts: NOTHING_DONE,
    budget: startTimeBudget({ totalMs: 20_000, signal: new AbortController().signal }),
  };
}

async function adviceOn(payment: object, connector: Scripted): Promise<{ kind: string; foreseenRefusal: string | null; calls: string[] }> {
  const http = scriptedHttp(({ url }) => {
    if (url.endsWith('/auth/token')) return json(200, { token: 't' });
    return url.includes('/connectors/') ? connector : json(200, { id: 42, connector_uuid: CONNECTOR, ...payment });
  });
  const credentials = { baseUrl, clientId: '1', clientSecret: 's', webviewUrl: baseUrl, ratePerMinute: null };
  const advice = await connectPowens(credentials, { http, now: () => new Date() }).advice?.readWithAdvice(request());
  if (advice === undefined) throw new Error('Powens gives advice');
  const calls = http.calls.map(({ method, url }) => `${method} ${url.replace(baseUrl, '')}`);
  return { kind: advice.reading.answer.kind, foreseenRefusal: advice.foreseenRefusal, calls };
}

const available = (cancellation_available: unknown): Scripted => json(200, { payment_settings: { cancellation_available } });

describe('the dry run', () => {
  it('foresees a refusal where the connector says that it cannot cancel, and sends nothing', async () => {
    const { kind, foreseenRefusal, calls } = await adviceOn({ state: 'pending' }, available(false));
    expect([kind, foreseenRefusal]).toEqual(['cancellable', 'connector_cannot_cancel']);
    expect(calls).toEqual(['POST /auth/token', 'GET /payments/42', `GET /connectors/${CONNECTOR}`]);
  });

  it.each([
    ['that it can', available(true)],
    ['nothing', json(200, {})],
    ['something odd', available('no')],
    ['nothing, because it is unknown', json(404, { code: 'notFound' })],
    ['nothing, because it cannot be read', FAULTS.timeout],
  ])('foresees none where the connector says %s', async (_what, connector) => {
    expect((await adviceOn({ state: 'pending' }, connector)).foreseenRefusal).toBeNull();
  });

  it('does not ask the connector about a payment that cannot be cancelled anyway', async () => {
    const { kind, calls } = await adviceOn({ state: 'done' }, available(false));
    expect(kind).toBe('tooLate');
    expect(calls).toHaveLength(2);
  });
});
