import { type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { CheckActivities, CheckPaymentInput, CheckPaymentResult } from '../contracts/check.js';
import type { AskedAnywhere, Elsewhere } from '../contracts/elsewhere.js';
import { CHECK_OPTIONS } from './activity-options.js';
import { readable } from './payload-converter.js';
import { createProviderQueue } from './provider-queue.js';

/** Dry run: one read, nothing is sent (design section 3). */
export async function CheckPaymentWorkflow(input: CheckPaymentInput): Promise<CheckPaymentResult> {
  const { provider } = readable(input, 'input').payment;
  const options = { ...CHECK_OPTIONS, summary: `Ask ${provider} whether this payment could be cancelled` };
  const check = (chosen: ActivityOptions): Promise<CheckPaymentResult | Elsewhere> =>
    proxyActivities<AskedAnywhere<CheckActivities>>(chosen).checkPayment(input);
  return createProviderQueue().ask(options, check);
}
