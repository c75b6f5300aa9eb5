import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { EVENT_UNDELIVERED, type DeliverEventInput, type DeliverEventResult } from '../../contracts/event.js';
import { ProviderFault } from '../../contracts/fault.js';
import type { CancellationProvider, HttpCall, HttpClient, ProviderReading, ReadRequest } from '../../contracts/provider.js';
import { notConfigured } from '../../activities/fault-reading.js';
import { measuredDeliveries, measuredHttp, measuredProvider, measuringSinks } from '../../worker/measured.js';
import { createWorkerMetrics } from '../../worker/metrics.js';
import { samplesIn } from '../support/samples.js';

const budget = { remainingMs: () => 20_000, signal: new AbortController().signal };
const CALL: HttpCall = { method: 'POST', url: 'https://acme.biapi.pro/2.0', allowedOrigins: [], headers: {}, body: null, budget };
const READ: ReadRequest = {
  payment: { provider: 'powens', account: 'default', paymentId: '1' },
  facts: { reads: 0, sends: { begun: 0, accepted: 0, rejected: 0, notSent: 0 }, linkIssued: false, memory: {} },
  budget,
};

describe('calls to a provider', () => {
  it.each([
    ['an answer', 200, 'ok'],
    ['a refusal of our credentials', 401, 'refused'],
    ['a missing right', 403, 'refused'],
    ['a limit', 429, 'limited'],
    ['a payment that is not there', 404, 'client_error'],
    ['a provider in trouble', 502, 'server_error'],
  ])('%s is counted once under its result', async (_what, status, result) => {
    const metrics = createWorkerMetrics(['powens']);
    await measuredHttp(answering(status), 'powens', metrics).exchange(CALL);
    const labels = { provider: 'powens', method: 'POST' };
    expect(await increased(metrics, 'countermand_provider_calls_total')).toEqual([[{ ...labels, result }, 1]]);
    expect(await increased(metrics, 'countermand_provider_call_seconds_count')).toEqual([[labels, 1]]);
  });

  it.each([
    ['http.timeout', 'timeout'],
    ['http.connection_lost', 'connection_lost'],
    ['http.no_time_left', 'not_sent'],
    ['powens.something_else', 'failed'],
  ])('the fault %s is counted and goes on', async (code, result) => {
    const metrics = createWorkerMetrics(['powens']);
    const fault = new ProviderFault({ code, message: 'no', retryable: true });
    await expect(measuredHttp({ exchange: () => Promise.reject(fault) }, 'powens', metrics).exchange(CALL)).rejects.toBe(fault);
    expect(await increased(metrics, 'countermand_provider_calls_total')).toEqual([[{ provider: 'powens', method: 'POST', result }, 1]]);
  });
});

describe('looks at a payment', () => {
  it('count what they told, whichever way they were made', async () => {
    const metrics = createWorkerMetrics(['powens']);
    const reading: ProviderReading = { ...notConfigured({}), answer: { kind: 'cancellable' } };
    const provider = measuredProvider(saying(() => Promise.resolve(reading)), 'powens', metrics);
    expect(await provider.readPayment(READ)).toBe(reading);
    expect(await provider.advice?.readWithAdvice(READ)).toEqual({ reading, foreseenRefusal: null });
    expect(await increased(metrics, 'countermand_readings_total')).toEqual([[{ provider: 'powens', answer: 'cancellable' }, 2]]);
  });

  it.each([
    [true, 'indeterminate'],
    [false, 'blocked'],
  ])('count a fault (retryable: %s) as the answer it is taken for', async (retryable, answer) => {
    const metrics = createWorkerMetrics(['powens']);
    const fault = new ProviderFault({ code: 'powens.unauthorised', message: 'no', retryable });
    const provider = measuredProvider(saying(() => Promise.reject(fault)), 'powens', metrics);
    await expect(provider.readPayment(READ)).rejects.toBe(fault);
    expect(await increased(metrics, 'countermand_readings_total')).toEqual([[{ provider: 'powens', answer }, 1]]);
  });

  it('count nothing for a fault of our own', async () => {
    const metrics = createWorkerMetrics(['powens']);
    const provider = measuredProvider(saying(() => Promise.reject(new TypeError('a bug'))), 'powens', metrics);
    await expect(provider.readPayment(READ)).rejects.toThrow('a bug');
    expect(await increased(metrics, 'countermand_readings_total')).toEqual([]);
  });
});

describe('deliveries', () => {
  it('count how each attempt ended, and how late the event was', async () => {
    const metrics = createWorkerMetrics([]);
    const taken = { delivered: true, reason: null, attempts: 1 };
    expect(await deliver(() => Promise.resolve(taken), metrics)).toBe(taken);
    const event = 'not_cancelled';
    expect(await increased(metrics, 'countermand_event_deliveries_total')).toEqual([[{ event, result: 'delivered' }, 1]]);
    expect(await increased(metrics, 'countermand_event_delay_seconds_sum')).toEqual([[{ event }, 90]]);
  });

  it.each([
    ['refused', ApplicationFailure.create({ type: 'NotTaken' })],
    ['given_up', ApplicationFailure.nonRetryable('nobody', EVENT_UNDELIVERED)],
    ['failed', new TypeError('a bug')],
  ])('tell %s from the others', async (result, failure) => {
    const metrics = createWorkerMetrics([]);
    await expect(deliver(() => Promise.reject(failure), metrics)).rejects.toBe(failure);
    expect(await increased(metrics, 'countermand_event_deliveries_total')).toEqual([[{ event: 'not_cancelled', result }, 1]]);
    expect(await increased(metrics, 'countermand_event_delay_seconds_count')).toEqual([]);
  });
});

describe('what runs tell', () => {
  it('is never counted under a provider that is not registered', async () => {
    const metrics = createWorkerMetrics(['powens']);
    const { fn } = measuringSinks(metrics).measuring.measured;
    const info = {} as Parameters<typeof fn>[0];
    await fn(info, { provider: 'made-up-by-a-caller', lateNews: false }, { what: 'began' });
    expect(await increased(metrics, 'countermand_cancellations_begun_total')).toEqual([[{ provider: 'other', run: 'request' }, 1]]);
    expect(await metrics.registry.metrics()).not.toContain('made-up-by-a-caller');
  });

  it('keeps late news apart from requests', async () => {
    const metrics = createWorkerMetrics(['powens']);
    metrics.runMeasured({ provider: 'powens', lateNews: true }, { what: 'ended', outcome: 'tooLate', seconds: 3, rounds: 0 });
    expect(await increased(metrics, 'countermand_outcomes_total')).toEqual([[{ provider: 'powens', outcome: 'tooLate', run: 'late_news' }, 1]]);
    expect(await increased(metrics, 'countermand_cancellation_seconds_count')).toEqual([]);
  });
});

/** Samples of a name that are not 0. */
async function increased({ registry }: ReturnType<typeof createWorkerMetrics>, name: string): Promise<[object, number][]> {
  const samples = samplesIn(await registry.metrics()).filter((sample) => sample.name === name && sample.value !== 0);
  return samples.map(({ labels, value }) => [labels, value]);
}

function answering(status: number): HttpClient {
  return { exchange: () => Promise.resolve({ status, headers: {}, text: '', digest: '', receivedAt: '' }) };
}

function saying(look: () => Promise<ProviderReading>): CancellationProvider {
  return {
    requestCancellation: look,
    readPayment: look,
    payerValidation: null,
    advice: { readWithAdvice: async () => ({ reading: await look(), foreseenRefusal: null }) },
  };
}

function deliver(attempt: () => Promise<DeliverEventResult>, metrics: ReturnType<typeof createWorkerMetrics>): Promise<DeliverEventResult> {
  const now = (): Date => new Date('2026-11-21T10:01:30.000Z');
  const announcement = { type: 'payment.cancellation.not_cancelled', number: 1, at: '2026-11-21T10:00:00.000Z' } as const;
  const input = { eventId: 'e.1', announcement } as DeliverEventInput;
  return measuredDeliveries({ deliverEvent: attempt }, metrics, now).deliverEvent(input);
}
