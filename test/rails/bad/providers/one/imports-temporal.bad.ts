// must be rejected by rails/imports
import { ApplicationFailure } from '@temporalio/common';

export const fail = (): never => {
  throw ApplicationFailure.create({ message: 'away' });
};
