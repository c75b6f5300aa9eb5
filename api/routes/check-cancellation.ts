import type { FastifyInstance } from 'fastify';
import { paymentOf } from '../../contracts/request.js';
import { authenticate } from '../authentication.js';
import type { ApiDependencies } from '../dependencies.js';
import { readBody } from '../input.js';
import { logPayment } from '../log-context.js';
import { StartBody } from '../schemas.js';
import { readStartRequest } from '../start-request.js';

/** `POST /v1/cancellation-checks`: dry run with the body of a start; one read at the provider, nothing is sent. */
export function checkCancellationRoute(app: FastifyInstance, dependencies: ApiDependencies): void {
  app.post('/v1/cancellation-checks', async (request) => {
    const caller = await authenticate(request, dependencies, 'cancel');
    const asked = await readStartRequest(readBody(request, StartBody), caller, dependencies);
    logPayment(request, paymentOf(asked));
    return dependencies.cancellations.check(asked, { requestId: request.id });
  });
}
