import {
  isGrpcCancelledError,
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError } from '@temporalio/common';
import { COMMAND_REFUSED } from '../contracts/messages.js';
import { CancellationError } from './errors.js';
import type { CancellationErrorCode } from './errors.js';
import { undecodable } from './unreadable-run.js';

/** gRPC status codes (grpc/grpc `doc/statuscodes.md`). */
const CANCELLED = 1;
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;
/** `CANCELLED`: the server waited for a worker that has just gone. */
const NO_WORKER_ANSWERED: readonly number[] = [CANCELLED, DEADLINE_EXCEEDED, FAILED_PRECONDITION];

/** What a failed call to Temporal means for the caller. Errors that are not Temporal's come back unchanged. */
export function meaningOf(error: unknown): unknown {
  if (error instanceof CancellationError) return error;
  if (error instanceof WorkflowUpdateFailedError) return refusedCommand(error);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return workerAway(error);
  if (error instanceof WorkflowNotFoundError) {
    return new CancellationError('not_found', 'There is no such cancellation.', { cause: error });
  }
  const grpc = grpcErrorIn(error);
  if (grpc === null) return error instanceof ServiceError ? temporalAway(error) : error;
  if (grpc.code === INVALID_ARGUMENT && /search attribute/i.test(grpc.details)) {
    return new CancellationError('namespace_not_prepared', 'The namespace lacks our search attributes.', { cause: error });
  }
  if (grpc.code === INVALID_ARGUMENT) return error;
  return isGrpcCancelledError(error)
    ? new CancellationError('aborted', 'The call was given up.', { cause: error })
    : temporalAway(error);
}

/** The same for a query, which only a worker can answer, and which nobody but the server gives up. */
export function meaningOfQuery(error: unknown): unknown {
  const grpc = grpcErrorIn(error);
  return grpc !== null && NO_WORKER_ANSWERED.includes(grpc.code) ? workerAway(error) : meaningOf(error);
}

/** What failed in a call that decodes what it brings: the error itself where the call failed, else that it cannot be decoded. */
export function failureToRead(error: unknown): unknown {
  const callFailed = error instanceof ServiceError || error instanceof NamespaceNotFoundError || grpcErrorIn(error) !== null;
  return callFailed || isNotFound(error) || error instanceof CancellationError ? error : undecodable(error);
}

/** True where the cause is that the run is not there, or not open any more. */
export function isNotFound(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || grpcErrorIn(error)?.code === NOT_FOUND;
}

function grpcErrorIn(error: unknown): { readonly code: number; readonly details: string } | null {
  const candidate = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(candidate) ? candidate : null;
}

function temporalAway(cause: unknown): CancellationError {
  return new CancellationError('temporal_unavailable', 'Temporal cannot be reached right now; try again.', { cause });
}

function workerAway(cause: unknown): CancellationError {
  return new CancellationError('worker_unavailable', 'No worker answers right now; try again.', { cause });
}

function refusedCommand(error: WorkflowUpdateFailedError): CancellationError {
  const { cause } = error;
  const type = cause instanceof ApplicationFailure ? cause.type : undefined;
  const message = cause?.message ?? error.message;
  const code = REFUSALS[type ?? ''];
  // Any other failure means that the run ended while the command was on its way.
  return code === undefined ? closedCancellation(error) : new CancellationError(code, message, { cause: error });
}

const REFUSALS: Readonly<Record<string, CancellationErrorCode>> = {
  [COMMAND_REFUSED.closed]: 'cancellation_closed',
  [COMMAND_REFUSED.notInReview]: 'not_in_review',
  [COMMAND_REFUSED.noPayerAwaited]: 'no_payer_awaited',
  [COMMAND_REFUSED.malformed]: 'invalid_request',
  [COMMAND_REFUSED.unreadable]: 'worker_unavailable',
};

export function closedCancellation(cause?: unknown): CancellationError {
  return new CancellationError('cancellation_closed', 'This cancellation has its outcome already.', { cause });
}
