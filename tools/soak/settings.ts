import { randomBytes } from 'node:crypto';
import type { Variables } from '../start/simulated-providers.js';
import type { Secrets } from './leaks.js';

/** Secrets of one run, drawn anew each time: they decide nothing, and say where they leaked from. */
export interface SoakSecrets {
  readonly apiToken: string;
  readonly events: string;
  readonly key: string;
  /** Variables of the providers' credentials. */
  readonly providers: Variables;
}

export function drawSecrets(): SoakSecrets {
  const canary = (name: string): string => `canary-${name}-${randomBytes(12).toString('hex')}`;
  return {
    apiToken: canary('api-token'),
    events: `whsec_${randomBytes(32).toString('base64')}`,
    key: randomBytes(32).toString('base64'),
    providers: {
      POWENS_CLIENT_SECRET: canary('client-secret'),
      POWENS_WEBHOOK_SECRET: canary('webhook-secret'),
      SWEDBANKPAY_TOKEN: canary('access-token'),
      SWEDBANKPAY_CALLBACK_SECRET: canary('callback-secret'),
    },
  };
}

/** As a search for leaks wants them. */
export function credentialsOf({ apiToken, events, key, providers }: SoakSecrets): Secrets {
  return {
    'credential of a provider': Object.values(providers),
    'API token': [apiToken],
    'signing secret of the events': [events.replace('whsec_', '')],
    'key ring': [key],
  };
}

/** What the stack of a soak test is given: everything switched on, and short waits. */
export function soakVariables({ apiToken, events, key, providers }: SoakSecrets, eventsUrl: string): Variables {
  return {
    ...providers,
    APP_ENV: 'development',
    LOG_LEVEL: 'debug',
    PAYLOAD_ENCRYPTION: 'on',
    SECRET_KEYS: `soak:${key}`,
    API_TOKENS: `soak:${apiToken}:*:*`,
    API_RATE_PER_MINUTE: 'off',
    ACCOUNT_RATE_PER_MINUTE: 'off',
    EVENTS_URL: eventsUrl,
    EVENTS_SECRET: events,
    RECHECK_SCHEDULE: '200ms,500ms,1s',
    POLL_SCHEDULE: '2s,5s,10s',
    PAYER_DEADLINE: '60s',
    PROVIDER_WAIT: '60s',
    // Not knowing is no outcome within a run: it stands in review.
    UNRESOLVED_AFTER: '1d',
  };
}
