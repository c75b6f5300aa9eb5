import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CodecServerSettings } from '../platform/codec-server-settings.js';
import { findToken } from '../platform/named-tokens.js';
import { issueSession, SESSION_COOKIE, SESSION_SECONDS } from './session.js';

const STYLE = 'body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}input,button{font:inherit;padding:.4rem}input{width:100%}';
const PAGE_HEADERS = {
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
} as const;

/**
 * `GET /` and `POST /`: a person shows a token once, and this browser may decode for twelve hours. The Temporal UI
 * then sends the session along ("Include cross-origin credentials").
 */
export function signInRoutes(app: FastifyInstance, { tokens, keyRing, production }: CodecServerSettings): void {
  if (tokens === null) return;

  app.get('/', async (_request, reply) => sendPage(reply, 200, FORM));

  app.post('/', async (request, reply) => {
    const presented = request.body instanceof URLSearchParams ? (request.body.get('token') ?? '').trim() : '';
    const token = findToken(tokens, presented);
    if (token === null) return sendPage(reply, 401, `<p>This is not one of the tokens.</p>${FORM}`);
    const session = issueSession(token, keyRing, new Date());
    const secure = production ? '; Secure' : '';
    reply.header('set-cookie', `${SESSION_COOKIE}=${session}; Path=/; Max-Age=${SESSION_SECONDS}; HttpOnly; SameSite=Strict${secure}`);
    return sendPage(reply, 200, '<p>Signed in. The Temporal UI in this browser can now read what this deployment encrypts.</p>');
  });
}

const FORM =
  '<form method="post"><p><label for="token">Your token of <code>CODEC_TOKENS</code></label></p>' +
  '<p><input id="token" name="token" type="password" autocomplete="off" required autofocus></p><p><button>Sign in</button></p></form>';

function sendPage(reply: FastifyReply, status: number, body: string): FastifyReply {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Codec server</title><style>${STYLE}</style><h1>Codec server</h1>${body}</html>`;
  return reply.code(status).headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(page);
}
