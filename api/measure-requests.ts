import type { FastifyInstance } from 'fastify';
import type { ApiMetrics } from './metrics.js';

/** Counts and times every answer by its route. */
export function measureRequests(app: FastifyInstance, { requestAnswered }: ApiMetrics): void {
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    requestAnswered({ method, route: routeOptions.url ?? 'none', status: statusCode, seconds: elapsedTime / 1_000 });
  });
}
