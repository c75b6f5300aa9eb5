import { describe, expect, it } from 'vitest';
import { powensPayerReturn } from './payer-return.js';

const left = (query: Readonly<Record<string, string>>): boolean => powensPayerReturn.parse(query).left;

describe("the payer's return", () => {
  it('carries the state and the payment, both as they came', () => {
    expect(powensPayerReturn.parse({ state: 's', id_payment: '042', payment_state: 'rejected' })).toEqual({
      state: 's',
      paymentId: '042',
      left: false,
    });
  });

  it('without them says so, and the name used in the webview address is not taken for the payment', () => {
    expect(powensPayerReturn.parse({ payment_id: '42' })).toEqual({ state: null, paymentId: null, left: false });
  });

  it.each(['cancelled', 'access_denied', 'server_error', 'session_expired', 'anything'])('with error=%s means that the payer left', (error) => {
    expect(left({ state: 's', error })).toBe(true);
  });

  it('without an error does not, whatever the payment is said to be', () => {
    expect(left({ state: 's', error: '' })).toBe(false);
    expect(left({ state: 's', error_code: 'cancelledByUser', payment_state: 'pending' })).toBe(false);
  });
});
