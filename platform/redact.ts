/** Log keys whose values are never written, at the top level and one level down. */
export const SECRET_KEYS_OF_LOGS = [
  'authorization',
  'cookie',
  'token',
  'secret',
  'password',
  'apiKey',
  'clientSecret',
  'handle',
  'link',
  'url',
  'query',
  'sealed',
] as const;

export const CENSOR = '[redacted]';

const URLS = /\b(https?:\/\/)(?:[^\s/@"'<>]*@)?([^\s/?#"'<>]+)([^\s"'<>]*)/gi;
const BEARERS = /\b(bearer|basic)\s+[A-Za-z0-9\-._~+/]+=*/gi;
const OWN_PATHS = /(\/(?:r|webhooks|callbacks)\/)[^\s"'<>]+/gi;

/**
 * A text without what may be secret in it: of a URL only the origin stays, of an authorization only its scheme, of our
 * own secret-bearing paths only the first part.
 */
export function redactText(text: string): string {
  return text
    .replace(URLS, (_url, scheme: string, host: string, rest: string) =>
      rest.length > 1 ? `${scheme}${host}/${CENSOR}` : `${scheme}${host}${rest}`,
    )
    .replace(BEARERS, `$1 ${CENSOR}`)
    .replace(OWN_PATHS, `$1${CENSOR}`);
}
