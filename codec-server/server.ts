import { randomUUID } from 'node:crypto';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CodecScope, CodecServerSettings } from '../platform/codec-server-settings.js';
import type { Logger } from '../platform/logging.js';
import { createPayloadCodec } from '../platform/payload-codec.js';
import { authenticate } from './authentication.js';
import { readPayloads, writePayloads } from './payloads.js';
import { Refusal } from './refusal.js';
import { signInRoutes } from './sign-in.js';

/** Temporal hands out at most 4 MiB of history at once; base64, twice, makes it longer. */
const LARGEST_BODY_BYTES = 8 * 1024 * 1024;
const WHOLE_REQUEST_WITHIN_MS = 15_000;
const PREFLIGHT_SECONDS = 600;
const NAMESPACE = /^[\w.-]{1,255}$/;

/**
 * The codec server of the Temporal UI and CLI (docs.temporal.io, "Codec Server"): `POST /decode` and `POST /encode`
 * over payloads in JSON. What is sealed besides, the payer's link, stays sealed.
 */
export function createCodecServer(settings: CodecServerSettings, logger: Logger): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = logger;
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    bodyLimit: LARGEST_BODY_BYTES,
    requestTimeout: WHOLE_REQUEST_WITHIN_MS,
    exposeHeadRoutes: false,
  });
  readBodies(app);
  app.addHook('onRequest', async (request, reply) => setCommonHeaders(request, reply, settings.origins));
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(() => {
    throw new Refusal(404, 'There are /decode, /encode, /healthz and /readyz.');
  });

  app.get('/healthz', async () => ({ status: 'alive' }));
  // It depends on nobody.
  app.get('/readyz', async () => ({ status: 'ready' }));
  signInRoutes(app, settings);
  codecRoute(app, 'decode', settings);
  codecRoute(app, 'encode', settings);
  return app;
}

function codecRoute(app: FastifyInstance, scope: CodecScope, settings: CodecServerSettings): void {
  app.options(`/${scope}`, async (_request, reply) =>
    reply
      .code(204)
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'content-type, x-namespace, authorization, authorization-extras')
      .header('access-control-max-age', String(PREFLIGHT_SECONDS))
      .send(),
  );

  app.post(`/${scope}`, async (request, reply) => {
    const caller = authenticate(request, settings, scope);
    const payloads = readPayloads(request.body);
    if (payloads === null) throw new Refusal(400, 'Send {"payloads": [...]}, bytes in base64.');
    const unread = new Set<string>();
    // One key too few must not hide the rest of a history.
    const codec = createPayloadCodec(settings.keyRing, ({ keyId }) => unread.add(keyId) !== undefined);
    const converted = await codec[scope](payloads);
    request.log.info({ caller, namespace: namespaceOf(request), payloads: payloads.length, unread: [...unread] }, scope);
    if (unread.size > 0) request.log.warn(`SECRET_KEYS lacks ${[...unread].join(', ')}: what is encrypted with it stays so`);
    return reply.type('application/json; charset=utf-8').send(writePayloads(converted));
  });
}

/** For the log of who decoded what; anybody may write anything there. */
function namespaceOf({ headers }: FastifyRequest): string | null {
  const given = headers['x-namespace'];
  return typeof given === 'string' && NAMESPACE.test(given) ? given : null;
}

/** JSON for the codec, a form for the page; nothing else is read. */
function readBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 4096 }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)));
  });
}

function setCommonHeaders(request: FastifyRequest, reply: FastifyReply, origins: readonly string[]): void {
  reply
    .header('x-request-id', request.id)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('vary', 'origin');
  const { origin } = request.headers;
  if (origin === undefined || !origins.includes(origin)) return;
  reply.header('access-control-allow-origin', origin).header('access-control-allow-credentials', 'true');
}

/** Fastify's own refusals have a status; what has none is ours to look at. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = statusOf(error);
  const message = status < 500 && error instanceof Error ? error.message : 'Something unexpected happened.';
  if (status >= 500) request.log.error({ err: error }, 'A request failed');
  else request.log.warn({ status, path: request.routeOptions.url ?? 'none' }, 'A request was refused');
  if (error instanceof Refusal) reply.headers(error.headers);
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify({ status, message, requestId: request.id }));
}

function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status;
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' && status >= 400 ? status : 500;
}
