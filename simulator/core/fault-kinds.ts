/** Every kind of fault, and what it does. "Committed" = the call takes effect before its answer suffers. */
export const FAULT_KINDS = {
  'hang-before': 'nothing happens and no answer comes, for `delayMs` or until the client leaves',
  'reset-before': 'nothing happens, the connection is reset',
  'lost-answer-hang': 'committed; no answer comes, for `delayMs` or until the client leaves',
  'lost-answer-reset': 'committed; the connection is reset instead of an answer',
  slow: 'committed; the answer comes `delayMs` later (5000)',
  truncated: 'committed; the body breaks off half-way',
  'slow-drip': 'committed; one byte of the body every `delayMs` (200)',
  'html-200': 'committed; a 200 with an HTML page',
  'empty-200': 'committed; a 200 without a body',
  'wrong-content-type': 'committed; the right body, labelled text/plain',
  giant: 'committed; a JSON body of `bytes` (64 MiB)',
  redirect: 'nothing happens; a 302 to `location` (/elsewhere)',
  'unknown-state': 'committed; the answer names a state nobody has heard of',
  'wrong-id': 'committed; the answer is about another payment',
  '401': 'nothing happens; refused as unauthenticated',
  '403': 'nothing happens; refused for want of permission',
  '404': 'nothing happens; unknown',
  '409': 'nothing happens; conflicting state',
  '429': 'nothing happens; too many requests, no Retry-After',
  '429-retry-after': 'nothing happens; too many requests, Retry-After of `retryAfterSeconds` (2)',
  '500-before': 'nothing happens; internal error',
  '500-after': 'committed; internal error',
  '502': 'nothing happens; bad gateway (HTML)',
  '502-after': 'committed; bad gateway (HTML)',
  '503': 'nothing happens; maintenance',
  '503-after': 'committed; maintenance',
  '504': 'nothing happens; gateway timeout (HTML)',
  '504-after': 'committed; gateway timeout (HTML)',
  'late-commit': 'a 504 at once; committed `delayMs` later by the virtual clock (5000)',
} as const satisfies Record<string, string>;

export type FaultKind = keyof typeof FAULT_KINDS;

/** True for the name of a kind. */
export function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(FAULT_KINDS, name);
}

export interface FaultParameters {
  readonly delayMs?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly location?: string | undefined;
  readonly bytes?: number | undefined;
}
