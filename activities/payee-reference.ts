import { createHash } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LENGTH = 30;

/**
 * The reference under which a provider books our cancellation: 30 characters of `[A-Z2-7]` (150 bits).
 *
 * A pure function of the request, so that retries, resets and continue-as-new repeat it and a
 * provider can recognise the same request (design section 3, "Rules").
 */
export function derivePayeeReference(workflowId: string, requestId: string): string {
  const digest = createHash('sha256').update(`${workflowId}\n${requestId}`).digest();
  return [...digest].slice(0, LENGTH).map((byte) => BASE32[byte % BASE32.length]).join('');
}
