import type { FastifyInstance } from 'fastify';
import { authenticate, requireAllAccounts } from '../authentication.js';
import type { ApiDependencies } from '../dependencies.js';
import { readQuery } from '../input.js';
import { NoQuery } from '../schemas.js';

/** `GET /metrics`: Prometheus' text form. Temporal is asked meanwhile how all cancellations stand; no worker is needed. */
export function metricsRoute(app: FastifyInstance, dependencies: ApiDependencies): void {
  const { metrics, temporal, standing } = dependencies;
  app.get('/metrics', { exposeHeadRoute: true, logLevel: 'warn' }, async (request, reply) => {
    requireAllAccounts(await authenticate(request, dependencies, 'read'));
    readQuery(request, NoQuery);
    const knowable = temporal.isPrepared() && temporal.isReachable();
    metrics.temporalRead(knowable ? await standing.read() : null);
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.registry.metrics());
  });
}
