import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { Client } from '@temporalio/client';
import { cancelWorkflowId } from '../contracts/names.js';
import { PAYER_RETURNED } from '../contracts/messages.js';
import type { PayerReturnedSignal } from '../contracts/messages.js';
import type { KeyRing } from '../platform/keys.js';
import { readStateToken } from '../platform/state-token.js';

/**
 * Somebody else's callback endpoint: verifies the state token and sends the signal itself, without Countermand's API.
 * In Express: `app.get('/back-from-bank', (request, response) => comeBack(new URL(request.originalUrl, base), response, …))`.
 *
 * The signal is durable once sent, whether a worker is alive or not; the run then reads the payment. Nothing else in
 * the query is believed. A cancellation that has ended is left to Countermand's own endpoint (late news).
 *
 * @param thanks where the payer goes then
 */
export function callbackEndpoint(temporal: Client, keyRing: KeyRing, thanks: string): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    comeBack(url, response, { temporal, keyRing, thanks }).catch(() => answer(response, 503));
  });
}

interface Surroundings {
  readonly temporal: Client;
  readonly keyRing: KeyRing;
  readonly thanks: string;
}

async function comeBack(url: URL, response: ServerResponse, { temporal, keyRing, thanks }: Surroundings): Promise<void> {
  const state = readStateToken(url.searchParams.get('state') ?? '', keyRing, new Date());
  const isOurs = state.kind === 'valid' && state.paymentId === url.searchParams.get('id_payment');
  // Before anything is asked of anybody: a forged return has no effect.
  if (!isOurs) return answer(response, 400);
  const { account, paymentId } = state;
  const workflowId = cancelWorkflowId({ provider: 'powens', account, paymentId });
  const signal: PayerReturnedSignal = { left: url.searchParams.has('error'), source: 'examples/callback-endpoint' };
  await temporal.workflow.getHandle(workflowId).signal(PAYER_RETURNED, signal);
  answer(response, 303, { location: thanks });
}

function answer(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', ...headers }).end();
}
