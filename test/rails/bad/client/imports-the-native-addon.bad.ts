// must be rejected by rails/imports
import { NativeConnection } from '@temporalio/worker';

export const connection = NativeConnection;
