import type { FastifyRequest } from 'fastify';
import type { CodecScope, CodecServerSettings, CodecToken } from '../platform/codec-server-settings.js';
import { hostOf, isLoopbackHost } from '../platform/loopback.js';
import { findToken } from '../platform/named-tokens.js';
import { Refusal } from './refusal.js';
import { readSession } from './session.js';

/** RFC 6750 section 2.1. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

/**
 * Who calls, by name: by the Bearer token of the Temporal CLI, or by the session of a browser that showed one.
 *
 * @throws {Refusal} 401, 403
 */
export function authenticate(request: FastifyRequest, settings: CodecServerSettings, scope: CodecScope): string {
  if (settings.tokens === null) return anonymous(request, settings, scope);
  const token = tokenOf(request, settings.tokens, settings);
  if (token === null) {
    throw new Refusal(401, 'Send Authorization: Bearer with one of CODEC_TOKENS, or open this server in the browser and sign in.', {
      'www-authenticate': 'Bearer realm="countermand codec server"',
    });
  }
  if (!token.scopes.has(scope)) throw new Refusal(403, `This token may not ${scope}.`);
  return token.name;
}

function tokenOf(request: FastifyRequest, tokens: readonly CodecToken[], { origins, keyRing }: CodecServerSettings): CodecToken | null {
  const { authorization, cookie, origin } = request.headers;
  const presented = BEARER.exec(authorization ?? '')?.[1];
  if (presented !== undefined) return findToken(tokens, presented);
  // A cookie comes along with whatever page asks: only the UI's own counts.
  if (origin === undefined || !origins.includes(origin)) return null;
  return readSession(cookie, tokens, keyRing, new Date());
}

/** A page in the browser of this machine must not reach an open server: not by another host name, not from another origin. */
function anonymous({ headers: { host, origin } }: FastifyRequest, { origins }: CodecServerSettings, scope: CodecScope): string {
  const known = host !== undefined && isLoopbackHost(hostOf(host)) && (origin === undefined || origins.includes(origin));
  if (!known) throw new Refusal(403, 'Call 127.0.0.1 or localhost, from an origin of CODEC_ORIGINS, or set CODEC_TOKENS.');
  if (scope !== 'decode') throw new Refusal(403, `Without CODEC_TOKENS nobody may ${scope}.`);
  return 'anonymous';
}
