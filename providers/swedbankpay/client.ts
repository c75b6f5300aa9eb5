import { randomUUID } from 'node:crypto';
import type { HttpAnswer, HttpClient, TimeBudget } from '../../contracts/provider.js';
import type { OperationTarget } from './operations.js';
import type { SwedbankPayCredentials } from './settings.js';

/** One exchange, with the id under which Swedbank Pay's support finds it. */
export interface Exchange {
  readonly answer: HttpAnswer;
  readonly sessionId: string;
}

export interface SwedbankPayClient {
  /** Reads one order with the given parts expanded. Safe to repeat. @throws {ProviderFault} */
  readOrder(call: { readonly paymentId: string; readonly expand: readonly string[]; readonly budget: TimeBudget }): Promise<Exchange>;
  /** Calls an operation the order offered. @throws {ProviderFault} */
  operate(call: { readonly target: OperationTarget; readonly body: string; readonly sessionId: string; readonly budget: TimeBudget }): Promise<HttpAnswer>;
}

/** Asked for in both headers: GET takes it from `Accept`, the others from `Content-Type`. */
const VERSION = 'version=3.1';

export function createSwedbankPayClient(credentials: SwedbankPayCredentials, http: HttpClient): SwedbankPayClient {
  const { baseUrl, allowedOrigins } = credentials;
  const headers = (sessionId: string): Readonly<Record<string, string>> => ({
    authorization: `Bearer ${credentials.token}`,
    accept: `application/json;${VERSION}, application/problem+json;q=0.9`,
    'content-type': `application/json;${VERSION}`,
    'session-id': sessionId,
  });
  return {
    async readOrder({ paymentId, expand, budget }) {
      const sessionId = newSessionId();
      // The `$` stays literal: nobody knows whether an encoded one is understood.
      const url = `${baseUrl}${paymentId}?$expand=${expand.join(',')}`;
      const answer = await http.exchange({ method: 'GET', url, allowedOrigins, headers: headers(sessionId), body: null, budget });
      return { answer, sessionId };
    },
    operate: ({ target, body, sessionId, budget }) =>
      http.exchange({ method: target.method, url: target.href, allowedOrigins, headers: headers(sessionId), body, budget }),
  };
}

/** A fresh `Session-Id`: one for every exchange (facts, section 1.1). */
export function newSessionId(): string {
  return randomUUID();
}
