import { z } from 'zod';
import { payerActionSchema } from '../core/payer-action.js';

/** A way the bank settles the payment while somebody is busy cancelling it. */
const fate = z.strictObject({
  /** `cancel`: the request was accepted · `visit`: the payer opened a page · `approval`: the payer approved, too late. */
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
export const knobsSchema = z.strictObject({
  // What the cancel request is answered.
  cancelAnswer: z.enum(['direct', 'payer', 'notSupported']).default('direct'),
  dialect: z.enum(['A', 'B']).default('A'),
  cancelledCode: z.string().default('cancelledByUser'),
  notSupportedStatus: z.int().min(200).max(599).default(400),
  wrongStateStatus: z.int().min(400).max(599).default(400),
  wrongStateCode: z.string().default('invalidValue'),
  repeatedCancel: z.enum(['accepted', 'refused']).default('accepted'),
  cancelReplacesRedirect: z.boolean().default(true),
  // Dialect B.
  action: z.string().nullable().default('redirect'),
  validateUri: z.enum(['present', 'absent']).default('present'),
  // Tokens and the webview.
  scopedTokenSeconds: z.int().min(0).default(604_800),
  expiresIn: z.enum(['present', 'absent']).default('present'),
  deadTokens: z.int().min(0).default(0),
  expiredSession: z.enum(['callback', 'page']).default('callback'),
  serviceTokenDiesAfter: z.enum(['read', 'cancel', 'scopedtoken']).nullable().default(null),
  redirectWins: z.enum(['stored', 'webview']).default('stored'),
  // What the bank does.
  approvalLagReads: z.int().min(0).default(0),
  approvalLagMs: z.int().min(0).default(0),
  staleReads: z.int().min(0).default(0),
  refusalLeaves: z.enum(['pending', 'cancelling']).default('pending'),
  validatingReads: z.int().min(0).default(0),
  fate: fate.nullable().default(null),
  // What the payer brings back.
  payerPlan: z.array(payerActionSchema).min(1).default(['approve']),
  bankMessage: z.string().nullable().default(null),
  callbackState: z.string().nullable().default(null),
  earlyCallback: z.boolean().default(false),
  forgedCallbacks: z.boolean().default(false),
  lateCallbackAfterMs: z.int().min(0).nullable().default(null),
  // Shapes.
  answerOverrides: answerOverrides.nullable().default(null),
  fieldsShape: z.enum(['null', 'array', 'dictionary']).default('null'),
  requestId: z.enum(['integer', 'string', 'null']).default('integer'),
  // Webhooks about this payment.
  webhooks: z.enum(['systematic', 'background', 'none']).default('systematic'),
  webhookOnDetailChange: z.boolean().default(false),
  webhookFlaw: z.enum(['none', 'badSignature', 'missingHeaders']).default('none'),
  webhookGzip: z.boolean().default(false),
  webhookSignatureOver: z.enum(['plain', 'wire']).default('plain'),
  webhookRepeatsOlder: z.boolean().default(false),
  webhookForUnknownPayment: z.boolean().default(false),
});

export type Knobs = z.infer<typeof knobsSchema>;
export type KnobChoices = z.input<typeof knobsSchema>;
