import type { ProviderConfiguration, ProviderSetting } from '../../contracts/provider.js';

/** What one account needs to talk to Powens; `clientSecret` is a secret. */
export interface PowensCredentials {
  /** Root of the API, e.g. `https://acme.biapi.pro/2.0`, without trailing slash. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where payers validate; may hold `{lang}` as a path segment. */
  readonly webviewUrl: string;
  /** Calls per minute, all kinds together; null = no limit of our own. */
  readonly ratePerMinute: number | null;
}

type Check = ProviderSetting['problem'];

const baseUrlProblem: Check = (value, context) =>
  addressProblem(value, context.insecureLoopbackAllowed, 'https://acme.biapi.pro/2.0');

const webviewUrlProblem: Check = (value, context) => {
  const withoutLanguage = value.replace(/\/\{lang\}(?=\/|$)/, '');
  if (/[{}]/.test(withoutLanguage)) return 'may hold {lang} once, as a whole path segment';
  return addressProblem(withoutLanguage, context.insecureLoopbackAllowed, 'https://webview.powens.com/{lang}/payment');
};

function addressProblem(value: string, insecureLoopbackAllowed: boolean, example: string): string | null {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null) return `must be a URL such as ${example}`;
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(value)) return 'must not have a query or a fragment';
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:') return `must be an https URL such as ${example}`;
  if (insecureLoopbackAllowed && isLoopback(url)) return null;
  return `must be https (http only in development, towards this machine), e.g. ${example}`;
}

/** True where a URL never leaves this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.[0-9]{1,3}){3}$/.test(hostname);
}

const clientIdProblem: Check = (value) =>
  /^[\x21-\x7e]+$/.test(value) ? null : 'must be the client id from the Powens console, without spaces';

const secretProblem: Check = (value) =>
  /^[\x21-\x7e]+$/.test(value) ? null : 'must be the secret as Powens gave it: no spaces, no line breaks';

const ratePerMinuteProblem: Check = (value) =>
  /^[1-9][0-9]{0,4}$/.test(value) ? null : 'must be a whole number from 1 to 99999, e.g. 30 for the Powens sandbox';

const settings: readonly ProviderSetting[] = [
  { key: 'baseUrl', variable: 'POWENS_BASE_URL', secret: false, required: true, readBy: 'both', problem: baseUrlProblem },
  { key: 'clientId', variable: 'POWENS_CLIENT_ID', secret: false, required: true, readBy: 'worker', problem: clientIdProblem },
  { key: 'clientSecret', variable: 'POWENS_CLIENT_SECRET', secret: true, required: true, readBy: 'worker', problem: secretProblem },
  { key: 'webviewUrl', variable: 'POWENS_WEBVIEW_URL', secret: false, required: false, readBy: 'worker', problem: webviewUrlProblem },
  { key: 'webhookSecret', variable: 'POWENS_WEBHOOK_SECRET', secret: true, required: false, readBy: 'api', problem: secretProblem },
  { key: 'ratePerMinute', variable: 'POWENS_RATE_PER_MINUTE', secret: false, required: false, readBy: 'worker', problem: ratePerMinuteProblem },
];

/** Key of the setting with which Powens signs its webhooks. */
export const WEBHOOK_SECRET_SETTING = 'webhookSecret';

/** Settings of one Powens account (design section 9). */
export const powensConfiguration: ProviderConfiguration<PowensCredentials> = {
  enabledBy: 'baseUrl',
  settings,
  credentials: (values) => {
    const baseUrl = required(values, 'baseUrl').replace(/\/+$/, '');
    return {
      baseUrl,
      clientId: required(values, 'clientId'),
      clientSecret: required(values, 'clientSecret'),
      webviewUrl: values['webviewUrl'] ?? `${baseUrl}/auth/webview/payment`,
      ratePerMinute: values['ratePerMinute'] === undefined ? null : Number(values['ratePerMinute']),
    };
  },
};

function required(values: Readonly<Record<string, string>>, key: string): string {
  const value = values[key];
  if (value === undefined) throw new Error(`The Powens setting ${key} was not checked before it was used.`);
  return value;
}
