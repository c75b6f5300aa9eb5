import { z } from 'zod';
import { jsonAnswer, type Answer } from '../core/answer.js';
import { readFields } from '../core/request.js';
import type { ReceivedCall } from '../core/route.js';
import { redirectUrlProblem } from './client-application.js';
import { findConnector, TEST_CONNECTOR } from './connectors.js';
import { invalidValue, missingParameter } from './errors.js';
import { readLabel } from './labels.js';
import type { PowensParts } from './parts.js';
import { paymentBody, toJson } from './payment-body.js';
import { findScenario } from './scenarios.js';

const instructionSchema = z.looseObject({
  reference_id: z.string(),
  label: z.string(),
  amount: z.coerce.number().positive(),
  currency: z.string().default('EUR'),
  execution_date_type: z.enum(['first_open_day', 'deferred', 'instant', 'periodic']).default('first_open_day'),
  execution_date: z.string().nullish(),
  beneficiary: z.looseObject({ label: z.string().optional(), identification: z.string().optional() }).nullish(),
});

const initSchema = z.looseObject({
  client_state: z.string().max(2_000).nullish(),
  connector_uuid: z.string().nullish(),
  instructions: z.array(instructionSchema).min(1),
});

/** `POST /payments` (API reference, PaymentInitRequest). `#name` in the first label picks a scenario's knobs. */
export function createPayment(parts: PowensParts, received: ReceivedCall): Answer {
  const admitted = parts.access.admit(received, ['payments:admin']);
  if (admitted.refusal !== null) return admitted.refusal;
  const { client } = admitted.value;
  const fields = readFields(received) ?? {};
  const clientRedirectUri = fields['client_redirect_uri'];
  if (typeof clientRedirectUri !== 'string') return missingParameter('client_redirect_uri');
  const redirectProblem = redirectUrlProblem(client, clientRedirectUri);
  if (redirectProblem !== null) return invalidValue('client_redirect_uri', redirectProblem);
  const init = initSchema.safeParse(fields);
  if (!init.success) return invalidValue(init.error.issues[0]?.path.join('.') ?? 'body', 'see the API reference');
  const connectorUuid = init.data.connector_uuid ?? TEST_CONNECTOR.uuid;
  if (findConnector(connectorUuid) === undefined) return invalidValue('connector_uuid', 'unknown connector');
  const scenario = findScenario(readLabel(init.data.instructions[0]?.label ?? '').scenario ?? '');
  const payment = parts.payments.create({
    clientId: client.clientId,
    connectorUuid,
    clientRedirectUri,
    clientState: init.data.client_state ?? null,
    scenario: scenario?.name ?? null,
    knobs: [scenario?.knobs],
    cause: 'api',
    callSeq: received.callSeq,
    instructions: init.data.instructions.map((instruction) => ({
      referenceId: instruction.reference_id,
      label: instruction.label,
      amountMinorUnits: Math.round(instruction.amount * 100),
      currency: instruction.currency,
      executionDateType: instruction.execution_date_type,
      executionDate: instruction.execution_date ?? null,
      beneficiaryName: instruction.beneficiary?.label ?? 'Beneficiary',
      beneficiaryIban: instruction.beneficiary?.identification ?? 'FR7612548029980000000150086',
    })),
  });
  return jsonAnswer(200, toJson(paymentBody(payment)));
}
