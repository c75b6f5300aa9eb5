import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { adminAnswer, adminProblem } from './admin/admin-answer.js';
import { adminRoutes } from './admin/routes.js';
import type { Answer } from './core/answer.js';
import { playCall, playLateCommits } from './core/play-call.js';
import type { SimulatedProvider } from './core/provider.js';
import { BodyTooLarge, readRequest, type SimulatorRequest } from './core/request.js';
import { findRoute, type PlainRoute } from './core/route.js';
import { sendAnswer } from './core/send-answer.js';
import { openWorld, type World } from './core/world.js';
import { simulatePowens } from './powens/powens.js';
import { readSimulatorSettings, type SimulatorSettings } from './settings.js';
import { shopRoutes } from './shop/shop-routes.js';
import { ALL_PERMISSIONS } from './swedbankpay/merchants.js';
import { simulateSwedbankPay } from './swedbankpay/swedbankpay.js';

/** A running simulator. */
export interface RunningSimulator {
  /** Without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly ledgerFile: string;
  readonly world: World;
  /** Stops at once: open connections are cut, what is committed is on disk. Safe to repeat. */
  close(): Promise<void>;
}

interface Parts {
  readonly world: World;
  readonly providers: readonly SimulatedProvider[];
  readonly plainRoutes: readonly PlainRoute[];
}

/**
 * Starts the simulator and resolves when it listens. What is left out of `options` is as in an empty environment.
 * A second simulator on the same ledger file, after the first has gone, goes on where the first was.
 */
export async function startSimulator(
  options: Partial<SimulatorSettings> & Pick<SimulatorSettings, 'port' | 'ledgerFile'>,
): Promise<RunningSimulator> {
  const settings: SimulatorSettings = { ...readSimulatorSettings({}), ...options };
  let url = settings.publicUrl ?? '';
  const world = openWorld({ ledgerFile: settings.ledgerFile, fsync: settings.fsync, publicUrl: () => url });
  const parts = assemble(world, settings);
  const server = createServer((request, response) => void serve(parts, request, response));
  const port = await listen(server, settings);
  if (settings.publicUrl === null) url = `http://127.0.0.1:${port}`;
  world.deliveries.start();
  world.jobs.start();
  let closing: Promise<void> | null = null;
  return { url, port, ledgerFile: settings.ledgerFile, world, close: () => (closing ??= stop(server, world)) };
}

function assemble(world: World, settings: SimulatorSettings): Parts {
  const { clientId, clientSecret, redirectUrls, webhookUrl, webhookSecret } = settings.powens;
  const powens = simulatePowens({
    clientId,
    clientSecret,
    domain: 'simulator',
    configToken: `config-token-${clientId}`,
    redirectUrls,
    webhooks: webhookUrl === null ? [] : [{ url: webhookUrl, secret: webhookSecret, gzip: false }],
    ratePerMinute: null,
  });
  const swedbankpay = simulateSwedbankPay({ name: 'default', permissions: ALL_PERMISSIONS, ...settings.swedbankpay });
  const providers = [powens, swedbankpay].map((factory) => factory(world));
  playLateCommits(world, providers);
  const ready: PlainRoute = { method: 'GET', path: '/readyz', handle: () => adminAnswer(200, { status: 'ready' }) };
  const plainRoutes = [
    ready,
    ...adminRoutes(world),
    ...providers.flatMap((provider) => provider.adminRoutes),
    ...shopRoutes(world, providers, settings.shop),
  ];
  return { world, providers, plainRoutes };
}

async function serve(parts: Parts, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const request = await readRequest(incoming);
    for (const provider of parts.providers) {
      const found = findRoute(provider.routes, request);
      if (found.route === null) continue;
      await playCall(parts.world, { provider, route: found.route, request: found.request, response });
      return;
    }
    if (isFromAnotherSite(request)) {
      sendAnswer(response, adminProblem(403, 'No other site may command the simulator.'));
      return;
    }
    const found = findRoute(parts.plainRoutes, request);
    sendAnswer(response, found.route === null ? unknown(found.allowed) : await found.route.handle(found.request));
  } catch (error) {
    fail(response, error);
  }
}

/** A page on another site could otherwise post to the admin API or the shop through a visitor's browser. */
function isFromAnotherSite({ method, headers }: SimulatorRequest): boolean {
  return method !== 'GET' && headers['sec-fetch-site'] === 'cross-site';
}

function unknown(allowed: readonly string[]): Answer {
  if (allowed.length === 0) return adminProblem(404, 'There is nothing at this address.');
  const answer = adminProblem(405, `Use ${allowed.join(' or ')}.`);
  return { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } };
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (error instanceof BodyTooLarge) return sendAnswer(response, adminProblem(413, error.message));
  sendAnswer(response, adminProblem(500, error instanceof Error ? (error.stack ?? error.message) : String(error)));
}

function listen(server: Server, settings: SimulatorSettings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : settings.port);
    });
  });
}

async function stop(server: Server, world: World): Promise<void> {
  world.jobs.stop();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
  await world.deliveries.stop();
  await world.store.close();
}
