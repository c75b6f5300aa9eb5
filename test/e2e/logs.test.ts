import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startStack, type Stack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';
import { begin, beginOrder, isEnded, linkOf, type Resource } from './story.js';

const canary = (name: string): string => `canary-${name}-${randomBytes(9).toString('hex')}`;
const TOKEN = canary('api-token');
const KEY = canary('idempotency-key');
const EVENTS_SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const PERSONAL = { description: canary('description'), reason: 'canary_reason', returnUrl: `https://shop.example/${canary('return')}` } as const;
const REQUEST_ID = 'order-4711.retry-2';
const HOSTILE_ID = '4711 "level":"error"';
const MADE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const lineSchema = z.looseObject({
  level: z.enum(['debug', 'info', 'warn', 'error']),
  time: z.iso.datetime(),
  name: z.string(),
  msg: z.string(),
  requestId: z.string().optional(),
  workflowId: z.string().optional(),
  cancellationWorkflowId: z.string().optional(),
  route: z.string().optional(),
  status: z.number().optional(),
  gone: z.boolean().optional(),
  attempt: z.number().optional(),
  activityType: z.string().optional(),
});
type Line = z.infer<typeof lineSchema>;

const authorized = { authorization: `Bearer ${TOKEN}` };
let receiver: Server;
let stack: Stack;
let seen: { readonly resource: Resource; readonly handle: string; readonly link: URL };
let troubled: Resource;

beforeAll(async () => {
  receiver = createServer((_request, response) => response.writeHead(503).end());
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const eventsUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/canary-events-path`;
  stack = await startStack({ env: { LOG_LEVEL: 'debug', API_TOKENS: `orders:${TOKEN}:*:*`, EVENTS_URL: eventsUrl, EVENTS_SECRET } });
  seen = await wholeStory();
  await everythingThatIsRefused();
  await aProviderInTrouble();
});
afterAll(() => receiver.close());

async function wholeStory(): Promise<typeof seen> {
  const story = await begin(stack, 'webview-leave-then-approve');
  const headers = { ...authorized, 'x-request-id': REQUEST_ID, 'idempotency-key': KEY };
  const { returnUrl, ...texts } = PERSONAL;
  const first = await story.cancel({ orderRef: 'A-17', ...texts, payer: { returnUrl } }, headers);
  const handedOut = linkOf(first);
  const link = new URL((await fetch(handedOut, { redirect: 'manual' })).headers.get('location') ?? '');
  await story.visit(handedOut);
  const resource = await ended(first.id);
  return { resource, handle: new URL(handedOut).pathname.split('/').at(-1) ?? '', link };
}

async function ended(id: string): Promise<Resource> {
  return await eventually('the outcome', async () => (await stack.api.get(`/v1/cancellations/${id}`, authorized)).body as Resource, isEnded);
}

/** Each with a secret, or somebody's words, in a place of its own. */
async function everythingThatIsRefused(): Promise<void> {
  const { api, env } = stack;
  const body = { provider: 'powens', paymentId: '1', description: PERSONAL.description.repeat(20) };
  await api.post('/v1/cancellations', body, authorized);
  await api.post('/v1/cancellations', body, { authorization: `Bearer ${canary('wrong-token')}` });
  await api.get(`/r/${seen.handle}x`);
  await api.get(`/callbacks/powens?id_payment=1&state=${canary('forged-state')}`);
  await api.post('/webhooks/powens/default', { canary: canary('webhook-body') }, { 'bi-signature': canary('signature') });
  await api.post(`/webhooks/swedbankpay/default/${canary('wrong-path-secret')}`, {});
  await api.post(`/webhooks/swedbankpay/default/${env['SWEDBANKPAY_CALLBACK_SECRET']}`, { paymentOrder: { id: '/psp/paymentorders/nobodys' } });
  await api.get(`/v1/cancellations?orderRef=${canary('query')}`, { 'x-request-id': 'two words' });
  await api.get(`/${canary('nowhere')}?token=${TOKEN}`);
}

/** Nobody answers, then nonsense: what is thrown inside names addresses and holds what was read. */
async function aProviderInTrouble(): Promise<void> {
  const story = await begin(stack, 'direct');
  for (const kind of ['500-before', 'html-200', 'reset-before']) {
    const { status } = await stack.simulator.post('/admin/faults', { provider: 'powens', payment: story.paymentId, kind, times: 1 });
    expect(status).toBeLessThan(300);
  }
  const headers = { ...authorized, 'x-request-id': HOSTILE_ID };
  troubled = await story.cancel({ description: PERSONAL.description }, headers).then(({ id }) => ended(id));
  await beginOrder(stack, 'authorised').then((order) => order.cancel({}, authorized)).then(({ id }) => ended(id));
}

function linesOf(part: 'worker' | 'api'): readonly Line[] {
  const lines = stack.output(part).split('\n').filter((line) => line !== '');
  return lines.map((line) => lineSchema.parse(JSON.parse(line)));
}

/** What the worker says of a cancellation; the SDK tells of a beginning before it knows what begins. */
function linesAbout({ workflowId: about }: Resource): readonly Line[] {
  const lines = linesOf('worker').filter(({ workflowId, cancellationWorkflowId }) => workflowId === about || cancellationWorkflowId === about);
  return lines.filter(({ msg }) => msg !== 'Workflow started' && msg !== 'Activity started');
}

function isDelivery({ activityType }: Line): boolean {
  return activityType === 'deliverEvent';
}

describe('the logs', () => {
  it('are one JSON object per line, with level, time, process and message', () => {
    expect(new Set(linesOf('api').map(({ name }) => name))).toEqual(new Set(['api']));
    expect(new Set(linesOf('worker').map(({ name }) => name))).toEqual(new Set(['worker']));
  });

  it('of the API have one line per request, by route, with status, latency, request id and, once known, workflow id', async () => {
    const { workflowId } = seen.resource;
    const accesses = await eventually('the last access', async () => linesOf('api').filter(({ msg }) => msg === 'request'), (all) => all.some(({ status }) => status === 404));
    const start = accesses.find(({ requestId }) => requestId === REQUEST_ID);
    expect(start).toMatchObject({ method: 'POST', route: '/v1/cancellations', status: 202, workflowId, ms: expect.any(Number) as number });
    for (const route of ['/v1/cancellations/:id', '/r/:handle', '/callbacks/:provider', '/webhooks/:provider/:account']) {
      expect(accesses.filter((access) => access.route === route && access.workflowId === workflowId), route).not.toEqual([]);
    }
    const ids = accesses.map(({ requestId }) => requestId ?? '');
    expect(ids.filter((id) => !/^[\w.-]{1,64}$/.test(id))).toEqual([]);
    expect(accesses.filter(({ route }) => /canary|psp/.test(route ?? ''))).toEqual([]);
  });

  it('of the worker tell each attempt of each step and each status, by the same workflow id', () => {
    const mine = linesOf('worker').filter(({ workflowId }) => workflowId === seen.resource.workflowId);
    const steps = mine.filter(({ msg }) => msg === 'A step is done');
    expect(steps[0]).toMatchObject({ activityType: 'requestCancellation', attempt: 1, answer: 'payerValidationRequired', ms: expect.any(Number) as number });
    expect(steps.at(-1)).toMatchObject({ answer: 'cancelled' });
    expect(mine.filter(({ rounds }) => rounds !== undefined).map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['awaiting_payer', 'verifying', 'cancelled']) as string[],
    );
  });

  it('of the worker name the request that began it all: in every step, status and delivery, the SDK’s own lines included', async () => {
    const lines = await eventually('a delivery', () => linesAbout(seen.resource), (all) => all.some(isDelivery));
    expect(new Set(lines.map(({ requestId, msg }) => requestId ?? msg))).toEqual(new Set([REQUEST_ID]));
    const kinds = new Set(lines.map(({ activityType, msg }) => activityType ?? msg));
    for (const kind of ['requestCancellation', 'verifyPayment', 'deliverEvent', 'awaiting_payer', 'cancelled']) expect(kinds).toContain(kind);
    expect(lines.map(({ msg }) => msg)).toContain('Activity completed');
    const [answered] = linesOf('api').filter(({ requestId, msg }) => requestId === REQUEST_ID && msg === 'request');
    expect(answered).toMatchObject({ route: '/v1/cancellations', workflowId: seen.resource.workflowId });
  });

  it('of the worker name the id that was made where the caller gave none that may stand in a log', () => {
    const [start] = linesOf('api').filter(({ route, workflowId }) => route === '/v1/cancellations' && workflowId === troubled.workflowId);
    expect(start?.requestId).toMatch(MADE_ID);
    const lines = linesAbout(troubled);
    expect(lines.map(({ msg }) => msg)).toContain('A step is done');
    expect(new Set(lines.map(({ requestId, msg }) => requestId ?? msg))).toEqual(new Set([start?.requestId]));
    for (const part of ['worker', 'api'] as const) expect(stack.output(part)).not.toContain('4711 ');
  });

  it('of the API tell of a caller who hung up while it waited', async () => {
    const { id, workflowId } = await (await begin(stack, 'webview-approve')).cancel({}, authorized);
    const hangUp = (): Promise<unknown> =>
      fetch(`${stack.urls.api}/v1/cancellations/${id}?wait=20`, { headers: authorized, signal: AbortSignal.timeout(500) }).catch(() => null);
    const [line] = await eventually(
      'the line',
      async () => {
        await hangUp();
        return linesOf('api').filter(({ gone }) => gone === true);
      },
      (lines) => lines.length > 0,
    );
    expect(line).toMatchObject({ msg: 'request', route: '/v1/cancellations/:id', workflowId, requestId: expect.stringMatching(MADE_ID) as string });
  });

  it('hold no secret and nothing a caller says of a person, whatever went wrong', () => {
    const { env } = stack;
    const secrets: Readonly<Record<string, string>> = {
      ...PERSONAL,
      'API token': TOKEN,
      'idempotency key': KEY,
      'events secret': EVENTS_SECRET.slice('whsec_'.length),
      'events address': 'canary-events-path',
      'Powens client secret': env['POWENS_CLIENT_SECRET'] ?? '',
      'Powens webhook secret': env['POWENS_WEBHOOK_SECRET'] ?? '',
      'Swedbank Pay token': env['SWEDBANKPAY_TOKEN'] ?? '',
      'Swedbank Pay callback secret': env['SWEDBANKPAY_CALLBACK_SECRET'] ?? '',
      'key ring': (env['SECRET_KEYS'] ?? '').split(':')[1] ?? '',
      handle: seen.handle,
      'webview address': seen.link.pathname,
      'scoped token': seen.link.searchParams.get('code') ?? '',
      'state token': seen.link.searchParams.get('state') ?? '',
      'any planted word': 'canary-',
    };
    for (const part of ['worker', 'api', 'simulator'] as const) {
      const output = stack.output(part);
      expect(output.length, part).toBeGreaterThan(0);
      for (const [name, secret] of Object.entries(secrets)) {
        expect(secret, name).not.toBe('');
        expect(output.includes(secret), `${name} in the log of the ${part}`).toBe(false);
      }
    }
  });

  it('of a request come back under its id, and a bad id is replaced', async () => {
    const taken = await stack.api.get('/healthz', { 'x-request-id': REQUEST_ID });
    expect(taken.headers.get('x-request-id')).toBe(REQUEST_ID);
    for (const bad of ['two words', 'x'.repeat(65), '{"a":1}']) {
      const made = (await stack.api.get('/healthz', { 'x-request-id': bad })).headers.get('x-request-id');
      expect(made).toMatch(MADE_ID);
    }
  });
});
