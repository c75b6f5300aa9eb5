import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Told } from '../client/index.js';
import type { ProviderId } from '../contracts/payment.js';
import { createRegistry, startAtZero } from '../platform/metrics.js';
import type { TemporalStanding } from './temporal-standing.js';

/** What the API counts (docs/metrics.md has every name and label, a test holds it to this file). */
export interface ApiMetrics {
  readonly registry: Registry;
  requestAnswered(request: {
    readonly method: string;
    /** The route's pattern, never the address: addresses hold handles, states and path secrets. */
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  callbackJudged(provider: ProviderId, channel: CallbackChannel, verdict: CallbackVerdict): void;
  /** @param standing null while Temporal cannot be asked: what was known before says nothing about now */
  temporalRead(standing: TemporalStanding | null): void;
}

export const CALLBACK_CHANNELS = ['payer_return', 'webhook'] as const;
export type CallbackChannel = (typeof CALLBACK_CHANNELS)[number];

export const CALLBACK_VERDICTS = ['forged', 'expired', 'not_configured', 'signalled', 'limited', 'ended', 'unknown', 'no_payment'] as const;
export type CallbackVerdict = (typeof CALLBACK_VERDICTS)[number];

/** Long polls and `Prefer: wait` take up to 25 s, on purpose. */
const REQUESTS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 5, 10, 30];

/** @param providers ids of all registered ones */
export function createApiMetrics(providers: readonly ProviderId[]): ApiMetrics {
  const registry = createRegistry('api');
  const registers = [registry];
  const requests = new Counter({ name: 'countermand_http_requests_total', help: 'Requests answered.', labelNames: ['method', 'route', 'status'], registers });
  const requestSeconds = new Histogram({ name: 'countermand_http_request_seconds', help: 'From the arrival of a request to the end of its answer.', labelNames: ['method', 'route'], buckets: REQUESTS, registers });
  const callbacks = new Counter({ name: 'countermand_callbacks_total', help: "Payers' returns and providers' webhooks by what became of them.", labelNames: ['provider', 'channel', 'verdict'], registers });
  const reachable = new Gauge({ name: 'countermand_temporal_reachable', help: '1 when Temporal answered this scrape, else 0.', registers });
  const openRuns = new Gauge({ name: 'countermand_open_runs', help: 'Open runs by status, as visibility counts them.', labelNames: ['status'], registers });
  const stalled = new Gauge({ name: 'countermand_stalled_runs', help: 'Open runs that have been asking the provider for more than ten minutes.', registers });
  const pollers = new Gauge({ name: 'countermand_task_queue_pollers', help: 'Workers that polled a task queue in the last two minutes.', labelNames: ['queue'], registers });
  startAtZero(callbacks, { provider: providers, channel: CALLBACK_CHANNELS, verdict: CALLBACK_VERDICTS });

  return {
    registry,
    requestAnswered: ({ method, route, status, seconds }) => {
      requests.inc({ method, route, status: String(status) });
      requestSeconds.observe({ method, route }, seconds);
    },
    callbackJudged: (provider, channel, verdict) => callbacks.inc({ provider, channel, verdict }),
    temporalRead: (standing) => {
      reachable.set(standing === null ? 0 : 1);
      openRuns.reset();
      pollers.reset();
      stalled.remove();
      if (standing === null) return;
      for (const [status, count] of Object.entries(standing.openRuns)) openRuns.set({ status }, count);
      for (const [queue, count] of Object.entries(standing.pollers)) pollers.set({ queue }, count);
      stalled.set(standing.stalledRuns);
    },
  };
}

/** What became of an authentic message about a payment. */
export function verdictOfTold({ kind }: Told): CallbackVerdict {
  switch (kind) {
    case 'woken':
      return 'signalled';
    case 'withheld':
      return 'limited';
    case 'ended':
    case 'unknown':
      return kind;
  }
}
