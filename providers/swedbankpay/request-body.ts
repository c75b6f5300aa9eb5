/** Longest `transaction.description`; it becomes the order's `cancelReason`. */
const LONGEST_DESCRIPTION = 40;

const DEFAULT_DESCRIPTION = 'Order cancelled';

/** Only letters and digits are safe here: the accepted set is not documented. */
const ABORT_REASON = 'CancelledByCustomer';

/** Body of a cancel request, the same in every version ("Cancel" page, "Cancel Request (All Versions)"). */
export function cancelBody({ description, payeeReference }: { readonly description: string; readonly payeeReference: string }): string {
  return JSON.stringify({ transaction: { description: printable(description), payeeReference } });
}

/** Body of an abort request, on the level at which the operation was offered. */
export function abortBody(level: 'order' | 'instrument'): string {
  const abort = { operation: 'Abort', abortReason: ABORT_REASON };
  return JSON.stringify(level === 'order' ? { paymentorder: abort } : { payment: abort });
}

/** One printable, non-empty line of at most 40 characters, cut between characters. */
function printable(description: string): string {
  const line = description.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  let cut = '';
  for (const character of line) {
    if (cut.length + character.length > LONGEST_DESCRIPTION) break;
    cut += character;
  }
  return cut.trim() === '' ? DEFAULT_DESCRIPTION : cut.trim();
}
