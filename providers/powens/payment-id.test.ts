import { describe, expect, it } from 'vitest';
import { powensPaymentId } from './payment-id.js';

const canonical = (given: string | number): unknown => powensPaymentId.canonical(given, []);

describe('a Powens payment id', () => {
  it.each([
    [12345, '12345'],
    ['12345', '12345'],
    [1, '1'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['9007199254740993', '9007199254740993'],
    ['9223372036854775807', '9223372036854775807'],
  ])('%s is %s', (given, paymentId) => {
    expect(canonical(given)).toEqual({ ok: true, paymentId });
  });

  it.each(['', '0', '01', '+1', '-1', '1.0', '1e3', ' 1', '1 ', '1\n', '٣', '12345678901234567890', '/payments/1', 'https://acme.biapi.pro/2.0/payments/1'])(
    'is not %j: two spellings never make two runs',
    (given) => {
      expect(canonical(given)).toEqual({ ok: false, problem: expect.stringContaining('decimal id') });
    },
  );

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('is not the number %s', (given) => {
    expect(canonical(given)).toMatchObject({ ok: false });
  });

  it.each([Number.MAX_SAFE_INTEGER + 1, 1e21])('as the number %s has lost digits, and the remedy is said', (given) => {
    expect(canonical(given)).toEqual({ ok: false, problem: expect.stringContaining('send it as a string') });
  });
});
