import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a probe may ask of the worker. */
export interface Health {
  /** Polling for work right now. */
  ready(): boolean;
  /** In Prometheus' text form. */
  metrics(): Promise<string>;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `/livez` (the process answers), `/readyz` (it polls for work) and `/metrics` on `WORKER_PORT`.
 * @throws when the port is taken; the message names the variable
 */
export async function serveHealth(host: string, port: number, health: Health): Promise<HealthServer> {
  const server = createServer((request, response) => {
    switch (pathOf(request.url)) {
      case '/livez':
        return void response.writeHead(200).end('alive\n');
      case '/readyz':
        return void (health.ready()
          ? response.writeHead(200).end('ready\n')
          : response.writeHead(503).end('not polling for work (yet)\n'));
      case '/metrics':
        return void sendMetrics(response, health);
      default:
        return void response.writeHead(404).end('there are /livez, /readyz and /metrics\n');
    }
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

/** A failed scrape is seen as such by whoever watches. */
async function sendMetrics(response: ServerResponse, { metrics }: Health): Promise<void> {
  try {
    const text = await metrics();
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
  } catch {
    response.writeHead(500).end('the metrics could not be read\n');
  }
}

function pathOf(url = ''): string {
  return url.replace(/\?.*$/s, '');
}
