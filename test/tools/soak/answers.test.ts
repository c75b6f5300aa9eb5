import { afterEach, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { type EventReceiver, startEventReceiver } from '../../../tools/soak/event-receiver.js';
import { judgeEnding } from '../../../tools/soak/storm.js';
import { judgeAnswer } from '../../../tools/soak/watched-fetch.js';
import { arrival, cancelled, resource } from './samples.js';

function answer(status: number, body: unknown = {}, headers: Readonly<Record<string, string>> = {}) {
  return { status, headers: new Headers(headers), text: JSON.stringify(body) };
}

describe('an answer that no caller should get', () => {
  it.each([
    [500, {}, {}, 'was answered with 500'],
    [502, {}, {}, 'was answered with 502'],
    [503, {}, {}, 'without Retry-After'],
    [200, { status: 'cancelled', outcome: null }, {}, 'without its outcome'],
    [200, { status: 'awaiting_payer', outcome: { kind: 'cancelled' } }, {}, 'without its outcome'],
  ])('%i %j', (status, body, headers, what) => {
    expect(judgeAnswer('GET /v1/cancellations/:id', answer(status, body, headers))).toMatchObject({ promise: 'ANSWERS', what: expect.stringContaining(what) });
  });

  it.each([
    [503, {}, { 'retry-after': '5' }],
    [404, {}, {}],
    [200, { status: 'cancelled', outcome: { kind: 'cancelled' } }, {}],
    [200, { items: [], nextCursor: null }, {}],
  ])('is not %i %j', (status, body, headers) => {
    expect(judgeAnswer('GET /v1/cancellations/:id', answer(status, body, headers))).toBeNull();
  });
});

describe('a process that got SIGTERM', () => {
  it('is found where it had to be killed, or ended with another code than 0', () => {
    expect(judgeEnding('worker', { code: null, signal: 'SIGKILL' })).toMatchObject({ promise: 'PROCESSES', what: expect.stringContaining('grace') });
    expect(judgeEnding('api', { code: 1, signal: null })).toMatchObject({ what: 'api ended by SIGTERM with exit code 1' });
    expect(judgeEnding('api', { code: 0, signal: null })).toBeNull();
    expect(judgeEnding('api', null)).toBeNull();
  });
});

describe('the receiver of events', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  let receiver: EventReceiver;
  afterEach(() => receiver.close());

  async function send(signedWith = secret): Promise<number> {
    const { event } = arrival(resource(cancelled));
    const body = JSON.stringify(event);
    const now = new Date();
    const headers = {
      'webhook-id': event.id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(signedWith).sign(event.id, now, body),
    };
    return (await fetch(receiver.url, { method: 'POST', headers, body })).status;
  }

  it('refuses some of what is good, until it is told to be kind', async () => {
    receiver = await startEventReceiver({ secret, seed: '1' });
    const statuses: number[] = [];
    for (let count = 0; count < 40; count += 1) statuses.push(await send());
    expect(new Set(statuses)).toEqual(new Set([204, 503]));
    expect(receiver.inbox().arrivals.filter(({ taken }) => taken)).toHaveLength(statuses.filter((status) => status === 204).length);
    receiver.beKind();
    expect(await Promise.all(Array.from({ length: 20 }, () => send()))).toEqual(Array.from({ length: 20 }, () => 204));
  });

  it('remembers what was signed by somebody else', async () => {
    receiver = await startEventReceiver({ secret, seed: '1' });
    expect(await send(`whsec_${Buffer.alloc(32, 8).toString('base64')}`)).toBe(400);
    expect(receiver.inbox()).toEqual({ arrivals: [], refused: ['signature_wrong'] });
  });
});
