import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure } from '@temporalio/common';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { createEventActivities, DELIVERY_SCHEDULE } from '../../activities/deliver-event.js';
import type { DeliverEventResult } from '../../contracts/event.js';
import { createHttpClient } from '../../platform/http.js';
import { PROOF } from '../workflows/machine-samples.js';
import { EVENT } from './sample-event.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

interface Delivery {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function receiver(status: number, headers: Record<string, string> = {}) {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      deliveries.push({ headers: request.headers, body });
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`, deliveries };
}

async function deliver(url: string | null, attempt = 1): Promise<DeliverEventResult | ApplicationFailure> {
  const { deliverEvent } = createEventActivities({
    events: url === null ? null : { url, secret: SECRET },
    http: createHttpClient(),
    payerLink: (id) => `https://pay.example/r/${id}`,
    now: () => new Date(),
  });
  try {
    return await new MockActivityEnvironment({ attempt }).run(deliverEvent, EVENT);
  } catch (failure) {
    if (failure instanceof ApplicationFailure) return failure;
    throw failure;
  }
}

describe('the delivery of an event', () => {
  it('sends the resource as a CloudEvent that the reference library accepts', async () => {
    const { url, deliveries } = await receiver(204);
    expect(await deliver(url)).toEqual({ delivered: true, reason: null, attempts: 1 });
    const [{ headers, body }] = deliveries as [Delivery];
    expect(headers['content-type']).toContain('application/cloudevents+json');
    expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toMatchObject({
      specversion: '1.0',
      id: EVENT.eventId,
      type: 'payment.cancellation.cancelled',
      data: { status: 'cancelled', workflowId: EVENT.run.workflowId, outcome: { kind: 'cancelled', proof: PROOF } },
    });
  });

  it('keeps its id over attempts', async () => {
    const { url, deliveries } = await receiver(500);
    await deliver(url, 1);
    await deliver(url, 2);
    expect(deliveries.map(({ headers }) => headers['webhook-id'])).toEqual([EVENT.eventId, EVENT.eventId]);
  });

  it.each([
    ['500', 500],
    ['404', 404],
    ['a redirect', 302],
  ])('tries again after %s, as the schedule says', async (_case, status) => {
    const { url } = await receiver(status, { location: 'http://127.0.0.1:1/' });
    expect(await deliver(url, 3)).toMatchObject({ nonRetryable: false, nextRetryDelay: DELIVERY_SCHEDULE[2] });
  });

  it('waits longer when the receiver asks for it', async () => {
    const { url } = await receiver(503, { 'retry-after': '600' });
    expect(await deliver(url, 1)).toMatchObject({ nextRetryDelay: 600_000 });
  });

  it('stops for good at 410', async () => {
    const { url } = await receiver(410);
    expect(await deliver(url)).toEqual({ delivered: false, reason: 'receiver_gone', attempts: 1 });
  });

  it('fails for a person to look at the receiver after about 75 hours', async () => {
    const { url } = await receiver(500);
    expect(await deliver(url, DELIVERY_SCHEDULE.length + 1)).toMatchObject({ nonRetryable: true, type: 'EventUndelivered' });
    const hours = DELIVERY_SCHEDULE.reduce((sum, delay) => sum + delay, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(74);
    expect(hours).toBeLessThan(77);
  });

  it('ends quietly when this deployment sends no events any more', async () => {
    expect(await deliver(null)).toEqual({ delivered: false, reason: 'events_not_configured', attempts: 1 });
  });
});
