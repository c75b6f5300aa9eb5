import type { ClientOptions, ConnectionOptions } from '@temporalio/client';
import { Client, Connection } from '@temporalio/client';

export interface TemporalClient {
  readonly client: Client;
  readonly connection: Connection;
}

/**
 * A client that connects with its first call, so that a process starts while Temporal is away. Close `connection`.
 *
 * @param more the payload codec of the deployment, where it has one
 */
export function connectLazily(
  options: ConnectionOptions,
  namespace: string,
  more: Pick<ClientOptions, 'dataConverter'> = {},
): TemporalClient {
  const connection = Connection.lazy(options);
  return { connection, client: new Client({ connection, namespace, ...more }) };
}
