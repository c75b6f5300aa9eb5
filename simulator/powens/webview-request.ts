import type { SimulatorRequest } from '../core/request.js';
import type { WebviewRedirect } from './callbacks.js';
import { redirectUrlProblem } from './client-application.js';
import type { PowensParts } from './parts.js';
import type { PowensPayment } from './payment.js';
import { grants } from './tokens.js';

const LANGUAGES: readonly string[] = ['en', 'fr', 'de', 'nl', 'pt', 'it', 'es'];

export interface WebviewOpening {
  readonly language: string | null;
  /** True for the form on the webview's own host, which must name the domain. */
  readonly needsDomain: boolean;
}

/** What the address of a webview leads to. */
export type WebviewRequest =
  | { readonly kind: 'open' | 'sessionExpired'; readonly payment: PowensPayment; readonly redirect: WebviewRedirect }
  | { readonly kind: 'wrong'; readonly status: number; readonly problem: string };

/**
 * Checks the documented parameters: `client_id`, `redirect_uri`, `code`, `payment_id` required, `state` optional,
 * `domain` with the form on another host (guides on the webview; reference "Webview").
 */
export function readWebviewRequest(
  parts: PowensParts,
  request: SimulatorRequest,
  opening: WebviewOpening,
): WebviewRequest {
  const { query } = request;
  if (opening.language !== null && !LANGUAGES.includes(opening.language)) {
    return wrong(404, `There is no language '${opening.language}'.`);
  }
  const required = ['client_id', 'redirect_uri', 'code', 'payment_id', ...(opening.needsDomain ? ['domain'] : [])];
  const missing = required.filter((name) => (query.get(name) ?? '') === '');
  if (missing.length > 0) return wrong(400, `Missing in the address: ${missing.join(', ')}.`);
  const client = parts.clients.get(query.get('client_id') ?? '');
  if (client === undefined) return wrong(400, 'Unknown client_id.');
  const domain = query.get('domain');
  const ownHosts = [`${client.domain}.biapi.pro`, ...hostsOf(parts.world.publicUrl()), request.headers['host'] ?? ''];
  if (opening.needsDomain && !ownHosts.includes(domain ?? '')) return wrong(400, `Unknown domain '${domain}'.`);
  const redirectUri = query.get('redirect_uri') ?? '';
  const redirectProblem = redirectUrlProblem(client, redirectUri);
  if (redirectProblem !== null) return wrong(400, `redirect_uri: ${redirectProblem}.`);
  const payment = parts.payments.get(query.get('payment_id') ?? '');
  if (payment === undefined || payment.clientId !== client.clientId) return wrong(404, 'Unknown payment.');
  const found = parts.tokens.find(query.get('code') ?? '');
  if (found === null || found.token.payment !== payment.id) return wrong(403, 'The code is not for this payment.');
  if (!grants(found.token, ['payments:validate'])) return wrong(403, 'The code does not allow to validate.');
  const redirect = { redirectUri, state: query.get('state') };
  return { kind: found.expired ? 'sessionExpired' : 'open', payment, redirect };
}

function hostsOf(url: string): readonly string[] {
  const { host, hostname } = new URL(url);
  return [host, hostname];
}

function wrong(status: number, problem: string): WebviewRequest {
  return { kind: 'wrong', status, problem };
}
