import { z } from 'zod';
import { RESOLVABLE_KINDS } from '../contracts/outcome.js';
import { ACCOUNT_PATTERN } from '../contracts/payment.js';
import { MAX_TEXT_LENGTH, ORDER_REF_PATTERN } from '../contracts/request.js';
import { CANCELLATION_STATUSES } from '../contracts/run.js';

/**
 * Shapes of what callers send. Unknown fields are refused here; the bounds of a start's fields are
 * `contracts/request.ts`, which the client library shares.
 */
const text = z.string({ error: 'must be a string' });
const optionalText = text.nullish();

export const StartBody = z.strictObject({
  provider: z.string({ error: 'name a provider, such as powens' }),
  account: optionalText,
  paymentId: z.union([z.string(), z.number()], { error: 'send the id as a string or a number' }),
  orderRef: optionalText,
  reason: optionalText,
  description: optionalText,
  payer: z
    .strictObject({ returnUrl: optionalText, locale: optionalText }, { error: objectError })
    .nullish(),
  deadline: optionalText,
  maxRounds: z.number({ error: 'must be a number' }).nullish(),
  payeeReference: optionalText,
}, { error: objectError });

const reasonText = text.min(1, { error: 'say why' }).max(MAX_TEXT_LENGTH, { error: `use at most ${MAX_TEXT_LENGTH} characters` });

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
  wait: wholeNumber(0, LONGEST_WAIT_SECONDS).optional(),
});

export const NoQuery = z.strictObject({});

const LARGEST_PAGE = 100;

export const ListQuery = z.strictObject({
  paymentId: text.optional(),
  orderRef: text.regex(ORDER_REF_PATTERN, { error: 'use 1 to 64 of letters, digits and . _ / -' }).optional(),
  status: z.enum(CANCELLATION_STATUSES, { error: `use one of ${CANCELLATION_STATUSES.join(', ')}` }).optional(),
  provider: text.optional(),
  account: text.regex(ACCOUNT_PATTERN, { error: 'use 1 to 24 of a-z, 0-9 and -' }).optional(),
  cursor: text.optional(),
  limit: wholeNumber(1, LARGEST_PAGE).optional(),
});

function wholeNumber(from: number, to: number): z.ZodType<number> {
  const error = `use a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d{1,4}$/, { error })
    .transform(Number)
    .refine((number) => number >= from && number <= to, { error });
}

function objectError({ code }: { readonly code?: string | undefined }): string | undefined {
  return code === 'invalid_type' ? 'must be an object' : undefined;
}
