import type { ProviderConfiguration, ProviderSetting } from '../../contracts/provider.js';

/** `alphanumeric`: Swedbank Pay settles. `digits`: the merchant settles and its acquirer sees the reference. */
export type PayeeReferenceProfile = 'alphanumeric' | 'digits';

export interface SwedbankPayCredentials {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly token: string;
  readonly payeeReferenceProfile: PayeeReferenceProfile;
  /** The only origins the token is ever sent to; the base URL's is always among them. */
  readonly allowedOrigins: readonly string[];
}

type Context = Parameters<ProviderSetting['problem']>[1];
type Values = Readonly<Record<string, string>>;

const SHORTEST_CALLBACK_SECRET = 16;

const settings: readonly ProviderSetting[] = [
  {
    key: 'baseUrl',
    variable: 'SWEDBANKPAY_BASE_URL',
    secret: false,
    required: true,
    // The API reads it for the origins it accepts in payment ids.
    readBy: 'both',
    problem: baseUrlProblem,
  },
  {
    key: 'token',
    variable: 'SWEDBANKPAY_TOKEN',
    secret: true,
    required: true,
    readBy: 'worker',
    problem: (value) => (/^[\x21-\x7e]+$/.test(value) ? null : 'must be one access token without spaces or line breaks'),
  },
  {
    key: 'payeeReference',
    variable: 'SWEDBANKPAY_PAYEE_REFERENCE',
    secret: false,
    required: false,
    readBy: 'both',
    problem: (value) =>
      value === 'alphanumeric' || value === 'digits'
        ? null
        : 'must be `alphanumeric` (Swedbank Pay settles) or `digits` (you settle and supply each reference)',
  },
  {
    key: 'callbackSecret',
    variable: 'SWEDBANKPAY_CALLBACK_SECRET',
    secret: true,
    required: false,
    readBy: 'api',
    problem: callbackSecretProblem,
  },
  {
    key: 'allowedOrigins',
    variable: 'SWEDBANKPAY_ALLOWED_ORIGINS',
    secret: false,
    required: false,
    readBy: 'both',
    problem: allowedOriginsProblem,
  },
];

/** Settings of a Swedbank Pay account (design section 9). */
export const configuration: ProviderConfiguration<SwedbankPayCredentials> = {
  enabledBy: 'baseUrl',
  settings,
  credentials: (values) => ({
    baseUrl: withoutTrailingSlash(values['baseUrl'] ?? ''),
    token: values['token'] ?? '',
    payeeReferenceProfile: payeeReferenceProfile(values),
    allowedOrigins: [...new Set(trustedBases(values).map((base) => new URL(base).origin))],
  }),
};

/** The account's reference profile; `alphanumeric` unless set. */
export function payeeReferenceProfile(values: Values): PayeeReferenceProfile {
  return values['payeeReference'] === 'digits' ? 'digits' : 'alphanumeric';
}

/** The base URL (with its path, if it has one) and every further allowed origin. */
export function trustedBases(values: Values): readonly string[] {
  const baseUrl = values['baseUrl'];
  const bases = baseUrl === undefined ? [] : [withoutTrailingSlash(baseUrl)];
  return [...bases, ...listed(values['allowedOrigins'] ?? '')];
}

function baseUrlProblem(value: string, context: Context): string | null {
  const remedy = 'must be the API base, e.g. https://api.payex.com';
  if (!URL.canParse(value)) return `is not a URL; it ${remedy}`;
  const url = new URL(value);
  if (url.username !== '' || url.password !== '' || /[?#]/.test(value)) return `has a login, query or fragment; it ${remedy}`;
  return isAllowedScheme(url, context) ? null : `must be https; it ${remedy}`;
}

function allowedOriginsProblem(value: string, context: Context): string | null {
  const wrong = listed(value).find((origin) => !isOrigin(origin, context));
  if (wrong === undefined) return null;
  return 'must be a comma-separated list of https origins without paths, e.g. https://api.payex.com,https://api.swedbankpay.com';
}

function isOrigin(value: string, context: Context): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return isAllowedScheme(url, context) && withoutTrailingSlash(value) === url.origin;
}

function isAllowedScheme(url: URL, { insecureLoopbackAllowed }: Context): boolean {
  if (url.protocol === 'https:') return true;
  const isLoopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  return url.protocol === 'http:' && isLoopback && insecureLoopbackAllowed;
}

function callbackSecretProblem(value: string, { insecureLoopbackAllowed }: Context): string | null {
  if (!/^[A-Za-z0-9._~-]+$/.test(value)) {
    return 'is a path segment of the callback URL: only letters, digits, `-`, `.`, `_` and `~`';
  }
  // Development may use short ones; in production it is all that tells a callback from a forgery.
  if (insecureLoopbackAllowed || value.length >= SHORTEST_CALLBACK_SECRET) return null;
  return `must have at least ${SHORTEST_CALLBACK_SECRET} characters`;
}

function listed(value: string): readonly string[] {
  return value
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '')
    .map(withoutTrailingSlash);
}

function withoutTrailingSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
