/** A command line that cannot be used; the message says what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Exit codes, for scripts; `EXIT_MEANINGS` says each in words. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  refused: 4,
  unavailable: 5,
  notCancelled: 10,
  needsReview: 11,
  differences: 12,
  unreadable: 13,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done; `cancel --wait` and `watch`: cancelled; `doctor`: nothing failed',
  failed: 'something broke; `doctor`: something failed',
  usage: 'the command line or a setting is wrong; the message says what would be right',
  notFound: 'there is no such cancellation',
  refused: 'refused: closed already, other terms, not in review',
  unavailable: 'Temporal or a worker cannot be reached: the same again later is safe',
  notCancelled: '`cancel --wait` and `watch`: it ended without a cancellation',
  needsReview: '`cancel --wait` and `watch`: it ended without an outcome, a person must look',
  differences: '`reconcile`: a provider says something else than we did',
  unreadable: 'this process lacks the key of the cancellation; `reconcile`: no difference, but not every payment could be read',
  interrupted: 'Ctrl-C: what was watched or compared goes on without it',
};
