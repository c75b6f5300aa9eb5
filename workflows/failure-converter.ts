import { DefaultFailureConverter, type ProtoFailure, type SerializationContext } from '@temporalio/common';
import type { PayloadConverter } from '@temporalio/common';

/** What the SDK puts in the place of an encoded message. */
const PLACEHOLDER = 'Encoded failure';

/**
 * Lets a failure that came in encoded go out encoded: the failure of a step, passed on as the failure of its run,
 * must not bring the message into the clear. The run's own messages are constant texts.
 */
class KeepingFailureConverter extends DefaultFailureConverter {
  override errorToFailure(error: unknown, converter: PayloadConverter, context?: SerializationContext): ProtoFailure {
    return asItCame(super.errorToFailure(error, converter, context));
  }
}

function asItCame(failure: ProtoFailure): ProtoFailure {
  const { cause, encodedAttributes } = failure;
  return {
    ...failure,
    ...(cause === null || cause === undefined ? {} : { cause: asItCame(cause) }),
    ...(encodedAttributes === null || encodedAttributes === undefined ? {} : { message: PLACEHOLDER, stackTrace: '' }),
  };
}

export const failureConverter = new KeepingFailureConverter();
