import type { PaymentIdPort, PaymentIdVerdict } from '../../contracts/provider.js';

/** Powens ids are 64-bit integers: beyond 2^53 only a decimal string holds them exactly. */
const CANONICAL = /^[1-9][0-9]{0,18}$/;

const EXPECTED = 'a decimal id such as 12345';

/** Whether `text` is the one spelling of a Powens payment id. */
export function isCanonicalPaymentId(text: string): boolean {
  return CANONICAL.test(text);
}

/** Payment ids as callers send them: the number Powens shows, as a string or, where it is exact, as a number. */
export const powensPaymentId: PaymentIdPort = {
  expected: EXPECTED,
  // The largest id there can be: they are given out from 1 on.
  nobodys: '9223372036854775807',
  canonical: (given) => (typeof given === 'number' ? fromNumber(given) : fromText(given)),
  origins: () => [],
};

function fromNumber(given: number): PaymentIdVerdict {
  if (Number.isInteger(given) && !Number.isSafeInteger(given)) {
    return { ok: false, problem: 'is too large for a JSON number and may have lost digits: send it as a string' };
  }
  return fromText(String(given));
}

function fromText(given: string): PaymentIdVerdict {
  if (isCanonicalPaymentId(given)) return { ok: true, paymentId: given };
  return { ok: false, problem: `must be ${EXPECTED}: 1 to 19 digits, no leading zero` };
}
