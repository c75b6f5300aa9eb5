import { invalid } from './problem.js';

const STRING = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
const BARE = /^[\x21\x23-\x7e][\x20-\x7e]*$/;
const LONGEST = 255;

/**
 * The key of an `Idempotency-Key` header: an RFC 8941 string, or its bare content.
 *
 * @throws {ProblemError} `invalid_request` for one that is empty, too long, or not visible ASCII
 */
export function readIdempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = [header].flat().join(', ').trim();
  const key = STRING.exec(text)?.[1]?.replace(/\\(.)/g, '$1') ?? (BARE.test(text) ? text : '');
  if (key !== '' && key.length <= LONGEST) return key;
  throw invalid([{ pointer: '/headers/Idempotency-Key', detail: `use 1 to ${LONGEST} visible ASCII characters` }]);
}
