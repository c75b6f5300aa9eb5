import type { ConnectionOptions } from '@temporalio/client';
import { Client, Connection } from '@temporalio/client';

export interface TemporalClient {
  readonly client: Client;
  readonly connection: Connection;
}

/** A client that connects with its first call, so that a process starts while Temporal is away. Close `connection`. */
export function connectLazily(options: ConnectionOptions, namespace: string): TemporalClient {
  const connection = Connection.lazy(options);
  return { connection, client: new Client({ connection, namespace }) };
}
