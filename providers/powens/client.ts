import type { HttpAnswer, HttpCall, HttpClient, TimeBudget } from '../../contracts/provider.js';
import { createRateLimit } from './rate-limit.js';
import { createServiceTokens } from './service-token.js';
import type { PowensCredentials } from './settings.js';

/** The calls a cancellation needs (reference page "Payments"); answers come back unjudged. */
export interface PowensClient {
  readPayment(paymentId: string, budget: TimeBudget): Promise<HttpAnswer>;
  cancelPayment(request: CancelCall): Promise<HttpAnswer>;
  /** A token for the payer's webview; the answer is a secret. */
  scopedToken(paymentId: string, budget: TimeBudget): Promise<HttpAnswer>;
  readConnector(connectorUuid: string, budget: TimeBudget): Promise<HttpAnswer>;
}

export interface CancelCall {
  readonly paymentId: string;
  /** Registered with the client in the Powens console; must not have a query. */
  readonly redirectUri: string;
  readonly state: string;
  readonly budget: TimeBudget;
}

/**
 * Talks to one account's Powens API. An expired service token is renewed once and the call made again: a 401
 * was not processed. Nothing else is repeated here.
 */
export function createPowensClient(credentials: PowensCredentials, http: HttpClient): PowensClient {
  const rateLimit = createRateLimit(credentials.ratePerMinute);
  const tokens = createServiceTokens({ credentials, http, rateLimit });
  const allowedOrigins = [new URL(credentials.baseUrl).origin];

  const callOnce = async (call: Call, token: string): Promise<HttpAnswer> => {
    await rateLimit.turn(call.budget);
    return http.exchange({
      method: call.method,
      url: `${credentials.baseUrl}${call.path}`,
      allowedOrigins,
      headers: headersFor(call, token),
      body: call.body === null ? null : JSON.stringify(call.body),
      budget: call.budget,
    });
  };

  const callAuthorised = async (call: Call): Promise<HttpAnswer> => {
    const token = await tokens.current(call.budget);
    const answer = await callOnce(call, token);
    return answer.status === 401 ? callOnce(call, await tokens.renewed(token, call.budget)) : answer;
  };

  return {
    readPayment: (paymentId, budget) => callAuthorised({ method: 'GET', path: `/payments/${paymentId}`, body: null, budget }),
    cancelPayment: ({ paymentId, redirectUri, state, budget }) =>
      callAuthorised({
        method: 'POST',
        path: `/payments/${paymentId}`,
        body: { cancel: true, client_redirect_uri: redirectUri, client_state: state },
        budget,
      }),
    scopedToken: (paymentId, budget) =>
      callAuthorised({
        method: 'POST',
        path: `/payments/${paymentId}/scopedtoken`,
        body: { scope: ['payments:validate'] },
        budget,
      }),
    readConnector: (connectorUuid, budget) =>
      callAuthorised({ method: 'GET', path: `/connectors/${encodeURIComponent(connectorUuid)}`, body: null, budget }),
  };
}

interface Call extends Pick<HttpCall, 'method' | 'budget'> {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | null;
}

function headersFor({ body }: Call, token: string): Record<string, string> {
  const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
  return body === null ? headers : { ...headers, 'content-type': 'application/json' };
}
