import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cancelWorkflowId } from '../../contracts/names.js';
import type { AnotherProcess, Stack } from '../support/stack.js';
import { startStack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';
import { RECOVERY_MS } from './story.js';

let stack: Stack;
let connection: Connection;
beforeAll(async () => {
  // No worker: long-polls would wait for ever.
  stack = await startStack({ parts: [] });
  connection = await Connection.connect({ address: stack.temporalAddress });
});
afterAll(async () => {
  await connection.close();
  await stack.stop();
});

/** How a request ended: with a whole answer, not taken (the connection was refused or reset), or broken off. */
type Ending =
  | { readonly kind: 'answered'; readonly status: number; readonly closes: boolean; readonly body: string }
  | { readonly kind: 'not taken'; readonly why: string }
  | { readonly kind: 'broken off' };

interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

function send(to: string, agent: Agent, { method, path, headers = {}, body }: Sent): Promise<Ending> {
  return new Promise((resolve) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const asked = request(`${to}${path}`, { method, agent, headers: { ...type, ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.once('close', () => {
        const closes = answer.headers.connection === 'close';
        if (answer.complete) resolve({ kind: 'answered', status: answer.statusCode ?? 0, closes, body: text });
        else resolve({ kind: 'broken off' });
      });
    });
    asked.once('error', (error: Error & { code?: string }) => resolve({ kind: 'not taken', why: error.code ?? error.message }));
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const startOf = (paymentId: string, seconds: number): Sent => ({
  method: 'POST',
  path: '/v1/cancellations',
  headers: { prefer: `wait=${seconds}` },
  body: { provider: 'powens', paymentId },
});
const freshPaymentId = (): string => String(BigInt(`0x${randomUUID().slice(0, 8)}`) + 1n);
const resourceSchema = z.object({ id: z.string(), workflowId: z.string(), status: z.string() });

function resourceIn(ending: Ending): z.infer<typeof resourceSchema> {
  if (ending.kind !== 'answered') throw new Error(`not answered but ${JSON.stringify(ending)}`);
  return resourceSchema.parse(JSON.parse(ending.body));
}

interface Started {
  readonly paymentId: string;
  readonly ending: Ending;
}

/** Starts cancellations one after the other on a connection that is kept, until nobody listens any more. */
async function keepStarting(to: string, all: Started[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (;;) {
    const paymentId = freshPaymentId();
    const ending = await send(to, agent, startOf(paymentId, 0));
    all.push({ paymentId, ending });
    if (ending.kind === 'not taken' && ending.why === 'ECONNREFUSED') break;
  }
  agent.destroy();
}

async function hasRun({ paymentId }: Started): Promise<boolean> {
  const client = new Client({ connection, namespace: stack.namespace });
  try {
    await client.workflow.getHandle(cancelWorkflowId({ provider: 'powens', account: 'default', paymentId })).describe();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

describe('an API that is told to stop under load', () => {
  it('answers every request, keeps what it acknowledged, ends long-polls early, and exits with 0', async () => {
    const api: AnotherProcess = await stack.another('api', { name: 'draining api' });
    const patient = new Agent({ keepAlive: true });
    const first = resourceIn(await send(api.url, patient, startOf(freshPaymentId(), 0)));
    const waiting = Promise.all([
      ...Array.from({ length: 5 }, () => send(api.url, patient, { method: 'GET', path: `/v1/cancellations/${first.id}?wait=25` })),
      ...Array.from({ length: 5 }, () => send(api.url, patient, startOf(freshPaymentId(), 25))),
    ]);
    const all: Started[] = [];
    const load = Array.from({ length: 16 }, () => keepStarting(api.url, all));
    await eventually('starts', () => all.length, (count) => count > 100, RECOVERY_MS);
    expect(all.every(({ ending }) => ending.kind === 'answered')).toBe(true);

    await api.kill('SIGTERM');
    expect(api.exitCode()).toBe(0);
    expect(api.output()).toContain('no request was left unanswered');

    await Promise.all(load);
    expect(all.filter(({ ending }) => ending.kind === 'broken off')).toEqual([]);
    const answered = all.flatMap(({ ending }) => (ending.kind === 'answered' ? [ending] : []));
    expect(new Set(answered.map(({ status }) => status))).toEqual(new Set([202]));
    expect(answered.some(({ closes }) => closes)).toBe(true);
    // What was taken was acknowledged, and what was acknowledged is there.
    for (const started of all) expect([started, await hasRun(started)]).toEqual([started, started.ending.kind === 'answered']);

    const polled = await waiting;
    expect(polled.map((ending) => (ending.kind === 'answered' ? [ending.status, ending.closes] : ending))).toEqual([
      ...Array.from({ length: 5 }, () => [200, true]),
      ...Array.from({ length: 5 }, () => [202, true]),
    ]);
    expect(polled.map((ending) => resourceIn(ending).status)).toEqual(polled.map(() => 'requested'));
    patient.destroy();
  });
});
