import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANCEL_WORKFLOW, EVENTS_TASK_QUEUE, TASK_QUEUE } from '../../contracts/names.js';
import { alertRules } from '../ops/alert-rules.js';
import { dashboardExpressions } from '../ops/dashboard.js';
import { metricsIn } from '../ops/metric-names.js';
import { type Sample, samplesIn, sumOf, typesIn } from '../support/samples.js';
import { startStack, type Stack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';
import { begin, beginOrder, isEnded, linkOf, type Story } from './story.js';

/** A re-read between the payer's approval and return would end the run before the return could wake it. */
const ONLY_WHEN_TOLD = '1h';

/** Takes the second attempt of every event. */
const attempts = new Map<string, number>();
const receiver = createServer((request, response) => {
  const id = String(request.headers['webhook-id']);
  attempts.set(id, (attempts.get(id) ?? 0) + 1);
  request.resume().on('end', () => response.writeHead(attempts.get(id) === 1 ? 503 : 204).end());
});

/** What happened, and what both processes said of it afterwards. */
let stack: Stack;
let worker: string;
let api: string;
let of: { readonly worker: readonly Sample[]; readonly api: readonly Sample[] };
const payments: string[] = [];

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  const env = { EVENTS_URL: `http://127.0.0.1:${port}/events`, EVENTS_SECRET: `whsec_${'A'.repeat(43)}=`, POLL_SCHEDULE: ONLY_WHEN_TOLD };
  stack = await startStack({ env });
  await playTheStory();
  worker = await (await fetch(`${stack.urls.worker}/metrics`)).text();
  api = (await stack.api.get('/metrics')).text;
  of = { worker: samplesIn(worker), api: samplesIn(api) };
});
afterAll(() => receiver.close());

/** Two rounds, a payment that is too late, an order, one our credentials are wrong for, a forged return, a run nobody can read. */
async function playTheStory(): Promise<void> {
  const patient = await told(begin(stack, 'webview-leave-then-approve'));
  const { id, ...first } = await patient.cancel();
  await patient.visit(linkOf({ id, ...first }));
  await patient.resource(id, isEnded);
  for (const beginning of [begin(stack, 'already-done'), beginOrder(stack, 'authorised')]) {
    const story = await told(beginning);
    await story.resource((await story.cancel()).id, isEnded);
  }
  const blocked = await told(begin(stack, 'unauthorised'));
  await blocked.resource((await blocked.cancel()).id, ({ status }) => status === 'needs_review');
  await stack.api.get('/callbacks/powens?state=forged&id_payment=1');
  await startWhatNobodyCanRead();
  await eventually('every event is delivered at the second attempt', async () => [...attempts.values()], (counts) => counts.length === 5 && counts.every((count) => count === 2));
  await eventually('visibility knows', async () => sumOf(samplesIn((await stack.api.get('/metrics')).text), 'countermand_open_runs', { status: 'needs_review' }), (count) => count === 1);
}

/** A run whose first task fails, for ever. */
async function startWhatNobodyCanRead(): Promise<void> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const foreign = { metadata: { encoding: Buffer.from('binary/of-nobody') }, data: Buffer.from('?') };
  const payloadCodecs = [{ encode: async () => [foreign], decode: async () => [foreign] }];
  const client = new Client({ connection, namespace: stack.namespace, dataConverter: { payloadCodecs } });
  await client.workflow.start(CANCEL_WORKFLOW, { workflowId: 'unreadable', taskQueue: TASK_QUEUE, args: [null] });
  const failed = async (): Promise<boolean> => (await (await fetch(`${stack.urls.worker}/metrics`)).text()).includes('temporal_workflow_task_execution_failed_total{');
  await eventually('its task fails', failed, (has) => has);
  await connection.close();
}

async function told(beginning: Promise<Story>): Promise<Story> {
  const story = await beginning;
  payments.push(story.paymentId);
  return story;
}

describe('the metrics of a worker', () => {
  it('tell how every cancellation went', () => {
    const { worker: samples } = of;
    const powens = { provider: 'powens', run: 'request' };
    expect(sumOf(samples, 'countermand_cancellations_begun_total', powens)).toBe(3);
    expect(sumOf(samples, 'countermand_outcomes_total', { ...powens, outcome: 'cancelled' })).toBe(1);
    expect(sumOf(samples, 'countermand_outcomes_total', { ...powens, outcome: 'tooLate' })).toBe(1);
    expect(sumOf(samples, 'countermand_outcomes_total', { provider: 'swedbankpay', outcome: 'cancelled' })).toBe(1);
    expect(sumOf(samples, 'countermand_outcomes_total')).toBe(3);
    expect(sumOf(samples, 'countermand_payer_rounds_begun_total')).toBe(2);
    expect(sumOf(samples, 'countermand_payer_rounds_sum')).toBe(2);
    expect(sumOf(samples, 'countermand_cancellation_seconds_count')).toBe(3);
    expect(sumOf(samples, 'countermand_wait_seconds_count', { provider: 'powens', awaited: 'payer' })).toBe(2);
    expect(sumOf(samples, 'countermand_reviews_total', { why: 'blocked' })).toBe(1);
    expect(sumOf(samples, 'countermand_unresolved_total')).toBe(0);
  });

  it('tell every call to a provider, what it told and how long it took', () => {
    const { worker: samples } = of;
    const calls = (labels: Readonly<Record<string, string>>): number => sumOf(samples, 'countermand_provider_calls_total', labels);
    expect(calls({ provider: 'powens', result: 'refused' })).toBeGreaterThanOrEqual(1);
    expect(calls({ provider: 'swedbankpay', method: 'POST', result: 'ok' })).toBe(1);
    expect(calls({ provider: 'swedbankpay' })).toBe(sumOf(samples, 'countermand_provider_call_seconds_count', { provider: 'swedbankpay' }));
    expect(sumOf(samples, 'countermand_readings_total', { provider: 'powens', answer: 'blocked' })).toBeGreaterThanOrEqual(1);
    expect(sumOf(samples, 'countermand_readings_total', { answer: 'payerValidationRequired' })).toBe(2);
  });

  it('tell of every event whether it was taken, and that it had to be sent again', () => {
    const { worker: samples } = of;
    const deliveries = (result: string): number => sumOf(samples, 'countermand_event_deliveries_total', { result });
    expect([deliveries('refused'), deliveries('delivered')]).toEqual([5, 5]);
    expect(sumOf(samples, 'countermand_event_delay_seconds_count')).toBe(5);
  });

  it("hold those of Temporal's SDK and of the process, every name once", () => {
    const names = [...worker.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const name of ['temporal_num_pollers', 'temporal_workflow_completed_total', 'process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds']) {
      expect(names).toContain(name);
    }
    expect(sumOf(of.worker, 'temporal_num_pollers', { task_queue: TASK_QUEUE })).toBeGreaterThan(0);
  });
});

describe('the metrics of the API', () => {
  it('tell how all cancellations stand, and who works on them', () => {
    const { api: samples } = of;
    expect(sumOf(samples, 'countermand_open_runs', { status: 'needs_review' })).toBe(1);
    expect(sumOf(samples, 'countermand_open_runs')).toBe(1);
    expect(sumOf(samples, 'countermand_stalled_runs')).toBe(0);
    for (const queue of [TASK_QUEUE, EVENTS_TASK_QUEUE]) expect(sumOf(samples, 'countermand_task_queue_pollers', { queue })).toBe(1);
    expect(sumOf(samples, 'countermand_temporal_reachable')).toBe(1);
  });

  it('tell what became of every callback and of every request', () => {
    const { api: samples } = of;
    expect(sumOf(samples, 'countermand_callbacks_total', { channel: 'payer_return', verdict: 'forged' })).toBe(1);
    const redirected = sumOf(samples, 'countermand_http_requests_total', { route: '/callbacks/:provider', status: '303' });
    expect(sumOf(samples, 'countermand_callbacks_total', { channel: 'payer_return', verdict: 'signalled' })).toBe(redirected);
    expect(redirected).toBeGreaterThanOrEqual(1);
    expect(sumOf(samples, 'countermand_http_requests_total', { method: 'POST', route: '/v1/cancellations', status: '202' })).toBe(4);
    expect(sumOf(samples, 'countermand_http_requests_total', { route: '/callbacks/:provider', status: '400' })).toBe(1);
  });

  it('are told while no worker is alive', async () => {
    await stack.kill('worker');
    const samples = samplesIn((await stack.api.get('/metrics')).text);
    expect(sumOf(samples, 'countermand_open_runs', { status: 'needs_review' })).toBe(1);
    await expect(fetch(`${stack.urls.worker}/metrics`)).rejects.toThrow();
  });
});

describe('the dashboard and the alerts', () => {
  it('ask only for metrics that a worker or an API really has', () => {
    const exposed = new Set([...typesIn(worker).keys(), ...typesIn(api).keys()]);
    const asked = [...dashboardExpressions(), ...alertRules().map(({ expr }) => expr)].flatMap(metricsIn);
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter((name) => !exposed.has(name))).toEqual([]);
  });
});

describe('no metric', () => {
  it('holds a payment, an account, a secret or an address', () => {
    const secrets = Object.entries(stack.env).filter(([name]) => /SECRET|TOKEN|KEYS/.test(name)).map(([, value]) => value);
    for (const text of [worker, api]) {
      expect(typesIn(text).size).toBeGreaterThan(20);
      const values = samplesIn(text).flatMap(({ labels }) => Object.values(labels));
      expect(values.filter((value) => payments.some((payment) => value.includes(payment)))).toEqual([]);
      expect(values.filter((value) => value === 'default' || value.includes('://'))).toEqual([]);
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });
});
