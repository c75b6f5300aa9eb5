/** The client library over HTTP: no dependency but the runtime's own `fetch`. */
export { HttpPaymentCancellations } from './http-payment-cancellations.js';
export { HttpCancellation } from './http-cancellation.js';
export type { HttpOptions } from './exchange.js';
export { CANCELLATION_ERROR_CODES, CancellationError } from '../errors.js';
export type { CancellationErrorCode } from '../errors.js';
export type { CancellationHandle, CancellationLibrary, Resolution } from '../library.js';
export type { UnreadableRun } from '../unreadable-run.js';
export { verifyEvent } from '../verify-event.js';
export type { CancellationCloudEvent, EventVerdict, ReceivedEvent } from '../verify-event.js';
export type { CancellationCheck } from '../../contracts/check.js';
export type { NotCancelledKind, Outcome, Proof } from '../../contracts/outcome.js';
export type { CancellationRequestBody, RequestProblem } from '../../contracts/request.js';
export type { CancellationResource, NextAction } from '../../contracts/resource.js';
export type { CancellationStatus } from '../../contracts/run.js';
