import type { Cancellation } from '../client/index.js';
import { accountOfRef, readCancellationId } from '../contracts/cancellation-id.js';
import { maySee } from './authentication.js';
import type { Caller } from './authentication.js';
import type { ApiDependencies } from './dependencies.js';
import { notFound } from './problem.js';

/**
 * The caller's cancellation of this id. The id itself names the account, so another account's is refused before
 * anything is asked.
 *
 * @throws {ProblemError} `not_found`
 */
export async function findCancellation(
  id: string,
  caller: Caller,
  { cancellations }: ApiDependencies,
): Promise<Cancellation> {
  const ref = readCancellationId(id);
  if (ref === null || !maySee(caller, accountOfRef(ref))) throw notFound();
  return cancellations.get(id);
}
