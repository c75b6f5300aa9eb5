// must be rejected by rails/imports
import { Client } from '@temporalio/client';

export const client = new Client();
