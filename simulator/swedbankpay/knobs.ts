import { z } from 'zod';

/** A problem document that is given instead of an answer. */
const playedProblem = z.strictObject({
  /** Below `https://api.payex.com/psp/errordetail/`, e.g. `creditcard/acquirererror`. */
  type: z.string(),
  /** The status in the document. */
  status: z.int().min(100).max(599).default(403),
  /** The status on the wire; the document's unless given. */
  httpStatus: z.int().min(100).max(599).nullable().default(null),
  contentType: z.enum(['application/problem+json', 'application/json']).default('application/problem+json'),
  /** `problems[].name`. */
  names: z.array(z.string()).default([]),
  /** On how many calls; null = for ever. */
  times: z.int().min(1).nullable().default(null),
});

/** What becomes of a transaction that is under way. */
const settlement = z.strictObject({
  /** By the virtual clock; null = never. */
  afterMs: z.int().min(0).nullable().default(null),
  as: z.enum(['completed', 'failed']).default('completed'),
});

/**
 * Everything about one order that the documents leave open or that differs from order to order. The
 * defaults are what captured answers show; README.md says what is documented about each.
 */
export const knobsSchema = z.strictObject({
  // Versions and shapes.
  version: z.enum(['asked', '2.0', '3.0', '3.1']).default('asked'),
  cancelShape: z.enum(['asked', 'transaction', 'order']).default('asked'),
  remainingZero: z.enum(['absent', 'zero']).default('absent'),
  casing: z.enum(['documented', 'lower', 'pascal']).default('documented'),
  extraFields: z.boolean().default(false),
  expansionsIgnored: z.boolean().default(false),
  cancellationListed: z.boolean().default(true),
  updatedBeforeCreated: z.boolean().default(false),
  problemForm: z.enum(['application/problem+json', 'application/json']).default('application/problem+json'),
  // Operations.
  hiddenOperations: z.enum(['none', 'cancel', 'abort', 'all']).default('none'),
  /** Reads until they show again; null = for ever. */
  hiddenReads: z.int().min(1).nullable().default(null),
  contradiction: z.enum(['none', 'captureOnInitialized', 'cancelOnCancelled', 'abortOnPaid']).default('none'),
  instrumentOperations: z.enum(['none', 'beside', 'instead']).default('none'),
  operationsReversed: z.boolean().default(false),
  contentType: z.enum(['present', 'absent']).default('present'),
  // Addresses.
  href: z.enum(['unguessable', 'documented']).default('unguessable'),
  hrefOrigin: z.url().nullable().default(null),
  hrefForm: z.enum(['plain', 'query', 'userinfo', 'otherOrder', 'dotSegments', 'relative']).default('plain'),
  // The cancel request.
  cancelResult: z.enum(['completed', 'initialized', 'awaitingActivity', 'failed', 'accepted']).default('completed'),
  cancelProblem: playedProblem.nullable().default(null),
  settlement: settlement.default({ afterMs: null, as: 'completed' }),
  duplicates: z.enum(['replay', 'inputerror', 'forbidden']).default('inputerror'),
  staleReads: z.int().min(0).default(0),
  beforeCancel: z.enum(['nothing', 'captureAll', 'capturePart', 'cancel']).default('nothing'),
  // The abort request.
  abortEffect: z.enum(['atOnce', 'later', 'never']).default('atOnce'),
  abortLaterMs: z.int().min(0).default(5_000),
  abortProblem: playedProblem.nullable().default(null),
  beforeAbort: z.enum(['nothing', 'authorise', 'sell']).default('nothing'),
  abortedState: z.enum(['Aborted', 'Ready']).default('Aborted'),
  // The payer.
  appMs: z.int().min(0).nullable().default(null),
  afterApp: z.enum(['idle', 'authorised', 'sold']).default('idle'),
  // Callbacks about this order.
  callbacks: z.enum(['sent', 'none']).default('sent'),
  callbackShape: z.enum(['3.1', '2.0']).default('3.1'),
  callbackFlaw: z.enum(['none', 'unknownOrder', 'forgedBody']).default('none'),
});

export type Knobs = z.infer<typeof knobsSchema>;
export type KnobChoices = z.input<typeof knobsSchema>;
export type PlayedProblem = z.infer<typeof playedProblem>;
