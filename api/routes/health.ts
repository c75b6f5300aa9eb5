import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.js';
import { RETRY_AFTER_SECONDS } from '../problem.js';

/** `/healthz`: the process is alive. `/readyz`: it can serve: Temporal answers, the namespace is prepared, no drain. */
export function healthRoutes(app: FastifyInstance, { temporal }: ApiDependencies, isDraining: () => boolean): void {
  app.get('/healthz', { exposeHeadRoute: true, logLevel: 'warn' }, async () => ({ status: 'alive' }));

  app.get('/readyz', { exposeHeadRoute: true, logLevel: 'warn' }, async (_request, reply) => {
    const waitsFor = missing();
    if (waitsFor === null) return { status: 'ready' };
    return reply.code(503).header('retry-after', String(RETRY_AFTER_SECONDS)).send({ status: 'not_ready', waitsFor });
  });

  function missing(): string | null {
    if (isDraining()) return 'draining';
    if (!temporal.isPrepared()) return 'namespace';
    return temporal.isReachable() ? null : 'temporal';
  }
}
