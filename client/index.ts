/** The client library: cancels payments over a Temporal client, without the worker and its native addon. */
export { Cancellation } from './cancellation.js';
export type { CommandOptions, WaitOptions } from './cancellation.js';
export { connectLazily } from './connect.js';
export type { TemporalClient } from './connect.js';
export { CANCELLATION_ERROR_CODES, CancellationError } from './errors.js';
export type { CancellationErrorCode } from './errors.js';
export type { CancellationHandle, CancellationLibrary, Resolution } from './library.js';
export type { ListFilter } from './list.js';
export { PaymentCancellations } from './payment-cancellations.js';
export type { CancellationPage, PaymentCancellationsOptions, StartOptions, Told } from './payment-cancellations.js';
export { verifyEvent } from './verify-event.js';
export type { CancellationCloudEvent, EventVerdict, ReceivedEvent } from './verify-event.js';
export type { CancellationCheck } from '../contracts/check.js';
export type { NotCancelledKind, Outcome, Proof } from '../contracts/outcome.js';
export type { PaymentRef } from '../contracts/payment.js';
export type { CancellationRequestBody, RequestProblem } from '../contracts/request.js';
export type { CancellationResource, NextAction } from '../contracts/resource.js';
export type { CancellationStatus, CancellationTerms } from '../contracts/run.js';
