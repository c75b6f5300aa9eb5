import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import fetch from 'node-fetch';

/** Talks JSON to the stack's edges, which are signed by its own authority. */
export interface SecureClient {
  request(method: 'GET' | 'POST', path: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }>;
}

const ANSWER_WITHIN_MS = 40_000;

/** @param authority file of the authority's certificate */
export function secureClient({ url, authority, token }: { readonly url: string; readonly authority: string; readonly token: string | null }): SecureClient {
  const agent = new Agent({ ca: readFileSync(authority) });
  return {
    request: async (method, path, body) => {
      const answer = await fetch(`${url}${path}`, {
        method,
        agent,
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        headers: {
          prefer: 'wait=20',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: answer.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text };
    },
  };
}
