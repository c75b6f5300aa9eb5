import { describe, expect, it } from 'vitest';
import { readIdempotencyKey } from '../../api/idempotency-key.js';
import { preferredWaitSeconds } from '../../api/prefer.js';
import { withStatus } from '../../api/return-url.js';

describe('Prefer', () => {
  it.each<[string | string[] | undefined, number | null]>([
    ['wait=10', 10],
    ['respond-async, wait=0', 0],
    ['Wait = "7"', 7],
    ['wait=5; foo=bar', 5],
    [['return=minimal', 'wait=3'], 3],
    ['wait=1, wait=9', 1],
    [undefined, null],
    ['respond-async', null],
    ['wait', null],
    ['wait=-1', null],
    ['wait=1.5', null],
    ['nowait=5', null],
  ])('%j waits %j seconds', (header, seconds) => {
    expect(preferredWaitSeconds(header)).toBe(seconds);
  });
});

describe('Idempotency-Key', () => {
  it.each([
    ['"abc"', 'abc'],
    ['abc', 'abc'],
    ['"a \\"b\\" \\\\ c"', 'a "b" \\ c'],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
  ])('%s is the key %s', (header, key) => {
    expect(readIdempotencyKey(header)).toBe(key);
  });

  it.each(['', '"', '"a', '"a"b"', 'ü', 'a\tb', `"${'x'.repeat(256)}"`])('%j is none', (header) => {
    expect(() => readIdempotencyKey(header)).toThrow(/Idempotency-Key/);
  });
});

describe('the way back to the shop', () => {
  const hint = { id: 'abc', status: 'cancelled' } as const;
  it.each([
    ['https://shop.example/o/1', 'https://shop.example/o/1?cancellation=abc&status=cancelled'],
    ['https://shop.example', 'https://shop.example/?cancellation=abc&status=cancelled'],
    ['https://shop.example/?a=b%20c&a=d+e#f', 'https://shop.example/?a=b%20c&a=d+e&cancellation=abc&status=cancelled#f'],
  ])('%s keeps its own query', (returnUrl, expected) => {
    expect(withStatus(returnUrl, hint)).toBe(expected);
  });
});
