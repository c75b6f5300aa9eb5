import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.js';

/** Methods the HTTP server knows; one that a path does not take is answered with 405 and `Allow`. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Collects what every path takes; call the result once all routes are there. */
export function refuseOtherMethods(app: FastifyInstance): () => void {
  const taken = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = taken.get(url) ?? new Set();
    for (const name of [method].flat()) methods.add(name);
    taken.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...taken]) {
      const allow = METHODS.filter((method) => methods.has(method)).join(', ');
      app.route({
        url,
        method: METHODS.filter((method) => !methods.has(method)),
        onRequest: async () => {
          throw new ProblemError('method_not_allowed', `Use ${allow}.`, { headers: { allow } });
        },
        handler: () => undefined,
      });
    }
  };
}
