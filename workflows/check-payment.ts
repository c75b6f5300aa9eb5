import { proxyActivities } from '@temporalio/workflow';
import type { CheckActivities, CheckPaymentInput, CheckPaymentResult } from '../contracts/check.js';
import { CHECK_OPTIONS } from './activity-options.js';
import { readable } from './payload-converter.js';

/** Dry run: one read, nothing is sent (design section 3). */
export async function CheckPaymentWorkflow(input: CheckPaymentInput): Promise<CheckPaymentResult> {
  const { provider } = readable(input, 'input').payment;
  const { checkPayment } = proxyActivities<CheckActivities>({
    ...CHECK_OPTIONS,
    summary: `Ask ${provider} whether this payment could be cancelled`,
  });
  return checkPayment(input);
}
