import type { FastifyInstance } from 'fastify';
import { authenticate } from '../authentication.js';
import type { ApiDependencies } from '../dependencies.js';
import { entityTagOf, isNamedBy } from '../entity-tag.js';
import { findCancellation } from '../find-cancellation.js';
import { readQuery } from '../input.js';
import { ReadQuery } from '../schemas.js';
import type { OpenWaits } from '../wait.js';

/**
 * `GET /v1/cancellations/{id}`: needs no worker. `?wait=N` waits for a change; with `If-None-Match` it waits only
 * while the caller's copy is still true.
 */
export function readCancellationRoute(app: FastifyInstance, dependencies: ApiDependencies, waits: OpenWaits): void {
  app.get<{ Params: { id: string } }>('/v1/cancellations/:id', { exposeHeadRoute: true }, async (request, reply) => {
    const caller = await authenticate(request, dependencies, 'read');
    const { wait = 0 } = readQuery(request, ReadQuery);
    const cancellation = await findCancellation(request, caller, dependencies);
    const known = request.headers['if-none-match'];
    const outdated = known !== undefined && !isNamedBy(known, entityTagOf(JSON.stringify(cancellation.resource)));
    if (wait > 0 && !outdated) {
      await waits.wait(reply, cancellation, wait * 1_000, (options) => cancellation.changed(options));
    }
    const body = JSON.stringify(cancellation.resource);
    const tag = entityTagOf(body);
    reply.header('etag', tag).header('cache-control', 'private, no-cache');
    if (isNamedBy(known, tag)) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(body);
  });
}
