import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { powensNews, powensSignature } from '../support/powens-webhook.js';

/** The path of an `ACCOUNTS_FILE` in which each account has both providers at addresses of its own, and this Powens webhook secret. */
export function accountsFile(webhookSecrets: Readonly<Record<string, string>>): string {
  const path = join(mkdtempSync(join(tmpdir(), 'countermand-accounts-')), 'accounts.json');
  const accounts = Object.entries(webhookSecrets).map(([account, webhookSecret]) => [
    account,
    {
      powens: { baseUrl: `https://${account}.biapi.pro/2.0`, clientId: account, clientSecret: 'not read', webhookSecret },
      swedbankpay: { baseUrl: `https://${account}.pay.example`, token: 'not-read' },
    },
  ]);
  writeFileSync(path, JSON.stringify(Object.fromEntries(accounts)));
  return path;
}

/** An authentic Powens webhook of an account about a payment. */
export function webhookOf(account: string, secret: string, paymentId: string): InjectOptions {
  const url = `/webhooks/powens/${account}`;
  const payload = JSON.stringify(powensNews(paymentId));
  return { method: 'POST', url, payload, headers: powensSignature({ path: url, body: payload, secret }) };
}
