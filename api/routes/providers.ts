import type { FastifyInstance } from 'fastify';
import { authenticate, maySee } from '../authentication.js';
import type { ApiDependencies } from '../dependencies.js';
import { entityTagOf, isNamedBy } from '../entity-tag.js';
import { readQuery } from '../input.js';
import { NoQuery } from '../schemas.js';

/** `GET /v1/providers`: what each configured provider and account can do. */
export function providersRoute(app: FastifyInstance, dependencies: ApiDependencies): void {
  const { settings, providers } = dependencies;
  app.get('/v1/providers', { exposeHeadRoute: true }, async (request, reply) => {
    const caller = await authenticate(request, dependencies, 'read');
    readQuery(request, NoQuery);
    const items = settings.accounts
      .entries()
      .filter(({ account }) => maySee(caller, account))
      .flatMap(({ provider: id, account }) =>
        providers
          .filter((provider) => provider.id === id)
          .map(({ displayName, capabilities, paymentId }) => ({
            provider: id,
            account,
            displayName,
            paymentId: paymentId.expected,
            capabilities,
          })),
      );
    const body = JSON.stringify({ items });
    const tag = entityTagOf(body);
    reply.header('etag', tag).header('cache-control', 'private, max-age=3600');
    if (isNamedBy(request.headers['if-none-match'], tag)) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(body);
  });
}
