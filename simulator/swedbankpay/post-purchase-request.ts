import { z } from 'zod';
import { readFields } from '../core/request.js';
import type { ReceivedCall } from '../core/route.js';
import type { Merchant } from './merchants.js';
import { inputError, type Problem } from './problems.js';

export interface PostPurchaseRequest {
  readonly description: string;
  readonly payeeReference: string;
  /** Null where none was given: a cancellation has none. */
  readonly amount: number | null;
}

const FORMS = { alphanumeric: /^[A-Za-z0-9]{1,30}$/, digits: /^[0-9]{1,12}$/ } as const;
const LONGEST_DESCRIPTION = 40;

const schema = z.object({
  transaction: z.object({
    description: z.unknown().optional(),
    payeeReference: z.unknown().optional(),
    amount: z.int().positive().nullish().catch(null),
  }),
});

/** The body of a cancel, capture or reversal request, or what is wrong with it ("Cancel" page, "Cancel Request"). */
export function readPostPurchase(received: ReceivedCall, merchant: Merchant): PostPurchaseRequest | Problem {
  const read = schema.safeParse(readFields(received));
  if (!read.success) return inputError('Transaction', 'The Transaction field is required.');
  const { description, payeeReference, amount } = read.data.transaction;
  if (typeof description !== 'string' || description.trim() === '' || description.length > LONGEST_DESCRIPTION) {
    return inputError('Transaction.Description', `A description of 1 to ${LONGEST_DESCRIPTION} characters is required.`);
  }
  if (typeof payeeReference !== 'string' || !FORMS[merchant.payeeReference].test(payeeReference)) {
    return inputError('Transaction.PayeeReference', `The PayeeReference must match ${FORMS[merchant.payeeReference].source}.`);
  }
  return { description, payeeReference, amount: amount ?? null };
}
