import { ProviderFault } from '../../contracts/fault.js';
import type { AdvicePort, ReadRequest } from '../../contracts/provider.js';
import type { Look } from './classify-read.js';
import type { PowensClient } from './client.js';
import { isSuccess } from './refusal.js';
import { parseCancellationAvailable } from './wire.js';

/**
 * Whether the payment's connector can cancel at all (reference page "Connectors",
 * `payment_settings.cancellation_available`). Used by the dry run only: the answer to the request decides,
 * and a connector that cannot be read says nothing.
 */
export function createAdvice(client: PowensClient, look: (request: ReadRequest) => Promise<Look>): AdvicePort {
  return {
    readWithAdvice: async (request) => {
      const { reading, sendable } = await look(request);
      const connectorUuid = sendable?.payment.connectorUuid ?? null;
      const isAvailable = connectorUuid === null ? null : await cancellationAvailable(client, connectorUuid, request);
      return { reading, foreseenRefusal: isAvailable === false ? 'connector_cannot_cancel' : null };
    },
  };
}

async function cancellationAvailable(
  client: PowensClient,
  connectorUuid: string,
  { budget }: ReadRequest,
): Promise<boolean | null> {
  try {
    const answer = await client.readConnector(connectorUuid, budget);
    return isSuccess(answer) ? parseCancellationAvailable(answer.text) : null;
  } catch (error) {
    if (error instanceof ProviderFault) return null;
    throw error;
  }
}
