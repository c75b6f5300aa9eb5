import { describe, expect, it } from 'vitest';
import { authorised, BASE, cancelledOrder, DERIVED, idle, ORDER, order2, problem, Run, TOKEN } from '../../test/support/swedbankpay.js';

const transactionSent = (run: Run): { readonly description: string; readonly payeeReference: string } =>
  JSON.parse(run.http.sends.at(-1)?.body ?? '').transaction;

describe('what is sent', () => {
  it('asks for version 3.1 in both headers of every call, with the token and a session id of its own', async () => {
    const run = new Run([{ json: authorised }, { json: cancelledOrder }]);
    await run.ask();
    for (const { headers } of run.http.calls) {
      expect(headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json;version=3.1' });
      expect(headers['accept']).toContain('application/json;version=3.1');
    }
    const sessions = run.http.calls.map(({ headers }) => headers['session-id']);
    expect(new Set(sessions).size).toBe(2);
    for (const session of sessions) expect(session).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('reads with a literal $expand, and follows the href as it was given, query included', async () => {
    const href = `${BASE}${ORDER}/cancellations?key=a%20b&x=$y`;
    const run = new Run([{ json: { ...authorised, operations: [{ rel: 'cancel', method: 'POST', href }] } }, { json: cancelledOrder }]);
    await run.ask();
    expect(run.http.calls.map(({ url }) => url)).toEqual([`${BASE}${ORDER}?$expand=paid,financialtransactions`, href]);
  });

  it('reads a second time only for a 2.0 order that its operations and amounts leave open', async () => {
    const open = new Run([{ json: order2({ operations: ['paid'] }) }, { json: order2({ operations: ['paid'], transactions: [] }) }]);
    await open.read();
    expect(open.http.calls.map(({ url }) => url.split('?')[1])).toEqual(['$expand=paid,financialtransactions', '$expand=currentpayment']);
    const decided = new Run([{ json: order2({ operations: ['cancel'], remaining: [1500, 1500, null] }) }]);
    await decided.read();
    expect(decided.http.calls).toHaveLength(1);
  });

  it('allows the token on the configured origins alone', async () => {
    const run = new Run([{ json: authorised }, { json: cancelledOrder }], { allowedOrigins: [BASE, 'https://api.payex.com'] });
    await run.ask();
    for (const { allowedOrigins } of run.http.calls) expect(allowedOrigins).toEqual([BASE, 'https://api.payex.com']);
  });

  it('marks the send before it is made, and not at all when nothing is sent', async () => {
    const run = new Run([{ json: authorised }, { json: cancelledOrder }]);
    await run.ask();
    expect(run.facts.sends.begun).toBe(1);
    const quiet = new Run([{ json: cancelledOrder }]);
    await quiet.ask();
    expect(quiet.facts.sends.begun).toBe(0);
  });

  it('sends nothing when the mark cannot be made', async () => {
    const run = new Run([{ json: authorised }]);
    const refused = run.provider.requestCancellation({
      payment: { provider: 'swedbankpay', account: 'default', paymentId: ORDER },
      facts: run.facts,
      budget: { remainingMs: () => 20_000, signal: new AbortController().signal },
      payeeReference: { derived: DERIVED, supplied: null },
      description: 'x',
      payerReturn: { url: 'https://pay.example', state: 'x' },
      beforeSend: () => Promise.reject(new Error('not kept')),
    });
    await expect(refused).rejects.toThrow('not kept');
    expect(run.http.sends).toHaveLength(0);
  });
});

describe('the description', () => {
  it.each([
    ['Order A-17 cancelled', 'Order A-17 cancelled'],
    ['x'.repeat(255), 'x'.repeat(40)],
    [`${'x'.repeat(39)}😀`, 'x'.repeat(39)],
    ['line one\r\nline\ttwo', 'line one line two'],
    ['\u001b[31mred\u0000', '[31mred'],
    ['Återköp – ångrat köp', 'Återköp – ångrat köp'],
    ['\n\t ', 'Order cancelled'],
    ['', 'Order cancelled'],
  ])('%j becomes %j', async (description, expected) => {
    const run = new Run([{ json: authorised }, { json: cancelledOrder }]);
    await run.ask({ description });
    expect(transactionSent(run).description).toBe(expected);
  });
});

describe('the payee reference', () => {
  it('is the derived one, the same for every send of a request', async () => {
    const failure = { status: 502, text: '' };
    const run = new Run([{ json: authorised }, failure, { json: authorised }, failure, { json: authorised }, { json: cancelledOrder }]);
    await run.settle();
    expect(run.http.sends.map(({ body }): string => JSON.parse(body ?? '').transaction.payeeReference)).toEqual([DERIVED, DERIVED, DERIVED]);
  });

  it('is the supplied one where it fits', async () => {
    const run = new Run([{ json: authorised }, { json: cancelledOrder }]);
    await run.ask({ supplied: 'Cancel17' });
    expect(transactionSent(run).payeeReference).toBe('Cancel17');
  });

  it('in profile digits is the supplied one and never anything else', async () => {
    const run = new Run([{ json: authorised }, { json: cancelledOrder }], { payeeReferenceProfile: 'digits' });
    await run.ask({ supplied: '000123456789' });
    expect(transactionSent(run).payeeReference).toBe('000123456789');
  });

  it.each([[null], ['ABC'], ['1234567890123']])('in profile digits with %j: blocked, nothing sent', async (supplied) => {
    const run = new Run([{ json: authorised }], { payeeReferenceProfile: 'digits' });
    const { answer } = await run.ask({ supplied });
    expect(answer).toEqual({ kind: 'blocked', reason: 'payee_reference_missing' });
    expect(run.http.sends).toHaveLength(0);
  });

  it('is not needed for an abort', async () => {
    const run = new Run([{ json: idle }, { json: problem('systemerror'), status: 500 }], { payeeReferenceProfile: 'digits' });
    await run.ask();
    expect(run.http.sends[0]?.body).not.toContain('payeeReference');
  });
});

describe('what is kept', () => {
  it('names the order, its state and when it was read, and neither token nor payload', async () => {
    const run = new Run([{ json: authorised }, { json: cancelledOrder }]);
    const { proof } = await run.ask();
    expect(proof).toEqual({
      provider: 'swedbankpay',
      resource: ORDER,
      state: {
        status: 'Cancelled',
        operation: 'Purchase',
        remainingCaptureAmount: null,
        remainingCancellationAmount: null,
        remainingReversalAmount: null,
      },
      readAt: '2026-11-21T12:00:00.000Z',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
  });

  it('keeps no secret and no hostile text in a reading', async () => {
    const hostile = { ...authorised, paymentOrder: { ...authorised.paymentOrder, status: `Paid\u001b[2J`, description: 'personal' } };
    const run = new Run([{ json: hostile }]);
    const kept = JSON.stringify(await run.ask());
    expect(kept).not.toContain(TOKEN);
    expect(kept).not.toContain('u001b');
    expect(kept).not.toContain('personal');
  });
});
