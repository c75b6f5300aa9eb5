import { termsOf } from '../contracts/request.js';
import type { CancellationRequestBody, RequestProblem } from '../contracts/request.js';
import type { CancellationTerms } from '../contracts/run.js';
import { CancellationError } from './errors.js';

const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/;

/**
 * The terms of a request, checked whole before anything is sent.
 *
 * @throws {CancellationError} `invalid_request` naming everything that is wrong
 */
export function requireTerms(request: CancellationRequestBody, idempotencyKey?: string): CancellationTerms {
  const read = termsOf(request);
  const problems = [...('problems' in read ? read.problems : []), ...keyProblems(idempotencyKey)];
  if ('terms' in read && problems.length === 0) return read.terms;
  throw new CancellationError('invalid_request', 'The request cannot be taken as it is.', { problems });
}

function keyProblems(idempotencyKey: string | undefined): RequestProblem[] {
  if (idempotencyKey === undefined || IDEMPOTENCY_KEY.test(idempotencyKey)) return [];
  return [{ pointer: '', detail: 'the idempotency key must have 1 to 255 visible ASCII characters' }];
}
