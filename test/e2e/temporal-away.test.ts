import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { createKeyRing, parseSecretKey } from '../../platform/keys.js';
import { issueStateToken } from '../../platform/state-token.js';
import type { JsonAnswer } from '../support/json-client.js';
import { powensNews, powensSignature } from '../support/powens-webhook.js';
import { startStack, type Stack } from '../support/stack.js';
import { startTemporalServer, type TemporalServer } from '../support/temporal-server.js';
import { eventually } from '../workflow/eventually.js';
import { RECOVERY_MS } from './story.js';

let temporal: TemporalServer;
let stack: Stack;
beforeAll(async () => {
  temporal = await startTemporalServer(inject('temporal').cli);
  stack = await startStack({ temporalAddress: temporal.address, parts: ['api'] });
});
afterAll(async () => {
  await stack.stop();
  await temporal.stop();
});

const resourceSchema = z.looseObject({ id: z.string(), created: z.boolean() });
const freshPaymentId = (): string => String(BigInt(`0x${randomUUID().slice(0, 8)}`) + 1n);

function start(paymentId: string): Promise<JsonAnswer> {
  return stack.api.post('/v1/cancellations', { provider: 'powens', paymentId }, { prefer: 'wait=0' });
}

function webhook(paymentId: string): Promise<JsonAnswer> {
  const path = '/webhooks/powens/default';
  const body = powensNews(paymentId);
  const secret = stack.env['POWENS_WEBHOOK_SECRET'] ?? '';
  return stack.api.post(path, body, powensSignature({ path, body: JSON.stringify(body), secret }));
}

function payerReturns(paymentId: string): Promise<JsonAnswer> {
  const key = parseSecretKey(stack.env['SECRET_KEYS'] ?? '');
  if ('problem' in key) throw new Error(key.problem);
  const state = issueStateToken({ account: 'default', paymentId, expiresAt: new Date(Date.now() + 86_400_000) }, createKeyRing([key]));
  return stack.api.get(`/callbacks/powens?state=${state}&id_payment=${paymentId}`);
}

async function isReady(): Promise<boolean> {
  return (await stack.api.get('/readyz')).status === 200;
}

/** Calls of every kind, one after the other: were each to wait for its own deadline, the test would not end in time. */
async function expectRefusals(paymentId: string): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    for (const call of [start, webhook, payerReturns]) {
      const answer = await call(paymentId);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    }
  }
}

/** What was acknowledged is there, and what was not can be asked for again, without making a second run of it. */
async function expectNothingLost(paymentIds: readonly string[], answers: readonly JsonAnswer[]): Promise<void> {
  for (const [index, { status, body }] of answers.entries()) {
    expect([202, 503]).toContain(status);
    const repeated = await start(paymentIds[index] ?? '');
    expect(repeated.status).toBe(202);
    if (status === 202) expect(repeated.body).toMatchObject({ id: resourceSchema.parse(body).id, created: false });
  }
}

describe.each<[string, () => Promise<void>, () => Promise<void>]>([
  ['killed, and comes back on its file', () => temporal.kill('SIGKILL'), () => temporal.restart()],
  ['frozen, and goes on', async () => temporal.pause(), async () => temporal.resume()],
])('when Temporal is %s', (_how, away, back) => {
  it('calls under way are answered, later ones at once, nothing is lost, and all is well without a restart', async () => {
    const known = freshPaymentId();
    expect((await start(known)).status).toBe(202);
    const paymentIds = Array.from({ length: 10 }, freshPaymentId);
    const underWay = Promise.all(paymentIds.map(start));
    const reading = stack.api.get(`/v1/cancellations/${resourceSchema.parse((await start(known)).body).id}?wait=25`);
    await away();
    const answers = await underWay;
    expect([200, 503]).toContain((await reading).status);
    await eventually('the API is not ready', isReady, (ready) => !ready, RECOVERY_MS);
    await expectRefusals(known);
    await back();
    await eventually('the API is ready', isReady, (ready) => ready, RECOVERY_MS);
    await expectNothingLost([known, ...paymentIds], [await start(known), ...answers]);
    expect((await webhook(known)).status).toBe(200);
    expect((await payerReturns(known)).status).toBe(303);
  });
});

describe('an API that is told to go while Temporal is away', () => {
  it('ends well, although nobody waits any more for what it still asks Temporal', async () => {
    const leaving = await stack.another('api', { name: 'leaving' });
    const { id } = resourceSchema.parse((await start(freshPaymentId())).body);
    const callers = new AbortController();
    const readings = Array.from({ length: 5 }, () => fetch(`${leaving.url}/v1/cancellations/${id}?wait=25`, { signal: callers.signal }));
    const ended = Promise.allSettled(readings);
    await temporal.kill('SIGKILL');
    await eventually('the API is not ready', async () => (await fetch(`${leaving.url}/readyz`)).status, (status) => status !== 200, RECOVERY_MS);
    callers.abort();
    await ended;
    await leaving.kill('SIGTERM');
    expect([leaving.exitCode(), leaving.output()]).toEqual([0, expect.stringContaining('no request was left unanswered')]);
    await temporal.restart();
  });
});
