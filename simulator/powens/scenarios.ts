import type { CallAddress } from '../core/faults.js';
import type { FaultKind, FaultParameters } from '../core/fault-kinds.js';
import type { Interference } from '../core/interference.js';
import { CONNECTOR_WITHOUT_CANCELLATION } from './connectors.js';
import type { KnobChoices } from './knobs.js';
import type { ExecutionDateType } from './payment.js';

/** A fault of the scenario's own payment; the payment is filled in when it is created. */
export interface ScenarioFault {
  readonly call: CallAddress['call'];
  readonly kind: FaultKind;
  readonly nth?: number;
  /** null = for ever; once unless given. */
  readonly times?: number | null;
  readonly parameters?: FaultParameters;
}

/** A named, deterministic case. Variants of one case share a `number`. */
export interface Scenario {
  readonly number: number;
  readonly name: string;
  readonly about: string;
  readonly state?: string;
  readonly stateDetail?: string;
  readonly errorCode?: string;
  readonly executionDateTypes?: readonly ExecutionDateType[];
  /** Days from today for `deferred`. */
  readonly executesInDays?: number;
  readonly connectorUuid?: string;
  readonly knobs?: KnobChoices;
  readonly faults?: readonly ScenarioFault[];
  readonly callbacks?: Partial<Interference>;
  readonly webhooks?: Partial<Interference>;
}

const PAYER_A = { cancelAnswer: 'payer', dialect: 'A' } as const satisfies KnobChoices;
const PAYER_B = { cancelAnswer: 'payer', dialect: 'B' } as const satisfies KnobChoices;
const LOST = { call: 'cancel' } as const;

/** Every scenario; a payment is `pending` unless it says otherwise. */
export const SCENARIOS: readonly Scenario[] = [
  { number: 1, name: 'created-direct', about: 'created, cancelled at once', state: 'created' },
  { number: 1, name: 'created-direct-capitalised', about: 'the same, code CancelledByUser', state: 'created', knobs: { cancelledCode: 'CancelledByUser' } },
  { number: 1, name: 'created-direct-by-client', about: 'the same, code CancelledByClient', state: 'created', knobs: { cancelledCode: 'CancelledByClient' } },
  { number: 2, name: 'direct', about: 'pending, cancelled at once' },
  { number: 2, name: 'direct-capitalised', about: 'the same, code CancelledByUser', knobs: { cancelledCode: 'CancelledByUser' } },
  { number: 2, name: 'direct-by-client', about: 'the same, code CancelledByClient', knobs: { cancelledCode: 'CancelledByClient' } },
  { number: 3, name: 'not-supported', about: 'notSupported, status 400', knobs: { cancelAnswer: 'notSupported' } },
  { number: 3, name: 'not-supported-409', about: 'the same, status 409', knobs: { cancelAnswer: 'notSupported', notSupportedStatus: 409 } },
  { number: 3, name: 'not-supported-422', about: 'the same, status 422', knobs: { cancelAnswer: 'notSupported', notSupportedStatus: 422 } },
  { number: 3, name: 'not-supported-200', about: 'the same under a 200, with code and no id', knobs: { cancelAnswer: 'notSupported', notSupportedStatus: 200 } },
  { number: 4, name: 'connector-cannot-cancel', about: 'cancellation_available is false beforehand', connectorUuid: CONNECTOR_WITHOUT_CANCELLATION.uuid },
  { number: 5, name: 'webview-approve', about: 'A: the payer approves', knobs: PAYER_A },
  { number: 6, name: 'webview-leave-then-approve', about: 'A: the payer leaves the webview, then approves', knobs: { ...PAYER_A, payerPlan: ['leave', 'approve'] } },
  { number: 7, name: 'webview-leave-always', about: 'A: the payer leaves the webview every time', knobs: { ...PAYER_A, payerPlan: ['leave'] } },
  { number: 8, name: 'webview-token-expired', about: 'A: the first scoped token is expired when it is used', knobs: { ...PAYER_A, deadTokens: 1 } },
  { number: 9, name: 'bank-approve', about: 'B: validate_uri, the payer approves', knobs: PAYER_B },
  { number: 10, name: 'bank-decoupled', about: 'B: the payer confirms in another channel', knobs: { ...PAYER_B, action: 'decoupled' } },
  { number: 11, name: 'bank-additional-information', about: 'B: action additionalInformationNeeded', knobs: { ...PAYER_B, action: 'additionalInformationNeeded', fieldsShape: 'array' } },
  { number: 11, name: 'bank-confirm', about: 'B: action confirm', knobs: { ...PAYER_B, action: 'confirm' } },
  { number: 11, name: 'bank-psu-validation', about: 'B: action psuValidation', knobs: { ...PAYER_B, action: 'psuValidation' } },
  { number: 12, name: 'bank-link-missing', about: 'B: cancelling without a validate_uri', knobs: { ...PAYER_B, validateUri: 'absent' } },
  { number: 13, name: 'webview-refuse', about: 'A: refused at the bank', knobs: { ...PAYER_A, payerPlan: ['refuse'] } },
  { number: 13, name: 'bank-refuse', about: 'B: refused at the bank', knobs: { ...PAYER_B, payerPlan: ['refuse'] } },
  { number: 14, name: 'approval-lags', about: 'A: approved, two reads still say cancelling', knobs: { ...PAYER_A, approvalLagReads: 2 } },
  { number: 14, name: 'approval-lags-bank', about: 'B: approved, two reads still say cancelling', knobs: { ...PAYER_B, approvalLagReads: 2 } },
  { number: 15, name: 'webhook-only', about: 'A: approved, the payer never returns, the webhook comes', knobs: PAYER_A, callbacks: { drop: true } },
  { number: 16, name: 'silence', about: 'A: approved, neither return nor webhook', knobs: PAYER_A, callbacks: { drop: true }, webhooks: { drop: true } },
  { number: 17, name: 'early-callback', about: 'A: a return comes before the cancel request is answered', knobs: { ...PAYER_A, earlyCallback: true } },
  { number: 18, name: 'duplicate-callbacks', about: 'A: every return comes three times', knobs: PAYER_A, callbacks: { copies: 3 } },
  { number: 18, name: 'late-callback', about: 'A: every return comes once more an hour later', knobs: { ...PAYER_A, lateCallbackAfterMs: 3_600_000 } },
  { number: 19, name: 'forged-callbacks', about: 'A: before each return: a forged state, another id_payment, no state', knobs: { ...PAYER_A, forgedCallbacks: true } },
  { number: 20, name: 'callback-lies', about: 'A: the payer comes back from the bank undecided, the return says rejected', knobs: { ...PAYER_A, payerPlan: ['leaveBank'], callbackState: 'rejected' } },
  { number: 21, name: 'executed-while-waiting-done', about: 'A: done when the payer opens the webview', knobs: { ...PAYER_A, fate: { on: 'visit', state: 'done' } } },
  { number: 21, name: 'executed-while-waiting-accepted', about: 'A: accepted when the payer opens the webview', knobs: { ...PAYER_A, fate: { on: 'visit', state: 'accepted' } } },
  { number: 21, name: 'executed-while-waiting-partial', about: 'A: partial when the payer opens the webview', knobs: { ...PAYER_A, fate: { on: 'visit', state: 'partial' } } },
  { number: 21, name: 'rejected-while-waiting', about: 'A: rejected with insufficientFunds when the payer opens the webview', knobs: { ...PAYER_A, fate: { on: 'visit', state: 'rejected', errorCode: 'insufficientFunds' } } },
  { number: 21, name: 'executed-at-approval', about: 'A: done at the moment the payer approves', knobs: { ...PAYER_A, fate: { on: 'approval', state: 'done' } } },
  { number: 22, name: 'expired-while-waiting', about: 'A: expired when the payer opens the webview', knobs: { ...PAYER_A, fate: { on: 'visit', state: 'expired' } } },
  { number: 23, name: 'already-done', about: 'final before the request: done', state: 'done' },
  { number: 23, name: 'already-accepted', about: 'final before the request: accepted', state: 'accepted' },
  { number: 23, name: 'already-partial', about: 'final before the request: partial', state: 'partial' },
  { number: 23, name: 'already-expired', about: 'final before the request: expired', state: 'expired' },
  { number: 23, name: 'already-rejected', about: 'final before the request: rejected, insufficientFunds', state: 'rejected', errorCode: 'insufficientFunds' },
  { number: 23, name: 'already-cancelled', about: 'final before the request: rejected, cancelledByUser', state: 'rejected', errorCode: 'cancelledByUser' },
  { number: 24, name: 'validating-then-pending', about: 'validating for two reads, then pending', state: 'validating', knobs: { validatingReads: 2 } },
  { number: 25, name: 'instant-pending', about: 'an instant payment', executionDateTypes: ['instant'] },
  { number: 25, name: 'instant-bulk', about: 'a bulk payment, all instant', executionDateTypes: ['instant', 'instant', 'instant'] },
  { number: 25, name: 'deferred-today', about: 'A: deferred, due today', executionDateTypes: ['deferred'], executesInDays: 0, knobs: PAYER_A },
  { number: 26, name: 'lost-answer-hang', about: 'cancelled, the answer never comes', faults: [{ ...LOST, kind: 'lost-answer-hang' }] },
  { number: 26, name: 'lost-answer-reset', about: 'cancelled, the connection is reset', faults: [{ ...LOST, kind: 'lost-answer-reset' }] },
  { number: 26, name: 'lost-answer-502', about: 'cancelled, answered 502', faults: [{ ...LOST, kind: '502-after' }] },
  { number: 26, name: 'lost-answer-webview', about: 'A: accepted, the connection is reset', knobs: PAYER_A, faults: [{ ...LOST, kind: 'lost-answer-reset' }] },
  { number: 26, name: 'late-commit', about: 'a 504 at once, cancelled 5 s later', faults: [{ ...LOST, kind: 'late-commit' }] },
  { number: 27, name: 'not-applied-500', about: 'not applied, 500 bug', faults: [{ ...LOST, kind: '500-before' }] },
  { number: 28, name: 'maintenance', about: 'the first eight calls about it answer 503', faults: [{ call: '*', kind: '503', times: 8 }] },
  { number: 29, name: 'rate-limited', about: 'the first two calls answer 429', faults: [{ call: '*', kind: '429', times: 2 }] },
  { number: 29, name: 'rate-limited-retry-after', about: 'the first two calls answer 429 with Retry-After', faults: [{ call: '*', kind: '429-retry-after', times: 2 }] },
  { number: 30, name: 'token-expires-midway', about: 'A: the service token expires after the cancel request', knobs: { ...PAYER_A, serviceTokenDiesAfter: 'cancel' } },
  { number: 30, name: 'unauthorised', about: 'every call about it answers 401, as with a wrong secret', faults: [{ call: '*', kind: '401', times: null }] },
  { number: 31, name: 'forbidden', about: 'the cancel request answers 403', faults: [{ call: 'cancel', kind: '403', times: null }] },
  { number: 32, name: 'not-found', about: 'every read answers 404', faults: [{ call: 'read', kind: '404', times: null }] },
  { number: 33, name: 'conflict', about: 'the cancel request answers 409', faults: [{ call: 'cancel', kind: '409', times: null }] },
  { number: 34, name: 'garbled-html', about: 'cancelled, answered with an HTML page', faults: [{ ...LOST, kind: 'html-200' }] },
  { number: 34, name: 'garbled-truncated', about: 'cancelled, the answer breaks off', faults: [{ ...LOST, kind: 'truncated' }] },
  { number: 34, name: 'garbled-empty', about: 'cancelled, an empty 200', faults: [{ ...LOST, kind: 'empty-200' }] },
  { number: 34, name: 'garbled-read', about: 'the first read answers with an HTML page', faults: [{ call: 'read', kind: 'html-200' }] },
  { number: 35, name: 'unknown-state', about: 'after the request the state is one nobody knows', knobs: { ...PAYER_A, answerOverrides: { fields: { state: 'hibernating' } } } },
  { number: 35, name: 'unknown-detail', about: 'after the request the detail is cancelling_telepathy', knobs: { ...PAYER_A, answerOverrides: { fields: { state_detail: 'cancelling_telepathy' } } } },
  { number: 35, name: 'unknown-action', about: 'B: an action nobody knows', knobs: { ...PAYER_B, action: 'sing' } },
  { number: 35, name: 'unknown-error-code', about: 'rejected with a code nobody knows', state: 'rejected', errorCode: 'solarFlare' },
  { number: 35, name: 'casing-variants', about: 'cancelled with CANCELLEDBYUSER', knobs: { cancelledCode: 'CANCELLEDBYUSER' } },
  { number: 35, name: 'fields-array', about: 'A: fields is an array', knobs: { ...PAYER_A, fieldsShape: 'array' } },
  { number: 35, name: 'fields-dictionary', about: 'A: fields is a dictionary', knobs: { ...PAYER_A, fieldsShape: 'dictionary' } },
  { number: 35, name: 'request-id-string', about: 'notSupported, request_id a string', knobs: { cancelAnswer: 'notSupported', requestId: 'string' } },
  { number: 35, name: 'request-id-null', about: 'notSupported, request_id null', knobs: { cancelAnswer: 'notSupported', requestId: 'null' } },
  { number: 35, name: 'expires-in-absent', about: 'A: scoped tokens without expires_in', knobs: { ...PAYER_A, expiresIn: 'absent' } },
  { number: 36, name: 'webhook-bad-signature', about: 'A: signatures are wrong', knobs: { ...PAYER_A, webhookFlaw: 'badSignature' } },
  { number: 36, name: 'webhook-missing-headers', about: 'A: no signature headers', knobs: { ...PAYER_A, webhookFlaw: 'missingHeaders' } },
  { number: 36, name: 'webhook-gzip', about: 'A: gzip, the signature covers the plain body', knobs: { ...PAYER_A, webhookGzip: true }, callbacks: { drop: true } },
  { number: 36, name: 'webhook-gzip-wire', about: 'A: gzip, the signature covers the compressed body', knobs: { ...PAYER_A, webhookGzip: true, webhookSignatureOver: 'wire' }, callbacks: { drop: true } },
  { number: 36, name: 'webhook-duplicated', about: 'A: each webhook three times, same id_webhook_data', knobs: PAYER_A, callbacks: { drop: true }, webhooks: { copies: 3 } },
  { number: 36, name: 'webhook-out-of-order', about: 'A: an older pending after rejected', knobs: { ...PAYER_A, webhookRepeatsOlder: true }, callbacks: { drop: true } },
  { number: 36, name: 'webhook-unknown-payment', about: 'A: also one about a payment nobody knows', knobs: { ...PAYER_A, webhookForUnknownPayment: true } },
  { number: 36, name: 'webhook-old-domain', about: 'A: no webhook for interactive changes', knobs: { ...PAYER_A, webhooks: 'background' } },
  { number: 37, name: 'already-cancelling', about: 'A: somebody else has asked already', stateDetail: 'cancelling', knobs: PAYER_A },
  { number: 37, name: 'already-cancelling-bank', about: 'B: somebody else has asked already', stateDetail: 'cancelling', knobs: PAYER_B },
  { number: 38, name: 'two-requests', about: 'the cancel request takes a second, so that two of them overlap', faults: [{ ...LOST, kind: 'slow', times: null, parameters: { delayMs: 1_000 } }] },
  { number: 39, name: 'slow-answers', about: 'cancelled, the answer takes 40 s', faults: [{ ...LOST, kind: 'slow', parameters: { delayMs: 40_000 } }] },
  { number: 39, name: 'slow-drip', about: 'cancelled, the answer comes byte by byte', faults: [{ ...LOST, kind: 'slow-drip' }] },
  { number: 40, name: 'restart-anywhere', about: 'A: every answer takes a second, so that a restart fits between any two steps', knobs: PAYER_A, faults: [{ call: '*', kind: 'slow', times: null, parameters: { delayMs: 1_000 } }] },
];

export function findScenario(name: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}
