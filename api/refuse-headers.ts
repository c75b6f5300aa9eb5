import type { FastifyRequest } from 'fastify';
import type { ConnectionLimits } from './connection-limits.js';
import { ProblemError } from './problem.js';

/** Of two of these, proxies and programs take now the first and now the last: nobody knows which was meant. */
const AT_MOST_ONCE: readonly string[] = ['host', 'authorization', 'content-type', 'idempotency-key'];

/**
 * Refuses headers that are too many, that contradict each other, or lack what HTTP asks for.
 *
 * @throws {ProblemError} `headers_too_large`, `malformed_request`
 */
export function refuseHeaders({ raw }: FastifyRequest, { headers }: Pick<ConnectionLimits, 'headers'>): void {
  // Names and values, one after the other.
  const names = raw.rawHeaders.filter((_text, at) => at % 2 === 0).map((name) => name.toLowerCase());
  if (names.length > headers) throw new ProblemError('headers_too_large', `Send at most ${headers} headers.`);
  const repeated = AT_MOST_ONCE.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (repeated.length > 0) throw new ProblemError('malformed_request', `Send these headers once: ${repeated.join(', ')}.`);
  // RFC 9112, section 3.2.
  if (raw.httpVersion === '1.1' && !names.includes('host')) throw new ProblemError('malformed_request', 'Send a Host header.');
}
