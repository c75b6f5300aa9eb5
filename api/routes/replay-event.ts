import type { FastifyInstance } from 'fastify';
import { authenticate } from '../authentication.js';
import type { ApiDependencies } from '../dependencies.js';
import { findCancellation } from '../find-cancellation.js';
import { readBody } from '../input.js';
import { ProblemError } from '../problem.js';
import { sendAccepted } from '../resource-reply.js';
import { EmptyBody } from '../schemas.js';

/** `POST /v1/cancellations/{id}/events/replay`: the latest event once more, as the same event. */
export function replayEventRoute(app: FastifyInstance, dependencies: ApiDependencies): void {
  const { eventsEnabled } = dependencies.settings;
  app.post<{ Params: { id: string } }>('/v1/cancellations/:id/events/replay', async (request, reply) => {
    const caller = await authenticate(request, dependencies, 'operate');
    readBody(request, EmptyBody);
    const cancellation = await findCancellation(request, caller, dependencies);
    if (!eventsEnabled) throw new ProblemError('events_off', 'Set EVENTS_URL and EVENTS_SECRET to send events.');
    return sendAccepted(reply, await cancellation.replayEvent({ requestId: request.id }));
  });
}
