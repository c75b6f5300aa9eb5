import { jsonAnswer, type Answer } from '../core/answer.js';
import { readFields } from '../core/request.js';
import type { ProviderRoute, ReceivedCall } from '../core/route.js';
import { BAD_REQUEST, errorAnswer, invalidValue, missingParameter, unauthorised } from './errors.js';
import { API_BASE, type PowensParts } from './parts.js';
import { toJson } from './payment-body.js';
import { readScopes, SERVICE_TOKEN_SECONDS } from './tokens.js';

/** `POST /auth/token`, client credentials (API reference "Authentication"). */
export function tokenRoute(parts: PowensParts): ProviderRoute {
  return {
    method: 'POST',
    path: `${API_BASE}/auth/token`,
    call: 'token',
    payment: () => null,
    handle: (received) => issueServiceToken(parts, received),
  };
}

function issueServiceToken({ world, clients, tokens }: PowensParts, received: ReceivedCall): Answer {
  const fields = readFields(received);
  if (fields === null) return errorAnswer(400, 'invalidValue', BAD_REQUEST);
  for (const name of ['grant_type', 'client_id', 'client_secret', 'scope']) {
    if (fields[name] === undefined) return missingParameter(name);
  }
  if (fields['grant_type'] !== 'client_credentials') return invalidValue('grant_type', 'use client_credentials');
  const client = clients.get(String(fields['client_id']));
  if (client === undefined || client.clientSecret !== fields['client_secret']) {
    return unauthorised('Unknown client or wrong secret.');
  }
  const scopes = readScopes(fields['scope']);
  if (scopes === null) return invalidValue('scope', 'unknown scope');
  const { token, change } = tokens.prepare({
    clientId: client.clientId,
    scopes,
    payment: null,
    seconds: SERVICE_TOKEN_SECONDS,
  });
  world.store.commit({
    provider: 'powens',
    effect: 'token.issued',
    payment: null,
    cause: 'api',
    callSeq: received.callSeq,
    changes: [change],
  });
  return jsonAnswer(200, toJson({ token: token.token, scope: scopes.join(' ') }));
}
