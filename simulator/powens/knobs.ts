import { z } from 'zod';
import { payerActionSchema } from '../core/payer-action.js';

/** A way the bank settles the payment while somebody is busy cancelling it. */
const fate = z.strictObject({
  /** `cancel`: the request was accepted; `visit`: the payer opened a page; `approval`: the payer approved too late. */
  on: z.enum(['cancel', 'visit', 'approval']),
  afterMs: z.int().min(0).default(0),
  state: z.string(),
  errorCode: z.string().nullable().default(null),
});

/** Fields laid over every answer about the payment, for values no document names. */
const answerOverrides = z.strictObject({
  on: z.enum(['always', 'afterCancel']).default('afterCancel'),
  fields: z.record(z.string(), z.unknown()),
});

/**
 * Everything about one payment that the documents leave open or that differs from payment to payment.
 * The defaults are the safest reading; README.md lists them all with what is documented about them.
 */
const knobsSchema = z.strictObject({
  // What the cancel request is answered.
  cancelAnswer: z.enum(['direct', 'payer', 'notSupported']),
  payerNeededStatus: z.int().min(200).max(299),
  dialect: z.enum(['A', 'B']),
  cancelledCode: z.string(),
  notSupportedStatus: z.int().min(200).max(599),
  wrongStateStatus: z.int().min(400).max(599),
  wrongStateCode: z.string(),
  repeatedCancel: z.enum(['accepted', 'refused']),
  cancelReplacesRedirect: z.boolean(),
  // Dialect B.
  action: z.string().nullable(),
  validateUri: z.enum(['present', 'absent']),
  // Tokens and the webview.
  scopedTokenSeconds: z.int().min(0),
  expiresIn: z.enum(['present', 'absent']),
  deadTokens: z.int().min(0),
  expiredSession: z.enum(['callback', 'page']),
  serviceTokenDiesAfter: z.enum(['read', 'cancel', 'scopedtoken']).nullable(),
  redirectWins: z.enum(['stored', 'webview']),
  // What the bank does.
  approvalLagReads: z.int().min(0),
  approvalLagMs: z.int().min(0),
  staleReads: z.int().min(0),
  refusalLeaves: z.enum(['pending', 'cancelling']),
  validatingReads: z.int().min(0),
  fate: fate.nullable(),
  // What the payer brings back.
  payerPlan: z.array(payerActionSchema).min(1),
  bankMessage: z.string().nullable(),
  callbackState: z.string().nullable(),
  earlyCallback: z.boolean(),
  forgedCallbacks: z.boolean(),
  lateCallbackAfterMs: z.int().min(0).nullable(),
  // Shapes.
  answerOverrides: answerOverrides.nullable(),
  fieldsShape: z.enum(['null', 'array', 'dictionary']),
  requestId: z.enum(['integer', 'string', 'null']),
  // Webhooks about this payment.
  webhooks: z.enum(['systematic', 'background', 'none']),
  webhookOnDetailChange: z.boolean(),
  webhookFlaw: z.enum(['none', 'badSignature', 'missingHeaders']),
  webhookGzip: z.boolean(),
  webhookSignatureOver: z.enum(['plain', 'wire']),
  webhookRepeatsOlder: z.boolean(),
  webhookForUnknownPayment: z.boolean(),
});

export type Knobs = z.infer<typeof knobsSchema>;

/** Some of the knobs, as one sets them. */
export const knobChoicesSchema = knobsSchema.partial();
export type KnobChoices = z.input<typeof knobChoicesSchema>;

export const DEFAULT_KNOBS: Knobs = {
  cancelAnswer: 'direct',
  payerNeededStatus: 200,
  dialect: 'A',
  cancelledCode: 'cancelledByUser',
  notSupportedStatus: 400,
  wrongStateStatus: 400,
  wrongStateCode: 'invalidValue',
  repeatedCancel: 'accepted',
  cancelReplacesRedirect: true,
  action: 'redirect',
  validateUri: 'present',
  scopedTokenSeconds: 604_800,
  expiresIn: 'present',
  deadTokens: 0,
  expiredSession: 'callback',
  serviceTokenDiesAfter: null,
  redirectWins: 'stored',
  approvalLagReads: 0,
  approvalLagMs: 0,
  staleReads: 0,
  refusalLeaves: 'pending',
  validatingReads: 0,
  fate: null,
  payerPlan: ['approve'],
  bankMessage: null,
  callbackState: null,
  earlyCallback: false,
  forgedCallbacks: false,
  lateCallbackAfterMs: null,
  answerOverrides: null,
  fieldsShape: 'null',
  requestId: 'integer',
  webhooks: 'systematic',
  webhookOnDetailChange: false,
  webhookFlaw: 'none',
  webhookGzip: false,
  webhookSignatureOver: 'plain',
  webhookRepeatsOlder: false,
  webhookForUnknownPayment: false,
};

/** `base` with `choices` laid over it. */
export function withChoices(base: Knobs, ...choices: readonly (KnobChoices | undefined)[]): Knobs {
  return knobsSchema.parse(Object.assign({}, base, ...choices));
}
