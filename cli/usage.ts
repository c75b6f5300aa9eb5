import type { ParseArgsConfig } from 'node:util';

/** A command line that cannot be used; the message says what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Exit codes, for scripts. */
export const EXIT = {
  /** Done; with `--wait`: cancelled. */
  ok: 0,
  /** Something broke. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** There is no such cancellation. */
  notFound: 3,
  /** Refused: closed already, other terms, not in review. */
  refused: 4,
  /** Temporal or a worker cannot be reached: try again. */
  unavailable: 5,
  /** `--wait`: ended without a cancellation. */
  notCancelled: 10,
  /** `--wait`: a person must look. */
  needsReview: 11,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface CommandHelp {
  readonly name: string;
  readonly takes: string;
  readonly does: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
}

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;

/** Every command with what it takes; help, parsing and completion are made of it. */
export const COMMANDS = [
  {
    name: 'cancel',
    takes: '<provider> <paymentId>',
    does: 'ask to cancel a payment, or find the request that is open; --wait follows it to its end',
    options: {
      account: TEXT,
      'order-ref': TEXT,
      description: TEXT,
      deadline: TEXT,
      'max-rounds': TEXT,
      'payee-reference': TEXT,
      'return-url': TEXT,
      locale: TEXT,
      'idempotency-key': TEXT,
      wait: FLAG,
    },
  },
  {
    name: 'check',
    takes: '<provider> <paymentId>',
    does: 'say what a request would probably meet; sends nothing',
    options: { account: TEXT },
  },
  { name: 'status', takes: '<id>', does: 'show a cancellation', options: {} },
  {
    name: 'list',
    takes: '',
    does: 'list cancellations, open ones first',
    options: { status: TEXT, provider: TEXT, account: TEXT, payment: TEXT, 'order-ref': TEXT, limit: TEXT, cursor: TEXT },
  },
  { name: 'watch', takes: '<id>', does: 'follow a cancellation live until it ends', options: {} },
  { name: 'stop', takes: '<id>', does: 'stop waiting: one last read, then a truthful outcome', options: { reason: TEXT, actor: TEXT } },
  { name: 'recheck', takes: '<id>', does: 'read the payment at the provider now', options: { actor: TEXT } },
  { name: 'payer-link', takes: '<id>', does: "make the payer's link fresh and show its address", options: { actor: TEXT } },
  {
    name: 'resolve',
    takes: '<id>',
    does: 'decide what only a person can, in needs_review; needs --kind and --reason',
    options: { kind: TEXT, reason: TEXT, actor: TEXT },
  },
  { name: 'doctor', takes: '', does: 'check connection, server, namespace, search attributes and workers, and say how to mend each', options: {} },
] as const satisfies readonly CommandHelp[];
export type CommandName = (typeof COMMANDS)[number]['name'];

/** What `countermand` and `countermand help` print. */
export function helpText(): string {
  const width = Math.max(...COMMANDS.map(({ name, takes }) => `${name} ${takes}`.length));
  const lines = COMMANDS.map(({ name, takes, does }) => `  ${`${name} ${takes}`.padEnd(width)}  ${does}`);
  return [
    'countermand <command> [options]     cancels payments durably',
    '',
    ...lines,
    '',
    'Everywhere: --json for programs. Connection: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, … as in the Temporal CLI.',
    'Exit codes: 0 done, 1 broke, 2 usage, 3 not found, 4 refused, 5 try again, 10 not cancelled, 11 needs review.',
    '',
  ].join('\n');
}
