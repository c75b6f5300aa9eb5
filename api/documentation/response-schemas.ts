import { z } from 'zod';
import type { CancellationPage } from '../../client/index.js';
import type { CancellationCheck } from '../../contracts/check.js';
import { RESOLVABLE_KINDS } from '../../contracts/outcome.js';
import type { CancelledOutcome, NotCancelledOutcome, Outcome, Proof } from '../../contracts/outcome.js';
import { RESOURCE_PROBLEM_CODES } from '../../contracts/resource.js';
import type { CancellationResource } from '../../contracts/resource.js';
import { CANCELLATION_STATUSES } from '../../contracts/run.js';
import { PROBLEM_CODES } from '../problem.js';

/** Shapes of what callers get. What the API answers in its tests is held to them. */

const instant = z.string().meta({ format: 'date-time' });
const minorUnits = z.int();

export const ProofSchema = z
  .object({
    provider: z.string(),
    resource: z.string().meta({ description: "The provider's own path of the payment." }),
    state: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    readAt: instant,
    digest: z.string().meta({ description: '`sha256:` and the hex digest of the body as it arrived.' }),
  })
  .meta({ description: 'What the provider said.' }) satisfies z.ZodType<Proof>;

const common = {
  moneyMovement: z
    .enum(['none', 'partial', 'expected', 'done', 'unknown'])
    .meta({ description: 'Whether money moved, or may still move.' }),
  reason: z.string().nullable().meta({ description: 'Stable code.' }),
  remedy: z
    .enum(['reversal', 'refund'])
    .nullable()
    .meta({ description: 'The step that would give the money back; never done by Countermand.' }),
  amounts: z
    .object({ currency: z.string(), released: minorUnits, captured: minorUnits })
    .nullable()
    .meta({ description: 'Minor units, where the provider states them.' }),
  decidedBy: z
    .object({ actor: z.string(), reason: z.string() })
    .nullable()
    .meta({ description: 'Who resolved it, where a person did.' }),
  proof: ProofSchema.nullable(),
};

export const CancelledSchema = z.object({
  kind: z.literal('cancelled'),
  how: z.enum(['direct', 'afterPayerValidation', 'alreadyCancelled', 'remainderReleased', 'aborted']),
  ...common,
}) satisfies z.ZodType<CancelledOutcome>;

export const NotCancelledSchema = z.object({
  kind: z.enum(RESOLVABLE_KINDS),
  how: z.null(),
  ...common,
}) satisfies z.ZodType<NotCancelledOutcome>;

export const OutcomeSchema = z.discriminatedUnion('kind', [CancelledSchema, NotCancelledSchema]) satisfies z.ZodType<Outcome>;

export const CancellationSchema = z.object({
  id: z.string().meta({ description: 'Opaque and URL-safe.' }),
  workflowId: z.string(),
  provider: z.string(),
  account: z.string(),
  paymentId: z.string(),
  orderRef: z.string().nullable(),
  status: z.enum(CANCELLATION_STATUSES),
  created: z.boolean().meta({ description: 'False where an equal request was found instead of made.' }),
  rounds: z.int().min(0).meta({ description: "Number of the payer's current link; 0: none yet." }),
  deadline: instant.nullable().meta({ description: 'Until when the payer may approve.' }),
  supersedes: z.string().nullable().meta({ description: 'The earlier request whose outcome this one follows.' }),
  nextAction: z
    .object({ type: z.literal('redirect_payer'), url: z.string().meta({ format: 'uri' }) })
    .nullable()
    .meta({ description: 'What to do now: send the payer there. Safe to e-mail.' }),
  outcome: OutcomeSchema.nullable().meta({ description: 'Set once the request has ended; never changes.' }),
  problem: z
    .object({ code: z.enum(RESOURCE_PROBLEM_CODES) })
    .nullable()
    .meta({ description: 'The run ended without telling: a person must look, then ask again.' }),
  createdAt: instant,
}) satisfies z.ZodType<CancellationResource>;

export const CancellationPageSchema = z.object({
  items: z.array(CancellationSchema).readonly(),
  nextCursor: z.string().nullable(),
  unreadable: z
    .array(
      z.object({
        workflowId: z.string(),
        runId: z.string(),
        keyId: z.string().nullable().meta({ description: 'The key of `SECRET_KEYS` that the API lacks; null where no key would help.' }),
      }),
    )
    .readonly()
    .optional()
    .meta({ description: 'Runs that belong on this page and that the API cannot read; left out where there are none.' }),
}) satisfies z.ZodType<CancellationPage>;

export const CancellationCheckSchema = z.object({
  cancellable: z.enum(['yes', 'no', 'unknown']),
  payerValidation: z.enum(['required', 'not_required', 'unknown']),
  reason: z.string().nullable().meta({ description: 'Stable code.' }),
  readAt: instant,
}) satisfies z.ZodType<CancellationCheck>;

export const ProvidersSchema = z.object({
  items: z.array(
    z.object({
      provider: z.string(),
      account: z.string(),
      displayName: z.string(),
      paymentId: z.string().meta({ description: 'What a payment id looks like, for people.' }),
      capabilities: z.object({
        payerValidation: z.boolean(),
        abort: z.boolean(),
        remainderRelease: z.boolean(),
        notifications: z.boolean(),
      }),
    }),
  ),
});

export const AliveSchema = z.object({ status: z.literal('alive') });
export const ReadySchema = z.object({ status: z.literal('ready') });
export const NotReadySchema = z.object({
  status: z.literal('not_ready'),
  waitsFor: z.enum(['draining', 'namespace', 'temporal']),
});

export const MetricsTextSchema = z.string();

/** A whole page, complete without script. */
export const PageSchema = z.string();

export const ProblemSchema = z
  .object({
    type: z.string().meta({ format: 'uri' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What is wrong and what to do about it, for people.' }),
    code: z.enum(PROBLEM_CODES).meta({ description: 'Stable, for programs.' }),
    requestId: z.string().optional().meta({ description: '`X-Request-Id` of the answer; absent where no request could be read.' }),
    errors: z
      .array(z.object({ pointer: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'What is wrong where: JSON pointers into the body, `/query/…` and `/headers/…`.' }),
  })
  .meta({ description: 'Problem details (RFC 9457).' });

/** Shapes with a name of their own in the document. */
export const NAMED_SCHEMAS = {
  Cancellation: CancellationSchema,
  CancellationPage: CancellationPageSchema,
  CancellationCheck: CancellationCheckSchema,
  CancelledOutcome: CancelledSchema,
  NotCancelledOutcome: NotCancelledSchema,
  Proof: ProofSchema,
  Providers: ProvidersSchema,
  Problem: ProblemSchema,
} as const;
