import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Cancellation } from '../../client/index.js';
import type { CancellationResource } from '../../contracts/resource.js';
import type { ApiScope } from '../../platform/api-tokens.js';
import { authenticate } from '../authentication.js';
import type { ApiDependencies } from '../dependencies.js';
import { findCancellation } from '../find-cancellation.js';
import { readBody } from '../input.js';
import { sendAccepted } from '../resource-reply.js';
import { EmptyBody, ResolveBody, StopBody } from '../schemas.js';

interface ById {
  Params: { id: string };
}

/** The calls that tell an open cancellation to do something; the actor is the token's name. */
export function commandCancellationRoutes(app: FastifyInstance, dependencies: ApiDependencies): void {
  const command = commandWith(dependencies);

  app.post<ById>('/v1/cancellations/:id/payer-link', async (request, reply) => {
    return command(request, reply, 'cancel', (actor) => {
      readBody(request, EmptyBody);
      return (cancellation) => cancellation.freshPayerLink({ actor });
    });
  });

  app.post<ById>('/v1/cancellations/:id/recheck', async (request, reply) => {
    return command(request, reply, 'cancel', (actor) => {
      readBody(request, EmptyBody);
      return (cancellation) => cancellation.recheck({ actor });
    });
  });

  app.post<ById>('/v1/cancellations/:id/stop', async (request, reply) => {
    return command(request, reply, 'cancel', (actor) => {
      const { reason } = readBody(request, StopBody);
      return (cancellation) => cancellation.stop({ actor, reason: reason ?? undefined });
    });
  });

  app.post<ById>('/v1/cancellations/:id/resolve', async (request, reply) => {
    return command(request, reply, 'operate', (actor) => {
      const { kind, reason } = readBody(request, ResolveBody);
      return (cancellation) => cancellation.resolve({ actor, kind, reason });
    });
  });
}

type Command = (cancellation: Cancellation) => Promise<CancellationResource>;

function commandWith(dependencies: ApiDependencies) {
  return async (
    request: FastifyRequest<ById>,
    reply: FastifyReply,
    scope: ApiScope,
    read: (actor: string) => Command,
  ): Promise<FastifyReply> => {
    const caller = await authenticate(request, dependencies, scope);
    const give = read(caller.name);
    const cancellation = await findCancellation(request, caller, dependencies);
    return sendAccepted(reply, await give(cancellation));
  };
}
