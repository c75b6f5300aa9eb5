import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.js';

/** Collects what every path takes and answers every other method with 405 and `Allow`; call the result once all routes are there. */
export function refuseOtherMethods(app: FastifyInstance): () => void {
  const taken = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = taken.get(url) ?? new Set();
    for (const name of [method].flat()) methods.add(name);
    taken.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...taken]) {
      const allow = [...methods].sort().join(', ');
      app.route({
        url,
        method: app.supportedMethods.filter((method) => !methods.has(method)),
        onRequest: async () => {
          throw new ProblemError('method_not_allowed', `Use ${allow}.`, { headers: { allow } });
        },
        handler: () => undefined,
      });
    }
  };
}
