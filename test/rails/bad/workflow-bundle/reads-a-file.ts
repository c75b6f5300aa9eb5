import { readFileSync } from 'node:fs';

export async function CancelPaymentWorkflow(): Promise<string> {
  return await Promise.resolve(readFileSync('/etc/hostname', 'utf8'));
}
