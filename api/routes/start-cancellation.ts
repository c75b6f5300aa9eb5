import type { FastifyInstance } from 'fastify';
import { paymentOf } from '../../contracts/request.js';
import { authenticate } from '../authentication.js';
import type { ApiDependencies } from '../dependencies.js';
import { readIdempotencyKey } from '../idempotency-key.js';
import { readBody } from '../input.js';
import { logPayment } from '../log-context.js';
import { preferredWaitSeconds } from '../prefer.js';
import { sendAccepted } from '../resource-reply.js';
import { LONGEST_WAIT_SECONDS, StartBody } from '../schemas.js';
import { readStartRequest } from '../start-request.js';
import type { OpenWaits } from '../wait.js';

const STANDARD_WAIT_SECONDS = 3;

/** `POST /v1/cancellations`: answers once the start, or a look at the open run, has proved the request is kept. */
export function startCancellationRoute(app: FastifyInstance, dependencies: ApiDependencies, waits: OpenWaits): void {
  app.post('/v1/cancellations', async (request, reply) => {
    const caller = await authenticate(request, dependencies, 'cancel');
    const start = await readStartRequest(readBody(request, StartBody), caller, dependencies);
    logPayment(request, paymentOf(start));
    const idempotencyKey = readIdempotencyKey(request.headers['idempotency-key']);
    const preferred = preferredWaitSeconds(request.headers.prefer);
    const seconds = Math.min(preferred ?? STANDARD_WAIT_SECONDS, LONGEST_WAIT_SECONDS);
    if (preferred !== null) reply.header('preference-applied', `wait=${seconds}`);

    const cancellation = await dependencies.cancellations.start(start, { idempotencyKey, requestId: request.id });
    const resource = await waits.wait(reply, cancellation, seconds * 1_000, (options) => cancellation.firstStep(options));
    return sendAccepted(reply, resource);
  });
}
