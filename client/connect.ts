import type { ClientOptions, ConnectionOptions } from '@temporalio/client';
import { Client, Connection } from '@temporalio/client';

export interface TemporalClient {
  readonly client: Client;
  readonly connection: Connection;
}

/** After a long absence gRPC would wait up to two minutes before it tries again. */
const SOON_CONNECTED_AGAIN = { 'grpc.max_reconnect_backoff_ms': 2_000 };

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
  const connection = Connection.lazy({ ...options, channelArgs: { ...SOON_CONNECTED_AGAIN, ...options.channelArgs } });
  return { connection, client: new Client({ connection, namespace, ...more }) };
}
