import { ProviderFault } from '../../contracts/fault.js';
import type { HttpAnswer, LinkRequest, PayerLink, PayerValidationPort } from '../../contracts/provider.js';
import type { PowensClient } from './client.js';
import { blockedBy, isSuccess, readRefusal } from './refusal.js';
import { rateLimited, unreadable } from './refusal-faults.js';
import type { PowensCredentials } from './settings.js';
import { webviewUrl } from './webview-url.js';
import { parseBody, parseScopedToken, type PowensScopedToken } from './wire.js';

/** What the guide documents and the reference page leaves out. */
const DOCUMENTED_LIFE_SECONDS = 604_800;

/**
 * Links with which a payer validates a cancellation (guide "Cancelling a payment", "Validate a payment
 * cancellation if necessary"): the webview with a token scoped to this payment, or the bank's own page.
 */
export function createPayerValidation(credentials: PowensCredentials, client: PowensClient): PayerValidationPort {
  return {
    issueLink: async (request) => {
      // Powens gave the bank's page with the payment and says nothing of its life.
      if (request.route.kind === 'bank') return { url: request.route.url, expiresInSeconds: DOCUMENTED_LIFE_SECONDS };
      return webviewLink(request, credentials, await scopedToken(request, client));
    },
  };
}

function webviewLink(
  { payment, payerReturn, locale }: LinkRequest,
  credentials: PowensCredentials,
  scoped: PowensScopedToken,
): PayerLink {
  const url = webviewUrl({
    ...credentials,
    redirectUri: payerReturn.url,
    state: payerReturn.state,
    scopedToken: scoped.token,
    paymentId: payment.paymentId,
    locale,
  });
  return { url, expiresInSeconds: scoped.expiresInSeconds ?? DOCUMENTED_LIFE_SECONDS };
}

async function scopedToken({ payment, budget }: LinkRequest, client: PowensClient): Promise<PowensScopedToken> {
  const answer = await client.scopedToken(payment.paymentId, budget);
  const scoped = isSuccess(answer) ? parseScopedToken(answer.text) : null;
  if (scoped === null) throw noTokenFault(answer);
  if (scoped.paymentId !== null && scoped.paymentId !== payment.paymentId) throw foreignTokenFault(answer);
  return scoped;
}

function noTokenFault(answer: HttpAnswer): ProviderFault {
  const refusal = readRefusal(answer, parseBody(answer.text));
  if (refusal.status === 429) return rateLimited(refusal);
  if (refusal.status >= 500 || isSuccess(answer)) return unreadable(refusal);
  const isBlocked = blockedBy(refusal) !== null;
  return new ProviderFault({
    ...refusal.details,
    code: isBlocked ? 'powens.forbidden' : 'powens.link_refused',
    message: `Powens refused a token for the payer's webview (${refusal.details.code ?? refusal.status}).`,
    retryable: !isBlocked,
    httpStatus: refusal.status,
  });
}

/** Handing such a token to a payer would let them act on somebody else's payment. */
function foreignTokenFault({ status }: HttpAnswer): ProviderFault {
  return new ProviderFault({
    code: 'powens.foreign_token',
    message: 'Powens gave a webview token for another payment; it was thrown away.',
    retryable: true,
    httpStatus: status,
  });
}
