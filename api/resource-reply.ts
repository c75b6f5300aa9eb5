import type { FastifyReply } from 'fastify';
import type { CancellationResource } from '../contracts/resource.js';

/** Seconds after which a look at an open cancellation is worth while; a closed one never changes. */
const LOOK_AGAIN_SECONDS = 2;

/** 202 with the resource and where to follow it. */
export function sendAccepted(reply: FastifyReply, resource: CancellationResource): FastifyReply {
  return reply
    .code(202)
    .header('location', `/v1/cancellations/${resource.id}`)
    .header('retry-after', String(LOOK_AGAIN_SECONDS))
    .send(resource);
}
