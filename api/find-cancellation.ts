import type { FastifyRequest } from 'fastify';
import type { Cancellation } from '../client/index.js';
import { accountOfRef, readCancellationId } from '../contracts/cancellation-id.js';
import { maySee } from './authentication.js';
import type { Caller } from './authentication.js';
import type { ApiDependencies } from './dependencies.js';
import { logRun } from './log-context.js';
import { notFound } from './problem.js';

/**
 * The caller's cancellation of the id in the path. The id itself names the account, so another account's is refused
 * before anything is asked.
 *
 * @throws {ProblemError} `not_found`, `rate_limited`
 */
export async function findCancellation(
  request: FastifyRequest<{ Params: { id: string } }>,
  caller: Caller,
  dependencies: ApiDependencies,
): Promise<Cancellation> {
  const { id } = request.params;
  const ref = readCancellationId(id);
  const account = ref === null ? null : accountOfRef(ref);
  if (ref === null || account === null || !maySee(caller, account)) throw notFound();
  logRun(request, ref.workflowId);
  await dependencies.rateLimits.countAccount(account);
  return dependencies.cancellations.get(id);
}
