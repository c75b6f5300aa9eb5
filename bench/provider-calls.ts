import fetch from 'node-fetch';
import { DEFAULT_POWENS_CLIENT_ID, DEFAULT_POWENS_CLIENT_SECRET } from '../simulator/settings.js';

/** The provider's calls, bare: no check, no classification, no retry. What is measured against. */
export interface ProviderCalls {
  read(paymentId: string): Promise<void>;
  cancel(paymentId: string): Promise<void>;
  scopedToken(paymentId: string): Promise<void>;
}

/** Gets a service token once, as a worker does. */
export async function providerCalls(powensUrl: string, redirectUri: string): Promise<ProviderCalls> {
  const token = await serviceToken(powensUrl);
  const call = async (method: string, path: string, body?: object): Promise<void> => {
    const answer = await fetch(`${powensUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  };
  return {
    read: (id) => call('GET', `/payments/${id}`),
    cancel: (id) => call('POST', `/payments/${id}`, { cancel: true, client_redirect_uri: redirectUri, client_state: 'bench' }),
    scopedToken: (id) => call('POST', `/payments/${id}/scopedtoken`, { scope: ['payments:validate'] }),
  };
}

async function serviceToken(powensUrl: string): Promise<string> {
  const answer = await fetch(`${powensUrl}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: DEFAULT_POWENS_CLIENT_ID,
      client_secret: DEFAULT_POWENS_CLIENT_SECRET,
      scope: ['payments:read-only', 'payments:cancel', 'payments:validate'],
    }),
  });
  return ((await answer.json()) as { token: string }).token;
}
