import { describe, expect, it } from 'vitest';
import { paymentFrom } from '../../cli/payment.js';
import { UsageError } from '../../cli/usage.js';

describe('the payment of a command line', () => {
  it.each([
    ['powens', '12345'],
    ['swedbankpay', '/psp/paymentorders/09ccd29a-7c4f-4752-9396-12100cbfecce'],
  ])('is that of %s %s', (provider, paymentId) => {
    expect(paymentFrom([provider, paymentId], 'shop')).toEqual({ provider, paymentId, account: 'shop' });
  });

  it.each<[readonly string[], RegExp]>([
    [['powens', '0012345'], /^paymentId: must be a decimal id such as 12345/],
    [['powens', '/payments/12345'], /^paymentId: must be a decimal id/],
    [['swedbankpay', '/psp/paymentorders/1/'], /^paymentId: the payment id ends with a slash/],
    [['swedbankpay', 'https://api.payex.com/psp/paymentorders/1'], /send the path alone/],
    [['paypal', '12345'], /^provider: use one of powens, swedbankpay$/],
    [['powens'], /<provider> <paymentId>/],
    [['powens', '1', '2'], /<provider> <paymentId>/],
  ])('is refused in any other spelling: %j', (positionals, message) => {
    expect(() => paymentFrom(positionals, undefined)).toThrow(UsageError);
    expect(() => paymentFrom(positionals, undefined)).toThrow(message);
  });
});
