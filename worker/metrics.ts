import { Counter, Histogram, type Registry } from 'prom-client';
import type { CancellationAnswer } from '../contracts/answer.js';
import type { EventType } from '../contracts/event.js';
import { AWAITED, type MeasuredRun, type Measurement, REVIEW_CAUSES } from '../contracts/measurement.js';
import { type Outcome, RESOLVABLE_KINDS } from '../contracts/outcome.js';
import type { ProviderId } from '../contracts/payment.js';
import { createRegistry, startAtZero } from '../platform/metrics.js';
import { CALL_RESULTS, type CallResult } from './call-result.js';

/** What the worker counts (docs/metrics.md has every name and label, a test holds it to this file). */
export interface WorkerMetrics {
  readonly registry: Registry;
  runMeasured(run: MeasuredRun, measurement: Measurement): void;
  providerCalled(call: {
    readonly provider: ProviderId;
    readonly method: 'GET' | 'POST' | 'PATCH';
    readonly result: CallResult;
    readonly seconds: number;
  }): void;
  paymentRead(provider: ProviderId, answer: CancellationAnswer['kind']): void;
  /** @param delaySeconds since what is told happened, where the event was taken */
  deliveryTried(event: EventType, result: DeliveryResult, delaySeconds: number | null): void;
}

export const DELIVERY_RESULTS = ['delivered', 'refused', 'given_up', 'receiver_gone', 'not_configured', 'failed'] as const;
/** `refused` is tried again, `given_up` is the last refusal; `failed` is a fault of ours. */
export type DeliveryResult = (typeof DELIVERY_RESULTS)[number];

const OUTCOMES: readonly Outcome['kind'][] = ['cancelled', ...RESOLVABLE_KINDS];
const RUNS = ['request', 'late_news'] as const;
const METHODS = ['GET', 'POST', 'PATCH'] as const;
const ANSWERS = Object.keys({
  cancelled: true,
  notExecuted: true,
  tooLate: true,
  partiallyExecuted: true,
  notSupported: true,
  notCancellable: true,
  refused: true,
  notFound: true,
  cancellable: true,
  payerValidationRequired: true,
  inProgress: true,
  indeterminate: true,
  blocked: true,
} satisfies Record<CancellationAnswer['kind'], true>);
const EVENTS = Object.keys({
  'payment.cancellation.payer_required': true,
  'payment.cancellation.needs_review': true,
  'payment.cancellation.cancelled': true,
  'payment.cancellation.not_cancelled': true,
} satisfies Record<EventType, true>).map(shortNameOf);

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WAITS = [1, 5, 30, 2 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY];
/** One call gives up after 15 s. */
const CALLS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
const ROUNDS = [0, 1, 2, 3, 5, 10, 20];
/** Where the delivery schedule tries again. */
const DELAYS = [1, 5, 10, 5 * MINUTE, 30 * MINUTE, 3 * HOUR, 8 * HOUR, DAY, 3 * DAY];

/** @param providers ids of all registered ones: no other value of the label can occur */
export function createWorkerMetrics(providers: readonly ProviderId[]): WorkerMetrics {
  const registry = createRegistry('worker');
  const registers = [registry];
  const begun = new Counter({ name: 'countermand_cancellations_begun_total', help: 'Runs that began.', labelNames: ['provider', 'run'], registers });
  const outcomes = new Counter({ name: 'countermand_outcomes_total', help: 'Outcomes.', labelNames: ['provider', 'outcome', 'run'], registers });
  const unresolved = new Counter({ name: 'countermand_unresolved_total', help: 'Runs that failed because nobody could tell for UNRESOLVED_AFTER.', labelNames: ['provider'], registers });
  const reviews = new Counter({ name: 'countermand_reviews_total', help: 'Times a run began to need a person.', labelNames: ['provider', 'why'], registers });
  const roundsBegun = new Counter({ name: 'countermand_payer_rounds_begun_total', help: "Payer's links issued, renewed ones not counted.", labelNames: ['provider'], registers });
  const rounds = new Histogram({ name: 'countermand_payer_rounds', help: 'Rounds of a request, at its outcome.', labelNames: ['provider'], buckets: ROUNDS, registers });
  const lasted = new Histogram({ name: 'countermand_cancellation_seconds', help: 'From the request to its outcome.', labelNames: ['provider', 'outcome'], buckets: WAITS, registers });
  const waited = new Histogram({ name: 'countermand_wait_seconds', help: 'One uninterrupted wait of a run.', labelNames: ['provider', 'awaited'], buckets: WAITS, registers });
  const calls = new Counter({ name: 'countermand_provider_calls_total', help: 'HTTP calls to a provider.', labelNames: ['provider', 'method', 'result'], registers });
  const callSeconds = new Histogram({ name: 'countermand_provider_call_seconds', help: 'One HTTP call to a provider.', labelNames: ['provider', 'method'], buckets: CALLS, registers });
  const readings = new Counter({ name: 'countermand_readings_total', help: 'What looks at payments told.', labelNames: ['provider', 'answer'], registers });
  const deliveries = new Counter({ name: 'countermand_event_deliveries_total', help: 'Attempts to deliver an event.', labelNames: ['event', 'result'], registers });
  const delays = new Histogram({ name: 'countermand_event_delay_seconds', help: 'From what happened to the delivery of its event.', labelNames: ['event'], buckets: DELAYS, registers });

  startAtZero(begun, { provider: providers, run: RUNS });
  startAtZero(outcomes, { provider: providers, outcome: OUTCOMES, run: RUNS });
  startAtZero(unresolved, { provider: providers });
  startAtZero(reviews, { provider: providers, why: REVIEW_CAUSES });
  startAtZero(roundsBegun, { provider: providers });
  startAtZero(readings, { provider: providers, answer: ANSWERS });
  startAtZero(deliveries, { event: EVENTS, result: DELIVERY_RESULTS });
  startAtZero(calls, { provider: providers, method: METHODS, result: CALL_RESULTS });
  for (const provider of providers) {
    rounds.zero({ provider });
    for (const awaited of AWAITED) waited.zero({ provider, awaited });
  }

  /** A run may name a provider that is not ours. */
  const known = (provider: ProviderId): string => (providers.includes(provider) ? provider : 'other');

  return {
    registry,
    runMeasured: (measured, measurement) => {
      const provider = known(measured.provider);
      const { lateNews } = measured;
      const run = lateNews ? 'late_news' : 'request';
      switch (measurement.what) {
        case 'began':
          return begun.inc({ provider, run });
        case 'roundBegan':
          return roundsBegun.inc({ provider });
        case 'waited':
          return waited.observe({ provider, awaited: measurement.awaited }, measurement.seconds);
        case 'reviewBegan':
          return reviews.inc({ provider, why: measurement.why });
        case 'unresolved':
          return unresolved.inc({ provider });
        case 'ended':
          outcomes.inc({ provider, outcome: measurement.outcome, run });
          if (lateNews) return;
          rounds.observe({ provider }, measurement.rounds);
          return lasted.observe({ provider, outcome: measurement.outcome }, measurement.seconds);
      }
    },
    providerCalled: ({ provider, method, result, seconds }) => {
      calls.inc({ provider, method, result });
      callSeconds.observe({ provider, method }, seconds);
    },
    paymentRead: (provider, answer) => readings.inc({ provider: known(provider), answer }),
    deliveryTried: (type, result, delaySeconds) => {
      const event = shortNameOf(type);
      deliveries.inc({ event, result });
      if (delaySeconds !== null) delays.observe({ event }, delaySeconds);
    },
  };
}

/** `payment.cancellation.cancelled` → `cancelled`. */
function shortNameOf(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}
