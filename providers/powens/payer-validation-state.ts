import type { PayerRoute } from '../../contracts/provider.js';
import { machineCode } from './machine-code.js';
import type { Known, Meaning } from './meaning.js';
import { isLoopback } from './settings.js';
import type { PowensPayment } from './wire.js';

/** Longer than any bank's, short enough for a redirect. */
const LONGEST_BANK_URL = 8192;

/** True while a cancellation waits for its payer, in either documented dialect. */
export function awaitsPayer({ stateDetail }: PowensPayment): boolean {
  return (stateDetail ?? '').toLowerCase().startsWith('cancelling');
}

/**
 * How the payer gets to validate. The guide "Cancelling a payment" exists in two revisions, told apart by the
 * payload: `cancelling_webauth` and its like lead to the webview; bare `cancelling` comes with the bank's
 * page in `validate_uri`. A bare one that a backend cannot serve goes to the webview too, and to a person.
 */
export function payerMeaning(payment: PowensPayment, { insecureLoopbackAllowed }: Pick<Known, 'insecureLoopbackAllowed'>): Meaning {
  const isBankDialect = payment.stateDetail?.toLowerCase() === 'cancelling';
  if (!isBankDialect) return awaiting({ kind: 'webview' }, null);
  const action = machineCode(payment.action);
  if (action !== null && action !== 'redirect') return awaiting({ kind: 'webview' }, `payer_action_unsupported:${action}`);
  const url = usableBankUrl(payment.validateUri, insecureLoopbackAllowed);
  return url === null ? awaiting({ kind: 'webview' }, 'validate_uri_missing') : awaiting({ kind: 'bank', url }, null);
}

function awaiting(payerRoute: PayerRoute, attention: string | null): Meaning {
  return { answer: { kind: 'payerValidationRequired', attention }, rereads: 0, payerRoute };
}

function usableBankUrl(text: string | null, insecureLoopbackAllowed: boolean): string | null {
  if (text === null || text.length > LONGEST_BANK_URL || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return null;
  const isUsable = url.protocol === 'https:' || (url.protocol === 'http:' && insecureLoopbackAllowed && isLoopback(url));
  return isUsable ? url.href : null;
}
