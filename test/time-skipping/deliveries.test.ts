import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createEventActivities } from '../../activities/deliver-event.js';
import { type DeliverEventResult, deliveryWorkflowId } from '../../contracts/event.js';
import { DELIVER_WORKFLOW } from '../../contracts/names.js';
import type { HttpCall, HttpClient } from '../../contracts/provider.js';
import { EVENT } from '../events/sample-event.js';
import { quietRuntime, workflowBundle } from '../workflow/rig.js';

const HOUR_MS = 3_600_000;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  quietRuntime();
  const executable = { type: 'existing-path', path: inject('timeSkippingLauncher') } as const;
  environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
});
afterAll(async () => await environment.teardown());

interface Delivered {
  /** What was sent, one after the other. */
  readonly calls: readonly HttpCall[];
  /** On the server's clock, from the first to the last moment. */
  readonly hours: number;
  readonly result: DeliverEventResult | null;
  /** Type of the failure, where nobody took it. */
  readonly failure: string | null;
}

/** Delivers an event to a receiver that answers so, attempt by attempt; the last answer repeats. */
async function deliver(name: string, ...statuses: readonly number[]): Promise<Delivered> {
  const calls: HttpCall[] = [];
  const http: HttpClient = {
    exchange: async (call) => {
      const status = statuses[Math.min(calls.push(call), statuses.length) - 1] ?? 500;
      return { status, headers: {}, text: '', digest: 'sha256:0', receivedAt: new Date().toISOString() };
    },
  };
  const events = { url: 'https://orders.shop.example/events', secret: SECRET };
  const { client, nativeConnection } = environment;
  const worker = await Worker.create({
    connection: nativeConnection,
    namespace: client.options.namespace,
    taskQueue: name,
    workflowBundle: await workflowBundle(),
    activities: { ...createEventActivities({ events, http, payerLink: (id) => `https://pay.example/r/${id}`, now: () => new Date() }) },
  });
  const options = { workflowId: `${deliveryWorkflowId(EVENT.eventId)}/${name}`, taskQueue: name, args: [EVENT] };
  const handle = await client.workflow.start(DELIVER_WORKFLOW, options);
  const end = await worker.runUntil(
    handle.result().then(
      (result) => ({ result: result as DeliverEventResult, failure: null }),
      (error: { cause?: { cause?: { type?: string } } }) => ({ result: null, failure: error.cause?.cause?.type ?? String(error) }),
    ),
  );
  const { startTime, closeTime } = await handle.describe();
  return { calls, hours: ((closeTime?.getTime() ?? Number.NaN) - startTime.getTime()) / HOUR_MS, ...end };
}

describe('the delivery of an event', () => {
  it('goes on for about 75 hours with one id, then fails for a person to act', async () => {
    const { calls, hours, failure } = await deliver('never-taken', 500, 404, 302, 503);
    expect(failure).toBe('EventUndelivered');
    expect(calls).toHaveLength(10);
    expect(hours).toBeGreaterThan(75);
    expect(hours).toBeLessThan(77);
    expect(new Set(calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([EVENT.eventId]));
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
  });

  it('ends with a receiver that comes back on the third day, and with one that is gone for good', async () => {
    const taken = await deliver('taken-late', 500, 500, 500, 500, 500, 500, 500, 500, 500, 204);
    expect(taken.result).toEqual({ delivered: true, reason: null, attempts: 10 });
    expect(taken.hours).toBeGreaterThan(72);
    const gone = await deliver('gone', 500, 410);
    expect(gone.result).toEqual({ delivered: false, reason: 'receiver_gone', attempts: 2 });
    expect(gone.calls).toHaveLength(2);
  });
});
