import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The path of an `ACCOUNTS_FILE` that gives each account a Powens of its own with this webhook secret. */
export function accountsFile(webhookSecrets: Readonly<Record<string, string>>): string {
  const path = join(mkdtempSync(join(tmpdir(), 'countermand-accounts-')), 'accounts.json');
  const accounts = Object.entries(webhookSecrets).map(([account, webhookSecret]) => [
    account,
    { powens: { baseUrl: `https://${account}.biapi.pro/2.0`, clientId: account, clientSecret: 'not read', webhookSecret } },
  ]);
  writeFileSync(path, JSON.stringify(Object.fromEntries(accounts)));
  return path;
}
