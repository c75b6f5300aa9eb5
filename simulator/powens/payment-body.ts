import { LosslessNumber, stringify } from 'lossless-json';
import type { Instruction, PowensPayment } from './payment.js';

/** A value as JSON text; `LosslessNumber` stands for integers that do not fit a JavaScript number. */
export function toJson(value: unknown): string {
  return stringify(value) ?? 'null';
}

/** An id as Powens writes it: a bare integer of up to 64 bits. */
export function integer(decimal: string): LosslessNumber {
  return new LosslessNumber(decimal);
}

/** The Payment resource of the API reference, with the personal data a real one carries. */
export function paymentBody(payment: PowensPayment): Readonly<Record<string, unknown>> {
  return {
    id: integer(payment.id),
    state: payment.state,
    state_detail: payment.stateDetail,
    action: payment.action,
    error_code: payment.errorCode,
    error_description: null,
    fields: fieldsOf(payment),
    validate_uri: payment.validateUri,
    connector_uuid: payment.connectorUuid,
    id_connector: null,
    validate_mechanism: 'webauth',
    register_date: payment.registeredAt.slice(0, 19).replace('T', ' '),
    client_redirect_uri: payment.clientRedirectUri,
    client_state: payment.clientState,
    payer: { label: payment.payerName, scheme_name: 'iban', identification: payment.payerIban },
    payer_identity: { is_user: true, full_name: payment.payerName },
    instructions: payment.instructions.map((instruction) => instructionBody(instruction, payment)),
    ...overrides(payment),
  };
}

function instructionBody(instruction: Instruction, payment: PowensPayment): Readonly<Record<string, unknown>> {
  return {
    reference_id: instruction.referenceId,
    amount: instruction.amountMinorUnits / 100,
    currency: { id: instruction.currency, prefix: false, precision: 2 },
    label: instruction.label,
    execution_date_type: instruction.executionDateType,
    execution_date: instruction.executionDate,
    beneficiary: {
      label: instruction.beneficiaryName,
      scheme_name: 'iban',
      identification: instruction.beneficiaryIban,
    },
    beneficiary_identity: null,
    state: instructionState(payment.state),
  };
}

/** Instruction states are `null, pending, rejected, done, accepted` (API reference "Payments"). */
function instructionState(state: string): string | null {
  return ['pending', 'rejected', 'done', 'accepted'].includes(state) ? state : null;
}

/** "Dictionary" in the API reference, an array in the samples of the webview guide. */
function fieldsOf(payment: PowensPayment): unknown {
  switch (payment.knobs.fieldsShape) {
    case 'null':
      return null;
    case 'array':
      return [{ name: 'otp', label: 'Code', type: 'text' }];
    case 'dictionary':
      return { otp: { label: 'Code', type: 'text' } };
  }
}

function overrides(payment: PowensPayment): Readonly<Record<string, unknown>> {
  const overlay = payment.knobs.answerOverrides;
  if (overlay === null) return {};
  return overlay.on === 'always' || payment.cancelRequests > 0 ? overlay.fields : {};
}
