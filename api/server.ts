import { randomUUID } from 'node:crypto';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { givenRequestId } from '../contracts/correlation.js';
import { refuseOtherMethods } from './allowed-methods.js';
import { answerBrokenRequest } from './broken-request.js';
import { CONNECTION_LIMITS } from './connection-limits.js';
import type { ConnectionLimits } from './connection-limits.js';
import type { ApiDependencies } from './dependencies.js';
import { drainOnClose } from './drain.js';
import { readJsonBodies } from './json-body.js';
import { logEndOf, logRequests } from './log-requests.js';
import { measureRequests } from './measure-requests.js';
import { isForPayer, sendPayerProblem } from './payer-problem.js';
import { notFound, sendProblem } from './problem.js';
import { problemOfError } from './problem-of-error.js';
import { refuseHeaders } from './refuse-headers.js';
import { checkCancellationRoute } from './routes/check-cancellation.js';
import { commandCancellationRoutes } from './routes/command-cancellation.js';
import { documentationRoutes } from './routes/documentation.js';
import { healthRoutes } from './routes/health.js';
import { listCancellationsRoute } from './routes/list-cancellations.js';
import { metricsRoute } from './routes/metrics.js';
import { payerLinkRoutes } from './routes/payer-link.js';
import { payerReturnRoutes } from './routes/payer-return.js';
import { providersRoute } from './routes/providers.js';
import { readCancellationRoute } from './routes/read-cancellation.js';
import { replayEventRoute } from './routes/replay-event.js';
import { startCancellationRoute } from './routes/start-cancellation.js';
import { webhookRoutes } from './routes/webhook.js';
import { OpenWaits } from './wait.js';

const LONGEST_PATH_SEGMENT = 512;

/** The HTTP server with all its routes; it listens where its caller says. Closing it drains it. */
export function createServer(
  dependencies: ApiDependencies,
  limits: ConnectionLimits = CONNECTION_LIMITS,
): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = dependencies.logger;
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: ({ headers }) => givenRequestId(headers['x-request-id']) ?? randomUUID(),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestWithinMs,
    connectionTimeout: limits.silenceMs,
    keepAliveTimeout: limits.idleMs,
    http: {
      maxHeaderSize: limits.headerBytes,
      // Node's own answer to a missing one would have no body.
      requireHostHeader: false,
      connectionsCheckingInterval: limits.checkedEveryMs,
      // Where it is the longer one, Node takes each for the other.
      headersTimeout: limits.requestWithinMs,
      requestTimeout: limits.requestWithinMs,
    },
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    // What still arrives on open connections while draining is served: no request is lost.
    return503OnClosing: false,
    routerOptions: { maxParamLength: LONGEST_PATH_SEGMENT },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      logEndOf(request, reply);
      setCommonHeaders(request, reply);
      answerError(error, request, reply);
    },
  });
  // Before every hook that may refuse a request.
  logRequests(app);
  const waits = new OpenWaits();
  const isDraining = drainOnClose(app, limits, () => waits.endAll());

  const https = new URL(dependencies.settings.publicUrl).protocol === 'https:';
  app.addHook('onRequest', async (request, reply) => {
    setCommonHeaders(request, reply);
    if (https) reply.header('strict-transport-security', 'max-age=31536000');
    refuseHeaders(request, limits);
  });
  measureRequests(app, dependencies.metrics);
  readJsonBodies(app);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => answerError(notFound(), request, reply));

  const refuseOthers = refuseOtherMethods(app);
  healthRoutes(app, dependencies, isDraining);
  documentationRoutes(app);
  metricsRoute(app, dependencies);
  startCancellationRoute(app, dependencies, waits);
  readCancellationRoute(app, dependencies, waits);
  listCancellationsRoute(app, dependencies);
  commandCancellationRoutes(app, dependencies);
  checkCancellationRoute(app, dependencies);
  replayEventRoute(app, dependencies);
  providersRoute(app, dependencies);
  payerReturnRoutes(app, dependencies);
  payerLinkRoutes(app, dependencies, waits);
  webhookRoutes(app, dependencies);
  void app.register(async () => refuseOthers());
  // An expectation nobody knows may be ignored (RFC 9110, section 10.1.1).
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  return app;
}

function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply
    .header('x-request-id', request.id)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    .header('cache-control', 'no-store');
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOfError(error);
  // A caller who hangs up in the middle of a body makes the request itself fail: nothing here has.
  const failed = problem.status >= 500 && error !== request.raw.errored;
  if (failed) request.log.error({ err: problem.cause ?? problem, code: problem.code }, 'A request failed');
  return isForPayer(request.url) ? sendPayerProblem(request, reply, problem) : sendProblem(request, reply, problem);
}
