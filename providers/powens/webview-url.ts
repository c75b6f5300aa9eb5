/** Languages of the Powens webview (reference page "Webview"). */
const WEBVIEW_LANGUAGES = ['en', 'fr', 'de', 'nl', 'pt', 'it', 'es'];

/**
 * Address at which the payer validates a cancellation. It carries the scoped token: a secret for days.
 *
 * On the API's own host the address is the guides' (`{base}/auth/webview/payment?…`, guide "Cancelling a
 * payment", "Build the payment validation URL"); on another host it is the reference page's, which also
 * wants the API's host as `domain`.
 *
 * @param webviewUrl may hold `/{lang}`, which becomes the payer's language or goes away
 * @param locale BCP 47 tag, or null
 */
export function webviewUrl(parts: {
  readonly webviewUrl: string;
  readonly baseUrl: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly scopedToken: string;
  readonly paymentId: string;
  readonly locale: string | null;
}): string {
  const language = webviewLanguage(parts.locale);
  const url = new URL(parts.webviewUrl.replace('/{lang}', language === null ? '' : `/${language}`));
  const apiHost = new URL(parts.baseUrl).host;
  const query = new URLSearchParams(url.host === apiHost ? {} : { domain: apiHost });
  query.set('client_id', parts.clientId);
  query.set('redirect_uri', parts.redirectUri);
  query.set('state', parts.state);
  query.set('code', parts.scopedToken);
  query.set('payment_id', parts.paymentId);
  url.search = query.toString();
  return url.href;
}

function webviewLanguage(locale: string | null): string | null {
  const language = locale?.split(/[-_]/)[0]?.toLowerCase() ?? '';
  return WEBVIEW_LANGUAGES.includes(language) ? language : null;
}
