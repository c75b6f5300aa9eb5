import { Connection } from '@temporalio/client';
import { expect, inject, test } from 'vitest';
import { freshNamespace } from './namespace.js';
import { startTemporalServer } from './temporal-server.js';

test('a namespace made before the server is killed is there when it is back', async () => {
  const server = await startTemporalServer(inject('temporal').cli);
  try {
    const namespace = await freshNamespace(server.address);
    await server.kill('SIGKILL');
    await expect(Connection.connect({ address: server.address, connectTimeout: 1_000 })).rejects.toThrow();
    await server.restart();
    expect(await namespacesOf(server.address)).toContain(namespace);
  } finally {
    await server.stop();
  }
});

async function namespacesOf(address: string): Promise<(string | null | undefined)[]> {
  const connection = await Connection.connect({ address });
  const { namespaces } = await connection.workflowService.listNamespaces({ pageSize: 100 });
  await connection.close();
  return namespaces.map((namespace) => namespace.namespaceInfo?.name);
}
