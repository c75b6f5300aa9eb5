import { randomBytes } from 'node:crypto';
import { jsonAnswer, type Answer } from '../core/answer.js';
import { readFields } from '../core/request.js';
import type { ProviderRoute, ReceivedCall } from '../core/route.js';
import { findConnector } from './connectors.js';
import { errorAnswer, invalidValue, missingParameter, notFound, unauthorised } from './errors.js';
import { API_BASE, type PowensParts } from './parts.js';
import { toJson } from './payment-body.js';

interface WebhookAuth {
  readonly id: number;
  readonly name: string;
  readonly clientId: string;
  readonly secret: string;
}

/** `GET /connectors/{uuid}` and `POST /webhooks/auth`. */
export function connectorRoutes(parts: PowensParts): readonly ProviderRoute[] {
  return [
    {
      method: 'GET',
      path: `${API_BASE}/connectors/:uuid`,
      call: 'connector',
      payment: () => null,
      handle: (received) => readConnector(received),
    },
    {
      method: 'POST',
      path: `${API_BASE}/webhooks/auth`,
      call: 'webhooks-auth',
      payment: () => null,
      handle: (received) => createWebhookAuth(parts, received),
    },
  ];
}

/** No scope is documented for connectors: anyone may ask. */
function readConnector(received: ReceivedCall): Answer {
  const connector = findConnector(received.parameters['uuid'] ?? '');
  if (connector === undefined) return notFound();
  return jsonAnswer(
    200,
    toJson({
      uuid: connector.uuid,
      name: connector.name,
      payment_settings: { cancellation_available: connector.cancellationAvailable },
    }),
  );
}

/** The secret is shown this once. Parameters come in the body (guide "Webhooks") or in the query (a public plugin). */
function createWebhookAuth({ world, clients }: PowensParts, received: ReceivedCall): Answer {
  const bearer = /^Bearer (.+)$/.exec(received.headers['authorization'] ?? '')?.[1];
  const client = clients.list().find((candidate) => candidate.configToken === bearer);
  if (client === undefined) return unauthorised('A configuration token is needed.');
  const fields: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(received.query),
    ...readFields(received),
  };
  if (fields['type'] !== 'hmac_signature') return invalidValue('type', 'only hmac_signature is simulated');
  const { name } = fields;
  if (typeof name !== 'string') return missingParameter('name');
  // Seen live in a public plugin's contract test: long names with dashes answer a 500.
  if (!/^[A-Za-z0-9]{1,32}$/.test(name)) return errorAnswer(500, 'dataError', 'Unexpected data.');
  const auths = world.store.collection<WebhookAuth>('powens.webhook-auths');
  if (auths.get(name) !== undefined) return errorAnswer(409, 'conflict', 'This name is taken.');
  const id = auths.values().length + 1;
  const auth: WebhookAuth = { id, name, clientId: client.clientId, secret: randomBytes(32).toString('base64') };
  world.store.commit({
    provider: 'powens',
    effect: 'webhookAuth.created',
    payment: null,
    cause: 'api',
    callSeq: received.callSeq,
    changes: [auths.put(name, auth)],
  });
  return jsonAnswer(200, toJson({ id, type: 'hmac_signature', name, config: { secret_key: auth.secret } }));
}
