import { readFileSync } from 'node:fs';

/** The simulator's settings; every one has a default, so that `npm run simulator` needs none. */
export interface SimulatorSettings {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Where browsers and clients reach it; null = `http://127.0.0.1:{port}`. */
  readonly publicUrl: string | null;
  readonly ledgerFile: string;
  /** False is for benchmarks: commits are written, but not waited for on disk. */
  readonly fsync: boolean;
  readonly powens: PowensSettings;
  readonly swedbankpay: SwedbankPaySettings;
  readonly shop: ShopSettings;
}

export interface PowensSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUrls: readonly string[];
  readonly webhookUrl: string | null;
  readonly webhookSecret: string | null;
}

export interface SwedbankPaySettings {
  readonly token: string;
  readonly payeeReference: 'alphanumeric' | 'digits';
  /** `callbackUrl` of its orders, the secret in its path; null = none. */
  readonly callbackUrl: string | null;
}

export interface ShopSettings {
  /** Countermand's HTTP API, without a trailing slash. */
  readonly apiUrl: string;
  readonly apiToken: string | null;
}

export class SimulatorSettingsError extends Error {}

export const DEFAULT_LEDGER_FILE = '.data/simulator/ledger.jsonl';
export const DEFAULT_POWENS_CLIENT_ID = '10000001';
export const DEFAULT_POWENS_CLIENT_SECRET = 'simulator-client-secret';
export const DEFAULT_POWENS_WEBHOOK_SECRET = 'simulator-webhook-secret';
export const DEFAULT_SWEDBANKPAY_TOKEN = 'simulator-access-token';
export const DEFAULT_SWEDBANKPAY_CALLBACK_SECRET = 'simulator-callback-secret';

/**
 * Reads the environment. `POWENS_*` and `SWEDBANKPAY_*` are the credentials Countermand itself is given:
 * the simulator accepts the same.
 * @throws {SimulatorSettingsError} naming every bad variable
 */
export function readSimulatorSettings(env: NodeJS.ProcessEnv): SimulatorSettings {
  const problems: string[] = [];
  const port = readPort(env, 'SIMULATOR_PORT', '4010', problems);
  const apiPort = readPort(env, 'API_PORT', '3000', problems);
  const apiUrl = readUrl(env, 'COUNTERMAND_API_URL', `http://127.0.0.1:${apiPort}`, problems);
  // Where payers and providers reach Countermand.
  const ownUrl = readUrl(env, 'PUBLIC_URL', apiUrl, problems);
  const publicUrl =
    (env['SIMULATOR_PUBLIC_URL'] ?? '') === '' ? null : readUrl(env, 'SIMULATOR_PUBLIC_URL', '', problems);
  const clientSecret = readSecret(env, 'POWENS_CLIENT_SECRET', problems);
  const webhookSecret = readSecret(env, 'POWENS_WEBHOOK_SECRET', problems);
  const accessToken = readSecret(env, 'SWEDBANKPAY_TOKEN', problems);
  const callbackSecret = readSecret(env, 'SWEDBANKPAY_CALLBACK_SECRET', problems) ?? DEFAULT_SWEDBANKPAY_CALLBACK_SECRET;
  const apiToken = readSecret(env, 'COUNTERMAND_API_TOKEN', problems);
  if (problems.length > 0) throw new SimulatorSettingsError(problems.join('\n'));
  return {
    port,
    host: env['SIMULATOR_HOST'] ?? '127.0.0.1',
    publicUrl,
    ledgerFile: env['SIMULATOR_LEDGER'] ?? DEFAULT_LEDGER_FILE,
    fsync: true,
    powens: {
      clientId: env['POWENS_CLIENT_ID'] ?? DEFAULT_POWENS_CLIENT_ID,
      clientSecret: clientSecret ?? DEFAULT_POWENS_CLIENT_SECRET,
      redirectUrls: [`${ownUrl}/callbacks/powens`],
      webhookUrl: `${ownUrl}/webhooks/powens/default`,
      webhookSecret: webhookSecret ?? DEFAULT_POWENS_WEBHOOK_SECRET,
    },
    swedbankpay: {
      token: accessToken ?? DEFAULT_SWEDBANKPAY_TOKEN,
      payeeReference: env['SWEDBANKPAY_PAYEE_REFERENCE'] === 'digits' ? 'digits' : 'alphanumeric',
      callbackUrl: `${ownUrl}/webhooks/swedbankpay/default/${callbackSecret}`,
    },
    shop: { apiUrl, apiToken },
  };
}

function readPort(env: NodeJS.ProcessEnv, name: string, fallback: string, problems: string[]): number {
  const port = Number(env[name] ?? fallback);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) problems.push(`${name}: a port from 0 to 65535`);
  return port;
}

function readUrl(env: NodeJS.ProcessEnv, name: string, fallback: string, problems: string[]): string {
  const url = env[name] ?? fallback;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) problems.push(`${name}: an http or https URL`);
  return url.replace(/\/+$/, '');
}

/** The variable itself, or the content of the file that `{name}_FILE` names; null when neither is set. */
function readSecret(env: NodeJS.ProcessEnv, name: string, problems: string[]): string | null {
  const file = env[`${name}_FILE`];
  if (file === undefined) return env[name] ?? null;
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch {
    problems.push(`${name}_FILE: the file cannot be read`);
    return null;
  }
}
