import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a probe may ask of the worker. */
export interface Health {
  /** Polling for work right now. */
  ready(): boolean;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `/livez` (the process answers) and `/readyz` (it polls for work) on `WORKER_PORT`.
 * @throws when the port is taken; the message names the variable
 */
export async function serveHealth(host: string, port: number, health: Health): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/livez') return void response.writeHead(200).end('alive\n');
    if (path !== '/readyz') return void response.writeHead(404).end('there are /livez and /readyz\n');
    return void (health.ready()
      ? response.writeHead(200).end('ready\n')
      : response.writeHead(503).end('not polling for work (yet)\n'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`WORKER_PORT ${port} is taken: stop what uses it or set another WORKER_PORT`)
          : error,
      ),
    );
    server.listen(port, host, resolve);
  });
  const { port: listening } = server.address() as AddressInfo;
  return {
    port: listening,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
