import { ProviderFault } from '../../contracts/fault.js';
import type {
  CancellationProvider,
  CancellationRequest,
  HttpAnswer,
  ProviderPlatform,
  ProviderReading,
  ReadRequest,
} from '../../contracts/provider.js';
import { createAdvice } from './advice.js';
import { blindLook, classifyRead, type Look } from './classify-read.js';
import { classifySend } from './classify-send.js';
import { createPowensClient, type PowensClient } from './client.js';
import { blocked, type Known } from './meaning.js';
import { createPayerValidation } from './payer-validation.js';
import { isLoopback, type PowensCredentials } from './settings.js';

/**
 * One account's Powens, connected. Keep it as long as the process: the service token and the rate limit
 * live in it.
 *
 * @see Powens guide "Cancelling a payment"; `classification.md`, table "Powens"
 */
export function connectPowens(credentials: PowensCredentials, { http }: ProviderPlatform): CancellationProvider {
  const client = createPowensClient(credentials, http);
  const apiUrl = new URL(credentials.baseUrl);
  const insecureLoopbackAllowed = apiUrl.protocol === 'http:' && isLoopback(apiUrl);
  const knownTo = ({ payment, facts }: ReadRequest): Known => ({
    paymentId: payment.paymentId,
    facts,
    insecureLoopbackAllowed,
  });
  return {
    requestCancellation: (request) => requestCancellation(client, request, knownTo(request)),
    readPayment: async (request) => (await look(client, request, knownTo(request))).reading,
    payerValidation: createPayerValidation(credentials, client),
    advice: createAdvice(client, (request) => look(client, request, knownTo(request))),
  };
}

async function requestCancellation(
  client: PowensClient,
  request: CancellationRequest,
  known: Known,
): Promise<ProviderReading> {
  const { reading, sendable, facts } = await look(client, request, known);
  if (sendable === null) return reading;
  await request.beforeSend();
  const sent = await answerOrFault(
    client.cancelPayment({
      paymentId: known.paymentId,
      redirectUri: request.payerReturn.url,
      state: request.payerReturn.state,
      budget: request.budget,
    }),
  );
  return classifySend(sent, sendable, { ...known, facts });
}

async function look(client: PowensClient, { budget }: ReadRequest, known: Known): Promise<Look> {
  const answer = await answerOrFault(client.readPayment(known.paymentId, budget));
  const seen = answer instanceof ProviderFault ? answer : classifyRead(answer, known);
  if (!(seen instanceof ProviderFault)) return seen;
  if (seen.retryable) throw seen;
  const { code, providerRequestId, retryAfterSeconds } = seen;
  return blindLook(known, blocked(code), { code, providerRequestId, retryAfterSeconds });
}

async function answerOrFault(call: Promise<HttpAnswer>): Promise<HttpAnswer | ProviderFault> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ProviderFault) return error;
    throw error;
  }
}
