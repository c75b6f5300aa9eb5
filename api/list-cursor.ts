import { authenticated, readAuthenticated } from '../platform/authenticated-text.js';
import type { KeyRing } from '../platform/keys.js';
import { ProblemError } from './problem.js';

/** A cursor that only we can make: a made-up one would reach the store behind Temporal, which takes it for a fault of its own. */
export function issueCursor(cursor: string | null, ring: KeyRing): string | null {
  return cursor === null ? null : authenticated(cursor, 'cursor', ring);
}

/** @throws {ProblemError} `invalid_cursor` for one that is not ours */
export function readCursor(given: string | undefined, ring: KeyRing): string | undefined {
  if (given === undefined) return undefined;
  const cursor = readAuthenticated(given, 'cursor', ring);
  if (cursor !== null) return cursor;
  throw new ProblemError('invalid_cursor', 'This cursor is not one of this list: begin again without it.');
}
