import { createHash } from 'node:crypto';

/** A strong entity tag for a body, quoted (RFC 9110 section 8.8.3). */
export function entityTagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

/** Whether `If-None-Match` names this tag; compared weakly, as RFC 9110 section 13.1.2 says. */
export function isNamedBy(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((given) => given.trim() === '*' || given.trim().replace(/^W\//, '') === tag);
}
