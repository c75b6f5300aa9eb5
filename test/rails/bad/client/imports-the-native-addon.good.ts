import { Connection } from '@temporalio/client';

export const connection = Connection;
