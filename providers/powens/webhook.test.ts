import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { NotificationDelivery } from '../../contracts/provider.js';
import { powensNotifications } from './webhook.js';

const secret = 'webhook-secret';
const path = '/webhooks/powens/default';
const date = '2022-06-27T11:08:52.577831Z';
const body = '{"id":9007199254740993,"id_webhook_data":7,"state":"pending","payer":{"name":"Zoë"}}';

interface Parts {
  readonly method: string;
  readonly path: string;
  readonly date: string;
  readonly body: Uint8Array;
  readonly secret: string;
}

/** As the guide "Webhooks" words it. */
function sign(changes: Partial<Parts> = {}): string {
  const parts = { method: 'POST', path, date, body: Buffer.from(body), secret, ...changes };
  return createHmac('sha256', parts.secret)
    .update(Buffer.concat([Buffer.from(`${parts.method}.${parts.path}.${parts.date}.`), parts.body]))
    .digest('base64');
}

function verify(changes: Partial<NotificationDelivery> = {}): unknown {
  return powensNotifications.verify({
    publicPath: path,
    headers: { 'bi-signature-date': date, 'bi-signature': sign() },
    rawBody: Buffer.from(body),
    secret,
    pathSecret: null,
    ...changes,
  });
}

const signed = (signature: string): Partial<NotificationDelivery> => ({
  headers: { 'bi-signature-date': date, 'bi-signature': signature },
});

describe('a Powens webhook', () => {
  it('is authentic when method, path, date and body are signed with the secret; its id is exact', () => {
    expect(verify()).toEqual({ kind: 'authentic', paymentId: '9007199254740993' });
  });

  it('is authentic at any age: a repeated delivery may carry its first date', () => {
    expect(verify({ headers: { 'bi-signature-date': '1999-01-01T00:00:00Z', 'bi-signature': sign({ date: '1999-01-01T00:00:00Z' }) } })).toMatchObject({ kind: 'authentic' });
  });

  it.each([
    ['another secret', sign({ secret: 'other' })],
    ['another path', sign({ path: '/webhooks/powens/other' })],
    ['the whole address instead of the path', sign({ path: `https://pay.shop.example${path}` })],
    ['another date', sign({ date: '2022-06-27T11:08:53Z' })],
    ['another body', sign({ body: Buffer.from('{}') })],
    ['another method', sign({ method: 'GET' })],
    ['nothing', ''],
    ['a shortened signature', Buffer.from(sign(), 'base64').subarray(0, 16).toString('base64')],
    ['a lengthened signature', Buffer.concat([Buffer.from(sign(), 'base64'), Buffer.from('x')]).toString('base64')],
    ['hexadecimal', Buffer.from(sign(), 'base64').toString('hex')],
  ])('signed over or with %s is forged', (_what, signature) => {
    expect(verify(signed(signature))).toEqual({ kind: 'forged' });
  });

  it('whose body was changed by one byte is forged', () => {
    expect(verify({ rawBody: Buffer.from(body.replace('pending', 'Pending')) })).toEqual({ kind: 'forged' });
  });

  it('without its headers is forged', () => {
    expect(verify({ headers: {} })).toEqual({ kind: 'forged' });
    expect(verify({ headers: { 'bi-signature': sign() } })).toEqual({ kind: 'forged' });
    expect(verify({ headers: { 'bi-signature-date': date } })).toEqual({ kind: 'forged' });
  });

  it('is forged where no secret is configured, even when signed with the empty one', () => {
    expect(verify({ ...signed(sign({ secret: '' })), secret: '' })).toEqual({ kind: 'forged' });
  });

  it('compressed is authentic whether the plain or the compressed bytes are signed', () => {
    const rawBody = gzipSync(body);
    for (const signature of [sign(), sign({ body: rawBody })]) {
      const headers = { 'bi-signature-date': date, 'bi-signature': signature, 'content-encoding': 'gzip' };
      expect(verify({ headers, rawBody })).toEqual({ kind: 'authentic', paymentId: '9007199254740993' });
    }
  });

  it('that says gzip and is none is judged by its bytes', () => {
    const headers = { 'bi-signature-date': date, 'bi-signature': sign(), 'content-encoding': 'gzip' };
    expect(verify({ headers })).toMatchObject({ kind: 'authentic' });
  });

  it('that would inflate to something giant is not inflated', () => {
    const bomb = gzipSync('x'.repeat(10 * 1024 * 1024));
    const headers = { 'bi-signature-date': date, 'bi-signature': sign({ body: Buffer.from('x'.repeat(10 * 1024 * 1024)) }), 'content-encoding': 'gzip' };
    expect(verify({ headers, rawBody: bomb })).toEqual({ kind: 'forged' });
  });

  it.each(['not json', '{}', '[]', '{"id":"abc"}', '{"id":0}', '{"id":1.5}', '{"id":null}', '{"payment":{"id":42}}'])(
    'that is authentic but names no payment (%s) names none',
    (text) => {
      const rawBody = Buffer.from(text);
      expect(verify({ ...signed(sign({ body: rawBody })), rawBody })).toEqual({ kind: 'authentic', paymentId: null });
    },
  );
});
