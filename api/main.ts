import { connectLazily, PaymentCancellations } from '../client/index.js';
import { createLogger } from '../platform/logging.js';
import type { Logger } from '../platform/logging.js';
import { measureProcess } from '../platform/metrics.js';
import { dataConverterOf } from '../platform/payload-codec.js';
import { readApiSettings } from '../platform/settings.js';
import { startFailure } from '../platform/start-failure.js';
import { readTemporalSettings } from '../platform/temporal-settings.js';
import { providers } from '../providers/registry.js';
import { createApiMetrics } from './metrics.js';
import { OpenedLinks } from './opened-links.js';
import { payerLink } from './payer-addresses.js';
import { RateLimits } from './rate-limits.js';
import { createServer } from './server.js';
import { SignalLimits } from './signal-limits.js';
import { TemporalProbe } from './temporal-probe.js';
import { StandingReader } from './temporal-standing.js';
import { NamespacePreparation, requireTemporal } from './temporal-readiness.js';
import { TemporalWatch } from './temporal-watch.js';

await main().catch((error: unknown) => {
  process.stderr.write(`countermand api: ${startFailure(error, 'API_PORT')}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const settings = readApiSettings(process.env, providers);
  const { connectionOptions, namespace } = readTemporalSettings(process.env);
  const logger = createLogger({ name: 'api', level: settings.logLevel });
  const temporal = connectLazily(connectionOptions, namespace, { dataConverter: dataConverterOf(settings) });
  const probe = new TemporalProbe(connectionOptions, namespace);
  const preparation = new NamespacePreparation(temporal, logger);
  const watch = new TemporalWatch(() => probe.ask(), logger);
  const readiness = { isPrepared: () => preparation.isPrepared(), isReachable: () => watch.isReachable() };
  const cancellations = new PaymentCancellations({
    client: temporal.client,
    payerLink: (id) => payerLink(id, settings),
  });
  const metrics = createApiMetrics(providers.map(({ id }) => id));
  measureProcess(metrics.registry);
  const app = createServer({
    settings,
    providers,
    temporal: readiness,
    logger,
    openedLinks: new OpenedLinks(),
    signalLimits: new SignalLimits(),
    rateLimits: new RateLimits(settings.rates),
    metrics,
    standing: new StandingReader(temporal, () => new Date()),
    now: () => new Date(),
    get cancellations() {
      requireTemporal(readiness);
      return cancellations;
    },
  });

  const stop = stopSignal(logger);
  try {
    await app.listen({ host: settings.apiHost, port: settings.apiPort });
    logger.info({ host: settings.apiHost, port: settings.apiPort, namespace }, 'Serving');
    await preparation.run(stop);
    await watch.run(stop);
  } finally {
    await app.close();
    await temporal.connection.close();
    await probe.close();
  }
  logger.info('Stopped; no request was left unanswered');
  // The SDK would go on repeating a call whose caller has gone, on a connection that is closed, and fail.
  process.exit();
}

/** Aborts with the first SIGTERM or SIGINT. */
function stopSignal(logger: Logger): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      logger.info({ signal: name }, 'Draining');
      controller.abort();
    });
  }
  return controller.signal;
}
