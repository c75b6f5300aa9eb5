import type { FaultKind, FaultParameters } from '../core/fault-kinds.js';
import type { Interference } from '../core/interference.js';
import type { Instrument } from './instruments.js';
import type { KnobChoices } from './knobs.js';
import type { MerchantPermission } from './merchants.js';
import type { OrderOperation } from './payment-order.js';

/** Where an order stands when it is handed out. `partly…` = a third of it. */
export type Start =
  | 'initialized'
  | 'authorised'
  | 'partlyCaptured'
  | 'captured'
  | 'sold'
  | 'remainderCancelled'
  | 'cancelled'
  | 'aborted'
  | 'failed'
  | 'reversed'
  | 'expired'
  | 'beingCancelled';

/** A fault of the scenario's own order; the order is filled in when it is created. */
export interface ScenarioFault {
  readonly call: 'read' | 'cancel' | 'abort' | '*';
  readonly kind: FaultKind;
  readonly nth?: number;
  /** null = for ever; once unless given. */
  readonly times?: number | null;
  readonly parameters?: FaultParameters;
}

/** A named, deterministic case. `number` is its row in the list of facts about Swedbank Pay. */
export interface Scenario {
  readonly number: number;
  readonly name: string;
  readonly about: string;
  /** `authorised` unless given. */
  readonly start?: Start;
  readonly operation?: OrderOperation;
  readonly instrument?: Instrument;
  readonly amount?: number;
  readonly knobs?: KnobChoices;
  readonly faults?: readonly ScenarioFault[];
  readonly callbacks?: Partial<Interference>;
  /** Rights the merchant's token lacks for it; played as hidden operations. */
  readonly without?: Extract<MerchantPermission, 'cancel' | 'abort'>;
}

const SETTLES = { afterMs: 5_000 } as const;
const HOSTILE_ORIGIN = 'https://hostile.example';
const SECOND_BRAND = 'https://api.externalintegration.swedbankpay.com';

/** Every scenario; an order is authorised and nothing of it captured unless it says otherwise. */
export const SCENARIOS: readonly Scenario[] = [
  { number: 1, name: 'authorised', about: 'cancelled at once, answered in the version asked for' },
  { number: 1, name: 'authorised-2.0', about: 'the same, always in the shapes of 2.0', knobs: { version: '2.0' } },
  { number: 1, name: 'authorised-3.0', about: 'the same, always in the shapes of 3.0', knobs: { version: '3.0' } },
  { number: 1, name: 'authorised-3.1', about: 'the same, always in the shapes of 3.1', knobs: { version: '3.1' } },
  { number: 1, name: 'old-shape', about: 'the transaction is answered to a 3.1 request', knobs: { cancelShape: 'transaction' } },
  { number: 1, name: 'new-shape', about: 'the whole order is answered, whatever version was asked for', knobs: { cancelShape: 'order' } },
  { number: 1, name: 'authorised-invoice', about: 'cancelled at once, Invoice', instrument: 'Invoice' },
  { number: 1, name: 'authorised-credit-account', about: 'cancelled at once, CreditAccount', instrument: 'CreditAccount' },
  { number: 1, name: 'authorised-mobilepay', about: 'cancelled at once, MobilePay: operations without contentType', instrument: 'MobilePay', knobs: { contentType: 'absent' } },
  { number: 1, name: 'authorised-vipps', about: 'cancelled at once, Vipps: updated before created', instrument: 'Vipps', knobs: { updatedBeforeCreated: true } },
  { number: 2, name: 'partly-captured', about: 'the rest is released, the order stays Paid', start: 'partlyCaptured' },
  { number: 2, name: 'partly-captured-2.0', about: 'the same in the shapes of 2.0', start: 'partlyCaptured', knobs: { version: '2.0' } },
  { number: 3, name: 'already-cancelled', about: 'Cancelled before', start: 'cancelled' },
  { number: 3, name: 'already-cancelled-2.0', about: 'the same in 2.0: Ready, and a Cancellation in the current payment', start: 'cancelled', knobs: { version: '2.0' } },
  { number: 3, name: 'remainder-already-cancelled', about: 'a part captured, the rest cancelled before', start: 'remainderCancelled' },
  { number: 4, name: 'already-aborted', about: 'Aborted before', start: 'aborted' },
  { number: 5, name: 'captured', about: 'fully captured', start: 'captured' },
  { number: 5, name: 'captured-2.0', about: 'fully captured, in the shapes of 2.0', start: 'captured', knobs: { version: '2.0' } },
  { number: 6, name: 'swish', about: 'Swish: a sale', start: 'sold', instrument: 'Swish' },
  { number: 6, name: 'trustly', about: 'Trustly: a sale', start: 'sold', instrument: 'Trustly' },
  { number: 6, name: 'banklink', about: 'Banklink: a sale', start: 'sold', instrument: 'Banklink' },
  { number: 7, name: 'auto-capture', about: 'a card payment captured at once', start: 'sold' },
  { number: 8, name: 'failed', about: 'a Recur that failed', start: 'failed', operation: 'Recur' },
  { number: 8, name: 'verify', about: 'a Verify order: nothing to cancel', start: 'initialized', operation: 'Verify', amount: 0 },
  { number: 8, name: 'payout', about: 'a Payout order', start: 'initialized', operation: 'Payout', instrument: 'Trustly' },
  { number: 9, name: 'reversed', about: 'captured and all of it given back', start: 'reversed' },
  { number: 10, name: 'abort', about: 'not paid yet: aborted at once', start: 'initialized' },
  { number: 10, name: 'abort-2.0', about: 'the same in the shapes of 2.0', start: 'initialized', knobs: { version: '2.0' } },
  { number: 10, name: 'abort-2.0-ready', about: 'the same, and the aborted order says Ready', start: 'initialized', knobs: { version: '2.0', abortedState: 'Ready' } },
  { number: 10, name: 'abort-later', about: 'abort answered 200, Aborted 5 s later', start: 'initialized', knobs: { abortEffect: 'later' } },
  { number: 10, name: 'abort-without-effect', about: 'abort answered 200, the order stays Initialized', start: 'initialized', knobs: { abortEffect: 'never' } },
  { number: 11, name: 'payer-in-app', about: 'no abort for 5 s, then idle again', start: 'initialized', knobs: { appMs: 5_000 } },
  { number: 12, name: 'payer-in-app-authorises', about: 'no abort for 5 s, then authorised', start: 'initialized', knobs: { appMs: 5_000, afterApp: 'authorised' } },
  { number: 13, name: 'payer-in-app-buys', about: 'no abort for 5 s, then sold', start: 'initialized', knobs: { appMs: 5_000, afterApp: 'sold' } },
  { number: 14, name: 'abort-races-authorisation', about: 'authorised while the abort is under way', start: 'initialized', knobs: { beforeAbort: 'authorise' } },
  { number: 14, name: 'abort-races-sale', about: 'sold while the abort is under way', start: 'initialized', knobs: { beforeAbort: 'sell' } },
  { number: 14, name: 'abort-refused-twice', about: 'two aborts are refused with 409, the third is not', start: 'initialized', knobs: { abortProblem: { type: 'paymentsessions/operationnotallowed', status: 409, times: 2 } } },
  { number: 15, name: 'cancel-races-capture', about: 'captured while the cancel request is under way', knobs: { beforeCancel: 'captureAll' } },
  { number: 15, name: 'cancel-races-part-capture', about: 'a part captured while the cancel request is under way', knobs: { beforeCancel: 'capturePart' } },
  { number: 16, name: 'two-requests', about: 'the cancel request takes a second, so that two of them overlap', faults: [{ call: 'cancel', kind: 'slow', times: null, parameters: { delayMs: 1_000 } }] },
  { number: 16, name: 'cancelled-by-another', about: 'cancelled by somebody else while the request is under way', knobs: { beforeCancel: 'cancel' } },
  { number: 17, name: 'duplicate-replay', about: 'the first answer is lost, the same reference replays it', knobs: { duplicates: 'replay', staleReads: 1 }, faults: [{ call: 'cancel', kind: 'lost-answer-reset' }] },
  { number: 17, name: 'duplicate-inputerror', about: 'the first answer is lost, the same reference is an inputerror', knobs: { duplicates: 'inputerror', staleReads: 1 }, faults: [{ call: 'cancel', kind: 'lost-answer-reset' }] },
  { number: 17, name: 'duplicate-forbidden', about: 'the first answer is lost, the same reference is forbidden: nothing is left', knobs: { duplicates: 'forbidden', staleReads: 1 }, faults: [{ call: 'cancel', kind: 'lost-answer-reset' }] },
  { number: 18, name: 'reference-of-another', about: 'any reference is refused as used for another payment', knobs: { cancelProblem: { type: 'inputerror', status: 400, names: ['PayeeReference'] } } },
  { number: 19, name: 'input-error', about: 'the request is refused as malformed', knobs: { cancelProblem: { type: 'inputerror', status: 400, names: ['Transaction.Description'] } } },
  { number: 20, name: 'timeout-before', about: 'not cancelled, no answer', faults: [{ call: 'cancel', kind: 'hang-before' }] },
  { number: 20, name: 'reset-before', about: 'not cancelled, the connection is reset', faults: [{ call: 'cancel', kind: 'reset-before' }] },
  { number: 21, name: 'timeout-after', about: 'cancelled, no answer', faults: [{ call: 'cancel', kind: 'lost-answer-hang' }] },
  { number: 21, name: 'reset-after', about: 'cancelled, the connection is reset', faults: [{ call: 'cancel', kind: 'lost-answer-reset' }] },
  { number: 21, name: 'reset-after-remainder', about: 'the rest released, the connection is reset', start: 'partlyCaptured', faults: [{ call: 'cancel', kind: 'lost-answer-reset' }] },
  { number: 21, name: 'reset-after-abort', about: 'aborted, the connection is reset', start: 'initialized', faults: [{ call: 'abort', kind: 'lost-answer-reset' }] },
  { number: 21, name: 'late-commit', about: 'a 504 at once, cancelled 5 s later', faults: [{ call: 'cancel', kind: 'late-commit' }] },
  { number: 22, name: '502-before', about: 'not cancelled, 502', faults: [{ call: 'cancel', kind: '502' }] },
  { number: 22, name: '502-after', about: 'cancelled, 502', faults: [{ call: 'cancel', kind: '502-after' }] },
  { number: 22, name: '504-before', about: 'not cancelled, 504', faults: [{ call: 'cancel', kind: '504' }] },
  { number: 22, name: '504-after', about: 'cancelled, 504', faults: [{ call: 'cancel', kind: '504-after' }] },
  { number: 23, name: '500-twice', about: 'two cancel requests answer 500, the third works', faults: [{ call: 'cancel', kind: '500-before', times: 2 }] },
  { number: 23, name: '500-read-twice', about: 'two reads answer 500', faults: [{ call: 'read', kind: '500-before', times: 2 }] },
  { number: 24, name: '429', about: 'the cancel request answers 429 once', faults: [{ call: 'cancel', kind: '429' }] },
  { number: 24, name: '429-retry-after', about: 'the same with Retry-After', faults: [{ call: 'cancel', kind: '429-retry-after' }] },
  { number: 25, name: 'unauthorised', about: 'every call about it answers 401, empty', faults: [{ call: '*', kind: '401', times: null }] },
  { number: 25, name: 'forbidden', about: 'the cancel request is forbidden', faults: [{ call: 'cancel', kind: '403', times: null }] },
  { number: 25, name: 'configuration-error', about: 'the cancel request is a configuration error', knobs: { cancelProblem: { type: 'configurationerror', status: 403 } } },
  { number: 25, name: 'not-found-once', about: 'the first read answers 404', faults: [{ call: 'read', kind: '404' }] },
  { number: 25, name: 'not-found', about: 'every read answers 404', faults: [{ call: 'read', kind: '404', times: null }] },
  { number: 26, name: 'problem-as-json', about: 'problems come as application/json', knobs: { cancelProblem: { type: 'forbidden', contentType: 'application/json' } } },
  { number: 26, name: 'problem-under-200', about: 'a forbidden under HTTP 200', knobs: { cancelProblem: { type: 'forbidden', status: 403, httpStatus: 200 } } },
  { number: 26, name: 'problem-status-mismatch', about: 'HTTP 400, and 403 in the body', knobs: { cancelProblem: { type: 'forbidden', status: 403, httpStatus: 400 } } },
  { number: 26, name: 'html-page', about: 'cancelled, answered with an HTML page', faults: [{ call: 'cancel', kind: 'html-200' }] },
  { number: 26, name: 'truncated', about: 'cancelled, the answer breaks off', faults: [{ call: 'cancel', kind: 'truncated' }] },
  { number: 26, name: 'empty', about: 'cancelled, an empty 200', faults: [{ call: 'cancel', kind: 'empty-200' }] },
  { number: 26, name: 'declined', about: 'the acquirer declines', knobs: { cancelProblem: { type: 'creditcard/acquirererror', status: 403 } } },
  { number: 26, name: 'authorisation-expired-problem', about: 'creditaccount AUTHORIZATIONEXPIRED', instrument: 'CreditAccount', knobs: { cancelProblem: { type: 'creditaccount/AUTHORIZATIONEXPIRED', status: 403 } } },
  { number: 27, name: 'initialized-then-completed', about: '2.0: Initialized, Completed 5 s later', knobs: { version: '2.0', cancelResult: 'initialized', settlement: SETTLES } },
  { number: 27, name: 'awaiting-then-completed', about: '3.0: AwaitingActivity, Completed 5 s later', knobs: { version: '3.0', cancelResult: 'awaitingActivity', settlement: SETTLES } },
  { number: 27, name: 'awaiting-then-failed', about: '2.0: AwaitingActivity, Failed 5 s later', knobs: { version: '2.0', cancelResult: 'awaitingActivity', settlement: { ...SETTLES, as: 'failed' } } },
  { number: 27, name: 'awaiting-then-failed-3.0', about: '3.0: AwaitingActivity, Failed 5 s later', knobs: { version: '3.0', cancelResult: 'awaitingActivity', settlement: { ...SETTLES, as: 'failed' } } },
  { number: 28, name: 'transaction-failed', about: '2.0: Failed with a problem', knobs: { version: '2.0', cancelResult: 'failed' } },
  { number: 29, name: 'accepted-then-cancelled', about: '202, no operations, cancelled 5 s later', knobs: { cancelResult: 'accepted', settlement: SETTLES } },
  { number: 29, name: 'accepted-for-ever', about: '202, no operations, and nothing more', knobs: { cancelResult: 'accepted' } },
  { number: 29, name: 'being-cancelled', about: 'somebody else has asked, the outcome is open', start: 'beingCancelled', knobs: { version: '2.0', settlement: SETTLES } },
  { number: 30, name: 'stale-reads', about: 'cancelled, the answer lost, two reads still list the operation', knobs: { staleReads: 2, duplicates: 'replay' }, faults: [{ call: 'cancel', kind: '502-after' }] },
  { number: 31, name: 'operations-hidden', about: 'no operations for two reads, though money is reserved', knobs: { hiddenOperations: 'all', hiddenReads: 2 } },
  { number: 31, name: 'cancel-not-permitted', about: 'the token may not cancel: never listed', without: 'cancel' },
  { number: 31, name: 'abort-not-permitted', about: 'the token may not abort: never listed', start: 'initialized', without: 'abort' },
  { number: 32, name: 'locks', about: 'every cancel request is declined; the fifth locks the order', knobs: { cancelResult: 'failed', version: '2.0' } },
  { number: 33, name: 'cancellation-not-listed', about: 'the rest released before, financialTransactions do not list it', start: 'remainderCancelled', knobs: { cancellationListed: false } },
  { number: 33, name: 'expansions-ignored', about: 'nothing is expanded, whatever is asked', knobs: { expansionsIgnored: true } },
  { number: 34, name: 'remaining-zero', about: 'remaining amounts of 0 are written', start: 'partlyCaptured', knobs: { remainingZero: 'zero' } },
  { number: 35, name: 'lower-case-keys', about: 'all keys in lower case', knobs: { casing: 'lower' } },
  { number: 35, name: 'pascal-case-keys', about: 'all keys with a capital', knobs: { casing: 'pascal' } },
  { number: 35, name: 'unknown-fields', about: 'unknown fields and rels', knobs: { extraFields: true } },
  { number: 35, name: 'operations-reordered', about: 'operations in reverse order', knobs: { operationsReversed: true } },
  { number: 35, name: 'content-type-missing', about: 'operations without contentType', knobs: { contentType: 'absent' } },
  { number: 35, name: 'instrument-operations-beside', about: "2.0: the instrument's operations beside the order's", knobs: { version: '2.0', instrumentOperations: 'beside', operationsReversed: true } },
  { number: 35, name: 'instrument-operations-instead', about: "2.0: the instrument's operations alone", knobs: { version: '2.0', instrumentOperations: 'instead' } },
  { number: 35, name: 'contradiction-initialized', about: 'Initialized with capture and reversal', start: 'initialized', knobs: { contradiction: 'captureOnInitialized' } },
  { number: 35, name: 'contradiction-cancelled', about: 'Cancelled with cancel', start: 'cancelled', knobs: { contradiction: 'cancelOnCancelled' } },
  { number: 35, name: 'contradiction-paid', about: 'Paid with abort alone', knobs: { contradiction: 'abortOnPaid' } },
  { number: 36, name: 'href-second-brand', about: 'operations on the second host name of the API', knobs: { hrefOrigin: SECOND_BRAND } },
  { number: 36, name: 'href-other-host', about: 'operations on a foreign host', knobs: { hrefOrigin: HOSTILE_ORIGIN } },
  { number: 36, name: 'href-plain-http', about: 'operations by http on a foreign host', knobs: { hrefOrigin: 'http://hostile.example' } },
  { number: 36, name: 'href-userinfo', about: 'operations with a login in the address', knobs: { hrefForm: 'userinfo' } },
  { number: 36, name: 'href-other-order', about: 'operations of another order', knobs: { hrefForm: 'otherOrder' } },
  { number: 36, name: 'href-dot-segments', about: 'operations whose path goes up', knobs: { hrefForm: 'dotSegments' } },
  { number: 36, name: 'href-relative', about: 'operations without a host', knobs: { hrefForm: 'relative' } },
  { number: 36, name: 'href-redirects', about: 'the cancel request is redirected', faults: [{ call: 'cancel', kind: 'redirect', times: null, parameters: { location: `${HOSTILE_ORIGIN}/` } }] },
  { number: 37, name: 'href-with-query', about: 'operations with a query', knobs: { hrefForm: 'query' } },
  { number: 37, name: 'href-documented', about: 'operations at the addresses the documents show', knobs: { href: 'documented' } },
  { number: 38, name: 'large-amount', about: 'an amount of 2^53 - 1', amount: Number.MAX_SAFE_INTEGER },
  { number: 39, name: 'callback-2.0', about: 'callbacks in the shape of 2.0', knobs: { callbackShape: '2.0' } },
  { number: 39, name: 'callbacks-late', about: 'callbacks come 10 s late', callbacks: { delayMs: 10_000 } },
  { number: 39, name: 'callbacks-duplicated', about: 'every callback comes three times', callbacks: { copies: 3 } },
  { number: 39, name: 'callbacks-lost', about: 'no callback arrives', callbacks: { drop: true } },
  { number: 39, name: 'callbacks-unknown-order', about: 'callbacks about an order nobody knows', knobs: { callbackFlaw: 'unknownOrder' } },
  { number: 39, name: 'callbacks-forged-body', about: 'callbacks with a broken body', knobs: { callbackFlaw: 'forgedBody' } },
  { number: 40, name: 'authorisation-expired', about: 'authorised 180 days ago, nothing reserved any more', start: 'expired' },
  { number: 41, name: 'version-2.0-unless-asked', about: 'the shape of 2.0 unless a version is asked for' },
  { number: 42, name: 'slow-2s', about: 'the cancel request takes 2 s', faults: [{ call: 'cancel', kind: 'slow', parameters: { delayMs: 2_000 } }] },
  { number: 42, name: 'slow-25s', about: 'the cancel request takes 25 s', faults: [{ call: 'cancel', kind: 'slow', parameters: { delayMs: 25_000 } }] },
];

export function findScenario(name: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}
