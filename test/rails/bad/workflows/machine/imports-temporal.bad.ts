// must be rejected by rails/imports
import { sleep } from '@temporalio/workflow';

export const wait = sleep;
