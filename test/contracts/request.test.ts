import { describe, expect, it } from 'vitest';
import { canonicalRequest, differingTerms, termsOf } from '../../contracts/request.js';
import type { CancellationRequestBody } from '../../contracts/request.js';
import type { CancellationTerms } from '../../contracts/run.js';

const body = { provider: 'powens', paymentId: '12345' };
const full: CancellationRequestBody = {
  ...body,
  account: 'shop-1',
  orderRef: 'A-17/b_2.c',
  reason: 'requested_by_customer',
  description: 'Order A-17 cancelled',
  payer: { returnUrl: 'https://shop.example/orders/A-17?x=1', locale: 'nb-NO' },
  deadline: 'P7D',
  maxRounds: 5,
  payeeReference: 'ABC123',
};

function terms(given: Partial<CancellationRequestBody>): CancellationTerms {
  const read = termsOf({ ...body, ...given });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.terms;
}

describe('the terms of a request', () => {
  it('are everything it gives, in canonical form', () => {
    expect(terms(full)).toEqual({
      orderRef: 'A-17/b_2.c',
      reason: 'requested_by_customer',
      description: 'Order A-17 cancelled',
      payer: { returnUrl: 'https://shop.example/orders/A-17?x=1', locale: 'nb-NO' },
      deadlineSeconds: 604_800,
      maxRounds: 5,
      payeeReference: 'ABC123',
    });
  });

  it('take texts of 255 characters, however many bytes each of them needs', () => {
    const reason = '\u{1f600}'.repeat(255);
    expect(terms({ reason, description: reason })).toMatchObject({ reason, description: reason });
  });

  it('are all null where nothing is given, and null says the same as nothing', () => {
    const nothing = terms({});
    expect(Object.values(nothing).filter((value) => typeof value !== 'object' || value === null)).toEqual(
      Array.from({ length: 6 }, () => null),
    );
    expect(terms({ orderRef: null, payer: null, deadline: null, maxRounds: null })).toEqual(nothing);
  });

  it.each<[string, Partial<CancellationRequestBody>]>([
    ['/provider', { provider: 'Powens' }],
    ['/paymentId', { paymentId: '' }],
    ['/paymentId', { paymentId: 'a b' }],
    ['/paymentId', { paymentId: 9_007_199_254_740_993 }],
    ['/account', { account: 'Shop' }],
    ['/account', { account: 'a'.repeat(25) }],
    ['/orderRef', { orderRef: '' }],
    ['/orderRef', { orderRef: 'a b' }],
    ['/orderRef', { orderRef: 'x'.repeat(65) }],
    ['/reason', { reason: '' }],
    ['/description', { description: 'x'.repeat(256) }],
    ['/description', { description: '\u{1f600}'.repeat(256) }],
    ['/description', { description: 'two\nlines' }],
    ['/payer/returnUrl', { payer: { returnUrl: '/orders' } }],
    ['/payer/returnUrl', { payer: { returnUrl: 'javascript:alert(1)' } }],
    ['/payer/returnUrl', { payer: { returnUrl: 'https://user:pw@shop.example/' } }],
    ['/payer/returnUrl', { payer: { returnUrl: `https://shop.example/${'x'.repeat(2_048)}` } }],
    ['/payer/locale', { payer: { locale: 'french!' } }],
    ['/deadline', { deadline: 'PT0.5S' }],
    ['/deadline', { deadline: 'P31D' }],
    ['/deadline', { deadline: 'soon' }],
    ['/maxRounds', { maxRounds: 0 }],
    ['/maxRounds', { maxRounds: 21 }],
    ['/maxRounds', { maxRounds: 1.5 }],
    ['/payeeReference', { payeeReference: 'with space' }],
  ])('name %s when it is %j', (pointer, given) => {
    const read = termsOf({ ...body, ...given });
    expect('problems' in read && read.problems.map((problem) => problem.pointer)).toEqual([pointer]);
  });

  it('name everything that is wrong at once', () => {
    const read = termsOf({ ...body, orderRef: '', maxRounds: 99, deadline: 'x' });
    expect('problems' in read && read.problems).toHaveLength(3);
  });
});

describe('a repeat', () => {
  const agreed = terms(full);

  it('differs in nothing when it means the same', () => {
    expect(differingTerms(agreed, terms({ ...full, deadline: '7d' }))).toEqual([]);
    expect(differingTerms(agreed, terms({ ...full, deadline: 'PT168H', description: 'other words' }))).toEqual([]);
    expect(differingTerms(agreed, terms({}))).toEqual([]);
    const port = terms({ payer: { returnUrl: 'https://shop.example:443/orders/A-17?x=1' } });
    expect(differingTerms(agreed, port)).toEqual([]);
  });

  it('differs in every term it gives another value', () => {
    const repeat = terms({
      orderRef: 'B',
      payeeReference: 'other',
      deadline: 'P6D',
      maxRounds: 4,
      payer: { returnUrl: 'https://shop.example/other' },
    });
    const names = ['orderRef', 'payeeReference', 'deadline', 'maxRounds', 'payer.returnUrl'];
    expect(differingTerms(agreed, repeat)).toEqual(names);
    expect(differingTerms(terms({}), repeat)).toEqual(names);
  });
});

describe('the canonical request', () => {
  const payment = { provider: 'powens', account: 'default', paymentId: '12345' };

  it('is one text for one meaning, another for another', () => {
    const text = canonicalRequest(payment, terms(full));
    expect(canonicalRequest(payment, terms({ ...full, deadline: '7d' }))).toBe(text);
    const others = [{ description: 'x' }, { reason: 'x' }, { payer: { ...full.payer, locale: 'fr' } }, { orderRef: null }];
    for (const other of others) expect(canonicalRequest(payment, terms({ ...full, ...other }))).not.toBe(text);
    expect(canonicalRequest({ ...payment, paymentId: '1' }, terms(full))).not.toBe(text);
  });
});
