import { createHash } from 'node:crypto';
import { sameBytes } from './constant-time.js';
import { splitList } from './setting-source.js';
import type { SettingSource } from './setting-source.js';

/** A Bearer token with the name of whom it was given to. */
export interface NamedToken {
  readonly name: string;
  /** SHA-256 of the token; the token itself is not kept. */
  readonly digest: Buffer;
}

/** What is wrong with an entry, without repeating it. */
export interface TokenProblem {
  readonly problem: string;
}

const NAME = /^[A-Za-z0-9._@-]{1,64}$/;
/** RFC 6750 section 2.1, `b64token`. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const MINIMUM_PRODUCTION_LENGTH = 16;

/**
 * A list of tokens; null when unset. Problems name an entry by its number, never by its content.
 */
export function readTokenList<Token extends NamedToken>(
  source: SettingSource,
  variable: string,
  parse: (entry: string) => Token | TokenProblem,
): readonly Token[] | null {
  const value = source.secret(variable);
  if (value === null) return null;
  const tokens = splitList(value).flatMap((entry, index) => {
    const read = parse(entry);
    if ('digest' in read) return [read];
    source.problem(`${variable} entry ${index + 1} ${read.problem}`);
    return [];
  });
  if (hasTwins(tokens.map(({ name }) => name))) source.problem(`${variable} has two entries of the same name`);
  if (hasTwins(tokens.map(({ digest }) => digest.toString('hex')))) source.problem(`${variable} has a token twice`);
  return tokens;
}

/** Name and token of an entry, once they are well-formed and, in production, hard to guess. */
export function parseNamedToken(entry: { readonly name: string; readonly token: string; readonly production: boolean }): NamedToken | TokenProblem {
  const { name, token, production } = entry;
  if (!NAME.test(name)) return { problem: 'needs a name of up to 64 letters, digits or ._@-' };
  if (!TOKEN.test(token)) return { problem: 'has a token with characters a Bearer token cannot have' };
  if (production && token.length < MINIMUM_PRODUCTION_LENGTH) {
    return { problem: `has a token shorter than ${MINIMUM_PRODUCTION_LENGTH} characters` };
  }
  return { name, digest: digestOf(token) };
}

/** The token a caller presented, or null. Looks at every token and compares in constant time. */
export function findToken<Token extends NamedToken>(tokens: readonly Token[], presented: string): Token | null {
  const digest = digestOf(presented);
  return tokens.reduce<Token | null>((found, token) => (sameBytes(token.digest, digest) ? token : found), null);
}

function hasTwins(values: readonly string[]): boolean {
  return new Set(values).size < values.length;
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
