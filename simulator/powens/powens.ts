import type { Answer } from '../core/answer.js';
import { isRecord } from '../core/request.js';
import type { DemoPayment, SimulatedProvider, SimulatedProviderFactory } from '../core/provider.js';
import type { World } from '../core/world.js';
import { Access } from './access.js';
import { powensAdminRoutes } from './admin-routes.js';
import { BankLinks } from './bank-links.js';
import { bankRoutes } from './bank-routes.js';
import { Callbacks } from './callbacks.js';
import { ClientApplications, type ClientApplication } from './client-application.js';
import { connectorRoutes } from './connector-routes.js';
import { createDemoPayments } from './demo-payments.js';
import { playedError } from './errors.js';
import { PaymentLife } from './life.js';
import type { PowensParts } from './parts.js';
import { paymentRoutes } from './payment-routes.js';
import { Payments } from './payments.js';
import { tokenRoute } from './token-route.js';
import { Tokens } from './tokens.js';
import { webviewRoutes } from './webview-routes.js';

/** The first send is immediate, then a "flusher" retries regularly (guide "Webhooks"); how often is not documented. */
const FLUSHER_PERIOD_MS = 60_000;
const WEBHOOK_TIMEOUT_MS = 10_000;

/** The Powens side of the simulator, with one client application to begin with. */
export function simulatePowens(client: ClientApplication): SimulatedProviderFactory {
  return (world) => {
    const parts = assemble(world);
    parts.clients.put(merge(parts.clients.get(client.clientId), client));
    world.deliveries.retryBy('powens', {
      timeoutMs: WEBHOOK_TIMEOUT_MS,
      accepts: (status) => status >= 200 && status < 300,
      // "stops a run after 10 consecutive failures or 2 timeouts" (guide "Webhooks").
      retry: { kind: 'flusher', periodMs: FLUSHER_PERIOD_MS, failuresEndRun: 10, timeoutsEndRun: 2 },
    });
    return provider(parts);
  };
}

function provider(parts: PowensParts): SimulatedProvider {
  return {
    name: 'powens',
    routes: [
      tokenRoute(parts),
      ...paymentRoutes(parts),
      ...connectorRoutes(parts),
      ...webviewRoutes(parts),
      ...bankRoutes(parts),
    ],
    adminRoutes: powensAdminRoutes(parts),
    errorAnswer: playedError,
    withUnknownState: (answer) => withFields(answer, { state: '"hibernating"' }),
    withWrongId: (answer) => withFields(answer, { id: '987654321', id_payment: '987654321' }),
    createDemoPayments: (): readonly DemoPayment[] => createDemoPayments(parts),
  };
}

function assemble(world: World): PowensParts {
  const clients = new ClientApplications(world.store);
  const tokens = new Tokens(world.store, world.clock);
  const payments = new Payments(world, clients);
  const bankLinks = new BankLinks(world);
  return {
    world,
    clients,
    tokens,
    payments,
    bankLinks,
    life: new PaymentLife(world, payments, bankLinks),
    access: new Access({ clients, tokens, payments, clock: world.clock }),
    callbacks: new Callbacks(world),
  };
}

/** What was registered by the admin API of an earlier process stays; what the settings say wins. */
function merge(known: ClientApplication | undefined, client: ClientApplication): ClientApplication {
  if (known === undefined) return client;
  const redirectUrls = [...new Set([...client.redirectUrls, ...known.redirectUrls])];
  const others = known.webhooks.filter((webhook) => client.webhooks.every((given) => given.url !== webhook.url));
  return { ...client, redirectUrls, webhooks: [...client.webhooks, ...others], ratePerMinute: known.ratePerMinute };
}

/** Replaces top-level fields in the text, so that no number passes through a JavaScript number. */
function withFields(answer: Answer, fields: Readonly<Record<string, string>>): Answer {
  let body = answer.body.toString();
  if (!isRecord(safeParse(body))) return answer;
  for (const [name, json] of Object.entries(fields)) {
    body = body.replace(new RegExp(`"${name}":("(?:[^"\\\\]|\\\\.)*"|[^,}]+)`), `"${name}":${json}`);
  }
  return { ...answer, body };
}

function safeParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
