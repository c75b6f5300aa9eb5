import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { simulatedPowens, simulatedSwedbankPay, type Variables } from '../../tools/start/simulated-providers.js';

export type Part = 'simulator' | 'worker' | 'api';

/** Where a stack stands. */
export interface Place {
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly ports: Readonly<Record<Part, number>>;
  readonly urls: Readonly<Record<Part, string>>;
  readonly folder: string;
}

/** Variables of all parts: short waits, secrets made for this stack. */
export function settingsOf({ temporalAddress, namespace, ports, urls, folder }: Place): Variables {
  return {
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    APP_ENV: 'development',
    API_PORT: String(ports.api),
    WORKER_PORT: String(ports.worker),
    SIMULATOR_PORT: String(ports.simulator),
    SIMULATOR_LEDGER: join(folder, 'ledger.jsonl'),
    COUNTERMAND_API_URL: urls.api,
    SECRET_KEYS: `test:${randomBytes(32).toString('base64')}`,
    ...simulatedPowens(urls.simulator),
    ...simulatedSwedbankPay(urls.simulator),
    // Found in a log, a history or a page, these say where they leaked from.
    POWENS_CLIENT_SECRET: `canary-client-secret-${randomBytes(12).toString('hex')}`,
    SWEDBANKPAY_TOKEN: `canary-access-token-${randomBytes(12).toString('hex')}`,
    SWEDBANKPAY_CALLBACK_SECRET: `canary-callback-secret-${randomBytes(12).toString('hex')}`,
    POWENS_WEBHOOK_SECRET: `canary-webhook-secret-${randomBytes(12).toString('hex')}`,
    RECHECK_SCHEDULE: '100ms,200ms,400ms',
    POLL_SCHEDULE: '2s,5s,30s',
  };
}

/** Where each part answers. */
export function urlsOf(ports: Readonly<Record<Part, number>>): Record<Part, string> {
  const at = (part: Part): string => `http://127.0.0.1:${ports[part]}`;
  return { simulator: at('simulator'), worker: at('worker'), api: at('api') };
}

/** What a process needs of the surroundings. The user's own settings must not reach a process under test. */
export function inheritedVariables(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
