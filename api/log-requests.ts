import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * One line per request, by route and never by address: addresses hold handles, states and path secrets. Where the
 * connection was gone before the answer, there is `gone` in the place of a status.
 */
export function logRequests(app: FastifyInstance): void {
  // The framework's own hook for the end knows nothing of callers that go.
  app.addHook('onRequest', async (request, reply) => logEndOf(request, reply));
}

/** The same line, for a request that the framework refuses before any hook. */
export function logEndOf(request: FastifyRequest, reply: FastifyReply): void {
  const log = (end: { readonly status: number } | { readonly gone: true }): void => {
    const { method, routeOptions } = request;
    request.log.info({ method, route: routeOptions.url ?? 'none', ...end, ms: Math.round(reply.elapsedTime) }, 'request');
  };
  const gone = (): void => log({ gone: true });
  reply.raw.once('close', gone).once('finish', () => {
    reply.raw.off('close', gone);
    log({ status: reply.statusCode });
  });
}
