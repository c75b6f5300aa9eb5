import { z } from 'zod';
import { RESOLVABLE_KINDS } from '../contracts/outcome.js';
import { ACCOUNT_PATTERN } from '../contracts/payment.js';
import { isTextShort, LOCALE_PATTERN, MAX_TEXT_LENGTH, ORDER_REF_PATTERN, ROUNDS } from '../contracts/request.js';
import { CANCELLATION_STATUSES } from '../contracts/run.js';

/**
 * Shapes of what callers send. Unknown fields are refused here; the bounds of a start's fields are
 * `contracts/request.ts`, which the client library shares: they stand here for the documentation only.
 */
const text = z.string({ error: 'must be a string' });

/** A text that may be left out or null. */
function optional(description: string, shape: Readonly<Record<string, unknown>> = {}) {
  return text.meta(shape).nullish().meta({ description });
}

const FREE_TEXT = { minLength: 1, maxLength: MAX_TEXT_LENGTH };

export const StartBody = z.strictObject({
  provider: z.string({ error: 'name a provider, such as powens' }).meta({ description: 'Who holds the payment.', examples: ['powens'] }),
  account: optional('Whose credentials to use; `default` where left out.', { pattern: ACCOUNT_PATTERN.source }),
  paymentId: z
    .union([z.string(), z.number()], { error: 'send the id as a string or a number' })
    .meta({ description: "The provider's id of the payment; `GET /v1/providers` says what it looks like.", examples: ['12345'] }),
  orderRef: optional('Your own reference.', { pattern: ORDER_REF_PATTERN.source, examples: ['A-17'] }),
  reason: optional('Why, for people.', FREE_TEXT),
  description: optional('What the provider is told where it wants a text.', FREE_TEXT),
  payer: z
    .strictObject(
      {
        returnUrl: optional('Where the payer goes in the end; its origin must be in RETURN_URL_ORIGINS.', { format: 'uri' }),
        locale: optional("Language of the payer's pages.", { pattern: LOCALE_PATTERN.source, examples: ['fr'] }),
      },
      { error: objectError },
    )
    .nullish(),
  deadline: optional('Until when the payer may approve: an ISO 8601 duration from 1 s to 30 days.', { examples: ['P7D'] }),
  maxRounds: z
    .number({ error: 'must be a number' })
    .meta({ type: 'integer', minimum: ROUNDS.from, maximum: ROUNDS.to })
    .nullish()
    .meta({ description: "How many payer's links at most; 5 where left out." }),
  payeeReference: optional("The provider's reference of this cancellation, where it wants one from you."),
}, { error: objectError });

const reasonText = text
  .min(1, { error: 'say why' })
  .refine(isTextShort, { error: `use at most ${MAX_TEXT_LENGTH} characters` })
  .meta({ maxLength: MAX_TEXT_LENGTH });

export const StopBody = z.strictObject({ reason: reasonText.nullish() }, { error: objectError });
export const EmptyBody = z.strictObject({}, { error: objectError });
export const ResolveBody = z.strictObject(
  {
    kind: z.enum(RESOLVABLE_KINDS, { error: `use one of ${RESOLVABLE_KINDS.join(', ')}` }),
    reason: reasonText,
  },
  { error: objectError },
);

/** Long-polls end before proxies lose patience. */
export const LONGEST_WAIT_SECONDS = 25;

export const ReadQuery = z.strictObject({
  wait: wholeNumber(0, LONGEST_WAIT_SECONDS)
    .optional()
    .meta({ description: 'Seconds to wait for a change of status or rounds; 0 where left out.' }),
});

export const NoQuery = z.strictObject({});

const LARGEST_PAGE = 100;

export const ListQuery = z.strictObject({
  paymentId: text.optional().meta({ description: "The provider's id of the payment, in any form a start takes." }),
  orderRef: text.regex(ORDER_REF_PATTERN, { error: 'use 1 to 64 of letters, digits and . _ / -' }).optional(),
  status: z.enum(CANCELLATION_STATUSES, { error: `use one of ${CANCELLATION_STATUSES.join(', ')}` }).optional(),
  provider: text.optional(),
  account: text.regex(ACCOUNT_PATTERN, { error: 'use 1 to 24 of a-z, 0-9 and -' }).optional(),
  cursor: text.optional().meta({ description: '`nextCursor` of the page before.' }),
  limit: wholeNumber(1, LARGEST_PAGE).optional().meta({ description: 'Items at most; 20 where left out.' }),
});

function wholeNumber(from: number, to: number): z.ZodType<number> {
  const error = `use a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d{1,4}$/, { error })
    .transform(Number)
    .refine((number) => number >= from && number <= to, { error })
    .meta({ type: 'integer', minimum: from, maximum: to });
}

function objectError({ code }: { readonly code?: string | undefined }): string | undefined {
  return code === 'invalid_type' ? 'must be an object' : undefined;
}
