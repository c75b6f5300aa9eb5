import { z } from 'zod';
import type { HttpAnswer } from '../../contracts/provider.js';

/**
 * What Swedbank Pay puts on the wire, read by shape and not by version: the answer's version does not
 * follow from the one asked for. Keys differ in case between versions and are compared without it;
 * unknown fields are dropped; a field we decide on and cannot read makes the whole body unreadable.
 */
export type Body =
  | { readonly kind: 'order'; readonly order: WireOrder; readonly operations: readonly WireOperation[] | null }
  /** 2.0 and 3.0 answer to a cancel request. */
  | { readonly kind: 'cancellation'; readonly transaction: WireTransaction }
  | { readonly kind: 'problem'; readonly problem: WireProblem }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable' };

const text = z.string().nullish();
/** Whole minor units up to 2^53: beyond that JSON numbers have lost digits already. */
const minorUnits = z.int().nonnegative().nullish();

const transaction = z.object({
  id: text,
  type: z.string(),
  state: text,
  // Only compared for equality; one past 2^53 would compare wrongly, so it counts as not given.
  number: z.int().nullish().catch(null),
  amount: minorUnits,
  payeereference: text,
  failederrorcode: text.catch(null),
  problem: z.object({ type: z.string() }).nullish().catch(null),
});
const transactionHolder = z.object({ transaction });

const failedAttempt = z.object({
  type: text,
  status: text,
  number: z.int().nullish().catch(null),
  problem: z.object({ type: z.string() }).nullish().catch(null),
});

/** An expansion that was not asked for, was ignored or looks different is a mere link: not a fault. */
function expansion<Shape extends z.ZodType>(shape: Shape): z.ZodCatch<z.ZodOptional<z.ZodNullable<Shape>>> {
  return shape.nullish().catch(null);
}

const currentPayment = z.object({
  intent: text,
  transactions: expansion(z.object({ transactionlist: z.array(transaction) })),
  cancellations: expansion(z.object({ cancellationlist: z.array(transactionHolder) })),
});

const order = z.object({
  id: z.string(),
  status: text,
  state: text,
  operation: text,
  currency: text,
  amount: minorUnits,
  remainingcaptureamount: minorUnits,
  remainingcancellationamount: minorUnits,
  remainingreversalamount: minorUnits,
  paid: expansion(z.object({ transactiontype: text })),
  financialtransactions: expansion(z.object({ financialtransactionslist: z.array(transaction) })),
  postpurchasefailedattempts: expansion(z.object({ postpurchasefailedattemptlist: z.array(failedAttempt) })),
  currentpayment: expansion(z.object({ payment: currentPayment })),
});

const operation = z.object({ rel: z.string(), href: text.catch(null), method: text.catch(null) });
const root = z.object({ operations: z.array(z.unknown()).nullish() });

const problem = z.object({
  type: z.string(),
  status: z.int().nullish().catch(null),
  sessionid: text.catch(null),
  problems: z.array(z.object({ name: text }).catch({ name: null })).nullish().catch(null),
});

export type WireOrder = z.infer<typeof order>;
export type WireOperation = z.infer<typeof operation>;
export type WireTransaction = z.infer<typeof transaction>;
export type WireFailedAttempt = z.infer<typeof failedAttempt>;
export type WireProblem = z.infer<typeof problem>;

/** Reads an answer's body by its shape. Never throws, whatever came. */
export function readBody({ text: body, headers }: Pick<HttpAnswer, 'text' | 'headers'>): Body {
  if (body.trim() === '') return { kind: 'empty' };
  const json = parsed(body);
  if (!isRecord(json)) return { kind: 'unreadable' };
  const isProblem = 'type' in json || (headers['content-type'] ?? '').includes('problem+json');
  if (isProblem) return readProblem(json);
  if ('paymentorder' in json) return readOrder(json, json['paymentorder']);
  if ('cancellation' in json) return readCancellation(json['cancellation']);
  return { kind: 'unreadable' };
}

function readProblem(json: Readonly<Record<string, unknown>>): Body {
  const read = problem.safeParse(json);
  return read.success ? { kind: 'problem', problem: read.data } : { kind: 'unreadable' };
}

function readOrder(json: Readonly<Record<string, unknown>>, found: unknown): Body {
  const readRoot = root.safeParse(json);
  const read = order.safeParse(found);
  if (!read.success || !readRoot.success) return { kind: 'unreadable' };
  const operations = readRoot.data.operations?.flatMap((item) => operation.safeParse(item).data ?? []) ?? null;
  return { kind: 'order', order: read.data, operations };
}

function readCancellation(found: unknown): Body {
  const read = transactionHolder.safeParse(found);
  return read.success ? { kind: 'cancellation', transaction: read.data.transaction } : { kind: 'unreadable' };
}

const DEEPEST_LEVEL = 16;

/** Stands where two keys differ only in case but not in value: readable as nothing at all. */
const CONFLICT = Symbol('keys that differ only in case');

function parsed(body: string): unknown {
  try {
    return withLowerCaseKeys(JSON.parse(body), 0);
  } catch {
    return null;
  }
}

function withLowerCaseKeys(value: unknown, level: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (level === DEEPEST_LEVEL) return CONFLICT;
  if (Array.isArray(value)) return value.map((item) => withLowerCaseKeys(item, level + 1));
  const lowered = new Map<string, unknown>();
  for (const [key, item] of Object.entries(value)) {
    const name = key.toLowerCase();
    const found = withLowerCaseKeys(item, level + 1);
    lowered.set(name, lowered.has(name) && !sameJson(lowered.get(name), found) ? CONFLICT : found);
  }
  // Unlike assignment this cannot set a prototype, whatever the keys are.
  return Object.fromEntries(lowered);
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const callback = z.object({ paymentorder: z.union([z.string(), z.object({ id: z.string() })]) });

/** The payment order a callback of any version names (3.1: `paymentOrder` alone), as it stands there, or null. */
export function orderIdInCallback(body: string): string | null {
  const read = callback.safeParse(parsed(body));
  if (!read.success) return null;
  const { paymentorder } = read.data;
  return typeof paymentorder === 'string' ? paymentorder : paymentorder.id;
}
