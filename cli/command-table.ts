import { RESOLVABLE_KINDS } from '../contracts/outcome.js';
import { CANCELLATION_STATUSES } from '../contracts/run.js';
import { SHELLS } from './completion/shell-names.js';
import { PROVIDER_IDS } from './payment.js';

/** One option of a command: help, parsing, documentation and completion are made of it. */
export interface CommandOption {
  readonly name: string;
  /** What stands after it, for people; null for a flag. */
  readonly takes: string | null;
  readonly about: string;
  /** Everything it may be, where that is a closed list. */
  readonly choices?: readonly string[];
}

export interface CommandArgument {
  readonly name: string;
  readonly choices?: readonly string[];
}

export interface CommandHelp {
  readonly name: string;
  readonly takes: readonly CommandArgument[];
  readonly does: string;
  readonly options: readonly CommandOption[];
  readonly examples: readonly string[];
}

const ID = { name: 'id' } as const;
const PROVIDER = { name: 'provider', choices: PROVIDER_IDS };
const PAYMENT = [PROVIDER, { name: 'paymentId' }] as const;

const ACCOUNT = { name: 'account', takes: 'name', about: 'the merchant account, default "default"' } as const;
const ONLY_ACCOUNT = { ...ACCOUNT, about: 'only this account' } as const;
const ONLY_PROVIDER = { ...PROVIDER, takes: 'name', about: 'only this provider' };
const ACTOR = { name: 'actor', takes: 'name', about: 'who does it, default whoever is logged in' } as const;
const ORDER_REF = { name: 'order-ref', takes: 'text', about: "the order service's own reference" } as const;
const CURSOR = { name: 'cursor', takes: 'text', about: 'go on where an earlier call stopped' } as const;

/** What every command takes. */
export const COMMON_OPTIONS: readonly CommandOption[] = [
  { name: 'json', takes: null, about: 'one JSON document on standard output' },
  { name: 'help', takes: null, about: 'this text' },
];

/** Every command; what is not here does not exist. */
export const COMMANDS = [
  {
    name: 'cancel',
    takes: PAYMENT,
    does: 'ask to cancel a payment, or find the request that is open',
    options: [
      ACCOUNT,
      ORDER_REF,
      { name: 'description', takes: 'text', about: "for the provider's books" },
      { name: 'deadline', takes: 'duration', about: 'how long the payer may take, ISO 8601, e.g. P7D' },
      { name: 'max-rounds', takes: 'number', about: 'payer links at most, 1 to 20' },
      { name: 'payee-reference', takes: 'text', about: 'where the account wants its own (Swedbank Pay, digits)' },
      { name: 'return-url', takes: 'url', about: 'where the payer comes back to' },
      { name: 'locale', takes: 'tag', about: "the payer's language, e.g. fr" },
      { name: 'idempotency-key', takes: 'text', about: 'a repeat with the same key finds the same request' },
      { name: 'wait', takes: null, about: 'follow it to its end; the exit code tells which' },
    ],
    examples: [
      'countermand cancel powens 12345 --order-ref A-17',
      'countermand cancel swedbankpay /psp/paymentorders/09ccd29a-7c4f-4752-9396-12100cbfecce --wait',
    ],
  },
  {
    name: 'check',
    takes: PAYMENT,
    does: 'say what a request would probably meet; sends nothing',
    options: [ACCOUNT],
    examples: ['countermand check powens 12345'],
  },
  { name: 'status', takes: [ID], does: 'show a cancellation', options: [], examples: ['countermand status Y2FuY2Vs'] },
  {
    name: 'list',
    takes: [],
    does: 'list cancellations, open ones first',
    options: [
      { name: 'status', takes: 'status', about: 'only this status', choices: CANCELLATION_STATUSES },
      ONLY_PROVIDER,
      ONLY_ACCOUNT,
      { name: 'payment', takes: 'paymentId', about: 'only this payment' },
      { ...ORDER_REF, about: 'only this order' },
      { name: 'limit', takes: 'number', about: 'so many at most, 1 to 100, default 20' },
      CURSOR,
    ],
    examples: ['countermand list --status needs_review', 'countermand list --order-ref A-17 --json'],
  },
  {
    name: 'watch',
    takes: [ID],
    does: 'follow a cancellation live until it ends; with --json one line per change',
    options: [],
    examples: ['countermand watch Y2FuY2Vs', 'countermand watch Y2FuY2Vs --json | jq .status'],
  },
  {
    name: 'stop',
    takes: [ID],
    does: 'stop waiting: one last read, then a truthful outcome',
    options: [{ name: 'reason', takes: 'text', about: 'why' }, ACTOR],
    examples: ['countermand stop Y2FuY2Vs --reason "the customer keeps the order"'],
  },
  {
    name: 'recheck',
    takes: [ID],
    does: 'read the payment at the provider now',
    options: [ACTOR],
    examples: ['countermand recheck Y2FuY2Vs'],
  },
  {
    name: 'payer-link',
    takes: [ID],
    does: "make the payer's link fresh and show its address",
    options: [ACTOR],
    examples: ['countermand payer-link Y2FuY2Vs'],
  },
  {
    name: 'resolve',
    takes: [ID],
    does: 'decide what only a person can, in needs_review; needs --kind and --reason',
    options: [
      { name: 'kind', takes: 'kind', about: 'how it ended', choices: RESOLVABLE_KINDS },
      { name: 'reason', takes: 'text', about: 'how you know; kept with the outcome' },
      ACTOR,
    ],
    examples: ['countermand resolve Y2FuY2Vs --kind tooLate --reason "seen on the bank statement of 3 May"'],
  },
  {
    name: 'reconcile',
    takes: [],
    does: 'compare what ended in a period with what the providers say now, and say what to do; only reads',
    options: [
      { name: 'since', takes: 'time', about: 'what ended since then: a duration such as 24h (the default), or an instant' },
      { name: 'until', takes: 'time', about: 'and before then, default now' },
      ONLY_PROVIDER,
      ONLY_ACCOUNT,
      { name: 'per-minute', takes: 'number', about: 'reads per minute at most, default 120' },
      { name: 'limit', takes: 'number', about: 'stop after about so many payments and show the cursor that leads on' },
      CURSOR,
    ],
    examples: ['countermand reconcile --since 24h', 'countermand reconcile --since 7d --account shop --json | jq .differences'],
  },
  {
    name: 'doctor',
    takes: [],
    does: 'check connection, server, namespace, search attributes, workers, credentials, clocks and PUBLIC_URL, and say how to mend each',
    options: [],
    examples: ['countermand doctor', 'countermand doctor --json | jq .findings'],
  },
  {
    name: 'demo',
    takes: [],
    does: 'play the whole story in this terminal, with a simulated provider; needs a checkout',
    options: [{ name: 'fast', takes: null, about: 'without time to read' }],
    examples: ['countermand demo', 'countermand demo --fast --json | jq .agree'],
  },
  {
    name: 'completion',
    takes: [{ name: 'shell', choices: SHELLS }],
    does: 'print what makes a shell complete all this',
    options: [],
    examples: [
      'source <(countermand completion bash)',
      'countermand completion zsh > ~/.zfunc/_countermand',
      'countermand completion fish > ~/.config/fish/completions/countermand.fish',
    ],
  },
] as const satisfies readonly CommandHelp[];
export type CommandName = (typeof COMMANDS)[number]['name'];
