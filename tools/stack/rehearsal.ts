import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type SecureClient, secureClient } from './secure-client.js';
import type { LocalStack } from './stack.js';

/** What an order service and a payer do with a stack that is up. */
export interface Rehearsal {
  /** Asks for a payment that its bank cancels at once. */
  direct(): Promise<Cancellation>;
  /** Asks for a payment that its payer must approve, runs `meanwhile` while the payer is awaited, and approves. */
  withPayer(meanwhile: () => Promise<void>): Promise<Cancellation>;
  /** Status of a request to the API that brings no token. */
  statusWithoutToken(path: string): Promise<number>;
}

const cancellationSchema = z.looseObject({
  id: z.string(),
  paymentId: z.string(),
  status: z.string(),
  rounds: z.number(),
  nextAction: z.object({ url: z.string() }).nullable(),
  outcome: z.looseObject({ kind: z.string(), how: z.string().nullable(), moneyMovement: z.string(), proof: z.unknown() }).nullable(),
});
export type Cancellation = z.infer<typeof cancellationSchema>;

const PATIENCE_MS = 90_000;

/** The order service's and the simulator's side of a stack, over TLS and with the token that the stack was given. */
export function rehearse({ run }: LocalStack): Rehearsal {
  const authority = join(run.secrets, 'ca.crt');
  const token = readFileSync(join(run.secrets, 'orders_api_token'), 'utf8').trim();
  const apiUrl = `https://127.0.0.1:${run.port('8443')}`;
  const api = secureClient({ url: apiUrl, authority, token });
  const simulator = secureClient({ url: `https://127.0.0.1:${run.port('8444')}`, authority, token: null });
  return {
    direct: async () => {
      const { id } = await ask(api, await newPayment(simulator, 'direct'));
      return await untilEnded(api, id);
    },
    withPayer: async (meanwhile) => {
      const paymentId = await newPayment(simulator, 'webview-approve');
      const { id, nextAction } = await ask(api, paymentId);
      if (nextAction === null) throw new Error('the payer is not asked to do anything');
      await meanwhile();
      await expectAnswer(simulator.request('POST', `/admin/powens/payments/${paymentId}/visit`, { url: nextAction.url }));
      return await untilEnded(api, id);
    },
    statusWithoutToken: async (path) => (await secureClient({ url: apiUrl, authority, token: null }).request('GET', path)).status,
  };
}

async function newPayment(simulator: SecureClient, scenario: string): Promise<string> {
  const created = await expectAnswer(simulator.request('POST', '/admin/powens/payments', { scenario }));
  return z.looseObject({ id: z.string() }).parse(created).id;
}

async function ask(api: SecureClient, paymentId: string): Promise<Cancellation> {
  return cancellationSchema.parse(await expectAnswer(api.request('POST', '/v1/cancellations', { provider: 'powens', paymentId })));
}

async function untilEnded(api: SecureClient, id: string): Promise<Cancellation> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const { status, body } = await api.request('GET', `/v1/cancellations/${id}?wait=20`);
    // While Temporal comes back the API says so; whoever asks goes on asking.
    const current = status === 200 ? cancellationSchema.parse(body) : null;
    if (current !== null && current.outcome !== null) return current;
    if (Date.now() > giveUpAt) throw new Error(`no outcome within ${PATIENCE_MS / 1000} s; last answer: ${JSON.stringify(body)}`);
    await sleep(100);
  }
}

async function expectAnswer(asked: ReturnType<SecureClient['request']>): Promise<unknown> {
  const { status, body } = await asked;
  if (status < 200 || status > 299) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}
