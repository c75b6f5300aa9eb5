import { describe, expect, it } from 'vitest';
import { authorised, problem, Run, type Scripted } from '../../test/support/swedbankpay.js';
import { problemCode } from './problem.js';

/** The facts' table of problem types: what each means in answer to a cancel, by its type and not by its status. */

const asSend = async (refusal: Scripted, ...reads: readonly Scripted[]): Promise<Run> => {
  const run = new Run([{ json: authorised }, refusal, ...reads]);
  await run.ask();
  return run;
};

const unchanged: readonly Scripted[] = Array(3).fill({ json: authorised });

async function settledAfter(type: string, httpStatus: number): Promise<{ readonly answer: object; readonly sends: number }> {
  const refusal: Scripted = { json: problem(type, { status: httpStatus }), status: httpStatus };
  const run = new Run([{ json: authorised }, refusal, ...unchanged]);
  const { answer } = await run.settle(1);
  return { answer, sends: run.http.sends.length };
}

describe('what a problem in answer to a cancel means', () => {
  it.each([
    ['inputerror', 400, { kind: 'notCancellable', reason: 'provider_rejected_request' }],
    ['forbidden', 403, { kind: 'notCancellable', reason: 'provider_forbids' }],
    ['configurationerror', 403, { kind: 'blocked' }],
    ['swish/configerror', 403, { kind: 'blocked' }],
    ['acquirererror', 403, { kind: 'refused', reason: 'acquirererror' }],
    ['carddeclined', 403, { kind: 'refused', reason: 'carddeclined' }],
    ['acquirercarddeclined', 403, { kind: 'refused' }],
    ['creditaccount/AUTHORIZATIONEXPIRED', 403, { kind: 'notExecuted', reason: 'authorisation_expired' }],
    ['creditaccount/INVALIDSTATE', 403, { kind: 'notCancellable', reason: 'provider_forbids' }],
    ['creditaccount/MISSINGPREAUTHORIZATION', 403, { kind: 'notCancellable', reason: 'provider_forbids' }],
    ['creditaccount/IDENTIFIERALREADYINUSE', 403, { kind: 'notCancellable', reason: 'provider_rejected_request' }],
    ['creditaccount/FORBIDDEN', 403, { kind: 'notCancellable', reason: 'provider_forbids' }],
    ['creditaccount/VALIDATION', 400, { kind: 'notCancellable', reason: 'provider_rejected_request' }],
    ['invoice/InputError', 400, { kind: 'notCancellable', reason: 'provider_rejected_request' }],
    ['invoice/Forbidden', 403, { kind: 'notCancellable', reason: 'provider_forbids' }],
    ['swish/swishdeclined', 403, { kind: 'refused', reason: 'swishdeclined' }],
    ['paymentorders/paymenttokeninactive', 422, { kind: 'notCancellable', reason: 'provider_forbids' }],
    ['paymentsessions/operationnotallowed', 409, { kind: 'notCancellable', reason: 'provider_forbids' }],
  ])('%s (%i) is decided after at most one re-read, and nothing is sent again', async (type, status, expected) => {
    const { answer, sends } = await settledAfter(type, status);
    expect(answer).toMatchObject(expected);
    expect(sends).toBe(1);
  });

  it.each([
    ['systemerror', 500],
    ['trustly/systemerror', 502],
    ['invoice/SystemError', 500],
    ['internalservererror', 500],
    ['badgateway', 502],
    ['acquirergatewayerror', 502],
    ['externalerror', 502],
    ['invoice/externalerror', 500],
    ['bankiderror', 502],
    ['swisherror', 502],
    ['acquirergatewaytimeout', 504],
    ['swishgatewaytimeout', 504],
    ['creditaccount/UNKNOWN', 403],
    ['swishtimeout', 403],
    ['usercancelled', 403],
    ['brandnewtype', 400],
  ])('%s (%i) leaves the outcome unknown', async (type, status) => {
    const run = await asSend({ json: problem(type, { status }), status });
    expect(run.facts.sends).toMatchObject({ begun: 1, accepted: 0, rejected: 0, notSent: 0 });
  });

  it.each([
    ['creditcard/badrequest', 400],
    ['notfound', 404],
    ['creditaccount/NOTFOUND', 404],
  ])('%s (%i) was refused, and may be tried again later', async (type, status) => {
    const refusal: Scripted = { json: problem(type, { status }), status };
    const run = await asSend(refusal, { json: authorised }, refusal);
    expect((await run.ask()).answer.kind).toBe('indeterminate');
    expect(run.http.sends).toHaveLength(2);
    expect(run.facts.sends.rejected).toBe(2);
  });

  it('creditcard/velocitycheck (429) was never processed, and its Retry-After is kept', async () => {
    const refusal: Scripted = { json: problem('creditcard/velocitycheck', { status: 429 }), status: 429, headers: { 'retry-after': '7' } };
    const run = new Run([{ json: authorised }, refusal]);
    expect(await run.ask()).toMatchObject({ answer: { kind: 'indeterminate' }, send: 'notSent', retryAfterSeconds: 7 });
  });

  it('a token error that is an inputerror with status 404 is no missing order', async () => {
    const run = new Run([{ json: problem('inputerror', { status: 404 }), status: 404 }]);
    expect((await run.ask()).answer.kind).toBe('indeterminate');
  });

  it('an empty 403 is a missing right or a changed state', async () => {
    const run = new Run([{ json: authorised }, { status: 403, text: '' }, { json: authorised }]);
    expect((await run.settle(1)).answer).toMatchObject({ kind: 'notCancellable', reason: 'provider_forbids' });
  });
});

describe('the type of a problem', () => {
  it.each([
    ['https://api.payex.com/psp/errordetail/creditcard/acquirererror', 'acquirererror'],
    ['https://api.payex.com/psp/errordetail/paymentorders/inputerror', 'inputerror'],
    ['acquirer_error', 'acquirererror'],
    ['USERCANCELLED', 'usercancelled'],
    ['acquirerinsufficientfunds', 'acquirerinsufficientfunds'],
  ])('%s reads as %s', (type, code) => expect(problemCode(type)).toBe(code));

  it.each([['x\u001b[31m'], [''], ['a'.repeat(65)], ['https://api.payex.com/'], ['<script>']])('hostile text %j becomes unrecognised', (type) =>
    expect(problemCode(type)).toBe('unrecognised'));
});

describe('for support', () => {
  it("a problem's session id is kept, else the one that was sent", async () => {
    const run = new Run([{ json: authorised }, { json: problem('forbidden'), status: 403 }, { json: authorised }]);
    expect((await run.ask()).providerRequestId).toBe('27146b5f-0000-4000-8000-000000000000');
    const next = await run.ask();
    expect(next.providerRequestId).toBe(run.http.calls.at(-1)?.headers['session-id']);
    expect(next.code).toBe('forbidden');
  });
});
