import { describe, expect, it } from 'vitest';
import type { CancellationAnswer } from '../../contracts/answer.js';
import type { ProviderFault } from '../../contracts/fault.js';
import { type HttpCall, NOTHING_DONE, type ProviderReading, type RunFacts } from '../../contracts/provider.js';
import { rehearse, type Rehearsal } from '../../test/providers/rehearsal.js';
import { FAULTS, json, type Scripted, scriptedHttp } from '../../test/providers/scripted-http.js';
import { connectPowens } from './provider.js';

/** One `it` per row of `classification.md`, table "Powens", titled with the row's words. */

const ID = '9007199254740993';

/** A payment as Powens sends it; its id is beyond 2^53, where a JavaScript number is no longer exact. */
function payment(fields: Readonly<Record<string, unknown>>): Scripted {
  const { text } = json(200, { id: 0, state_detail: null, action: null, error_code: null, validate_uri: null, ...fields });
  return { status: 200, text: text.replace('"id":0', `"id":${ID}`) };
}

const pending = (fields: Readonly<Record<string, unknown>> = {}): Scripted => payment({ state: 'pending', ...fields });
const created = (fields: Readonly<Record<string, unknown>> = {}): Scripted => payment({ state: 'created', ...fields });
const cancelled = (code = 'cancelledByUser'): Scripted => payment({ state: 'rejected', error_code: code });
const awaitingPayer = (): Scripted => pending({ state_detail: 'cancelling_webauth' });
const instant = { instructions: [{ execution_date_type: 'first_open_day' }, { execution_date_type: 'instant' }] };
const error = (status: number, code: string): Scripted => json(status, { code, description: 'Bad request.', request_id: 77 });

interface Play extends Rehearsal {
  /** Cancel requests that reached Powens. */
  sent(): number;
}

/** A run against a Powens that gives these answers, one per read and per cancel request; the last one repeats. */
function play(script: {
  readonly reads: readonly Scripted[];
  readonly sends?: readonly Scripted[];
  readonly tokens?: readonly Scripted[];
  readonly facts?: Partial<RunFacts>;
}): Play {
  let sent = 0;
  const next = (answers: readonly Scripted[]): (() => Scripted) => {
    let index = 0;
    return () => {
      const answer = answers[Math.min(index, answers.length - 1)];
      index += 1;
      if (answer === undefined) throw new Error('the script has no such call');
      return answer;
    };
  };
  const [nextRead, nextSend] = [next(script.reads), next(script.sends ?? [])];
  const nextToken = next(script.tokens ?? [json(200, { token: 'service-token' })]);
  const http = scriptedHttp(({ method, url }: HttpCall) => {
    if (url.endsWith('/auth/token')) return nextToken();
    if (method === 'GET') return nextRead();
    sent += 1;
    return nextSend();
  });
  const credentials = {
    baseUrl: 'https://acme.biapi.pro/2.0',
    clientId: '1',
    clientSecret: 'client-secret',
    webviewUrl: 'https://acme.biapi.pro/2.0/auth/webview/payment',
    ratePerMinute: null,
  };
  const provider = connectPowens(credentials, { http, now: () => new Date() });
  const facts = { ...NOTHING_DONE, ...script.facts };
  return { ...rehearse(provider, { provider: 'powens', paymentId: ID, facts }), sent: () => sent };
}

function ending(answer: Partial<CancellationAnswer>): unknown {
  return { reason: null, remedy: null, amounts: null, ...answer };
}

function expectSettled(reading: ProviderReading, answer: unknown): void {
  expect(reading.answer).toEqual(answer);
  expect(reading.rereads).toBe(0);
}

const sentOnce = { sends: { begun: 1, accepted: 0, rejected: 0, notSent: 0 } };
const tookIt = { sends: { begun: 1, accepted: 1, rejected: 0, notSent: 0 } };
const CODES = ['cancelledByUser', 'CancelledByUser', 'CancelledByClient', 'CANCELLEDBYCLIENT'];

describe('Powens says', () => {
  it.each(CODES)('`rejected` + %s, on the first attempt\'s first read: `cancelled`, `alreadyCancelled`', async (code) => {
    const run = play({ reads: [cancelled(code)] });
    const reading = await run.ask();
    expectSettled(reading, ending({ kind: 'cancelled', how: 'alreadyCancelled', moneyMovement: 'none' }));
    expect(reading.proof).toMatchObject({
      provider: 'powens',
      resource: `/payments/${ID}`,
      state: { state: 'rejected', error_code: code },
      readAt: '2026-11-21T10:00:00.000Z',
    });
    expect(reading.proof?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(run.sent()).toBe(0);
  });

  it('the same on a later read, nothing sent and no link issued: `cancelled`, `alreadyCancelled`', async () => {
    const run = play({ reads: [payment({ state: 'validating' }), cancelled()] });
    await run.ask();
    expectSettled(await run.ask(), ending({ kind: 'cancelled', how: 'alreadyCancelled', moneyMovement: 'none' }));
  });

  it('the same after a send that was provably not processed: `cancelled`, `alreadyCancelled`', async () => {
    const run = play({ reads: [pending(), cancelled()], sends: [FAULTS.refused] });
    await run.ask();
    expectSettled(await run.ask(), ending({ kind: 'cancelled', how: 'alreadyCancelled', moneyMovement: 'none' }));
  });

  it('the same, after we sent, no link issued: `cancelled`, `direct`', async () => {
    const run = play({ reads: [pending()], sends: [cancelled()] });
    expectSettled(await run.ask(), ending({ kind: 'cancelled', how: 'direct', moneyMovement: 'none' }));
    expect(run.sent()).toBe(1);
  });

  it('the same, after we may have sent, no link issued: `cancelled`, `direct`, and nothing is sent again', async () => {
    const run = play({ reads: [pending(), cancelled()], sends: [FAULTS.timeout] });
    await run.ask();
    expectSettled(await run.ask(), ending({ kind: 'cancelled', how: 'direct', moneyMovement: 'none' }));
    expect(run.sent()).toBe(1);
  });

  it('the same in the next attempt, after the worker died between send and answer: `cancelled`, `direct`', async () => {
    const run = play({ reads: [cancelled()], facts: sentOnce });
    expectSettled(await run.ask(), ending({ kind: 'cancelled', how: 'direct', moneyMovement: 'none' }));
    expect(run.sent()).toBe(0);
  });

  it('the same, after a link was issued: `cancelled`, `afterPayerValidation`', async () => {
    const run = play({ reads: [pending(), cancelled()], sends: [awaitingPayer()] });
    await run.ask();
    run.linkIssued();
    expectSettled(await run.read(), ending({ kind: 'cancelled', how: 'afterPayerValidation', moneyMovement: 'none' }));
  });

  it('`rejected` + another or no code: `notExecuted`, reason = the code', async () => {
    const reasons = await Promise.all(
      ['insufficientFunds', 'notCancelledByUser', null].map(async (code) => {
        const { answer } = await play({ reads: [payment({ state: 'rejected', error_code: code })] }).ask();
        return [answer.kind, 'reason' in answer ? answer.reason : 'none', 'moneyMovement' in answer ? answer.moneyMovement : ''];
      }),
    );
    expect(reasons).toEqual([
      ['notExecuted', 'insufficientFunds', 'none'],
      ['notExecuted', 'notCancelledByUser', 'none'],
      ['notExecuted', null, 'none'],
    ]);
  });

  it('`done`: `tooLate`, money `done`, remedy `reversal`', async () => {
    const run = play({ reads: [payment({ state: 'done', error_code: 'CancelledByUser' })] });
    expectSettled(await run.ask(), ending({ kind: 'tooLate', moneyMovement: 'done', remedy: 'reversal' }));
    expect(run.sent()).toBe(0);
  });

  it('`accepted`: `tooLate`, money `expected`, reason `accepted_not_confirmed`', async () => {
    const run = play({ reads: [payment({ state: 'accepted' })] });
    expectSettled(await run.ask(), ending({ kind: 'tooLate', moneyMovement: 'expected', reason: 'accepted_not_confirmed' }));
  });

  it('`partial`: `partiallyExecuted`', async () => {
    const run = play({ reads: [payment({ state: 'partial' })] });
    expectSettled(await run.ask(), ending({ kind: 'partiallyExecuted', moneyMovement: 'partial' }));
  });

  it('`expired`, and this run saw it `created` before: `notExecuted`, reason `expired`', async () => {
    const run = play({ reads: [created(), payment({ state: 'expired' })], sends: [FAULTS.timeout] });
    await run.ask();
    const notExecuted = ending({ kind: 'notExecuted', moneyMovement: 'none', reason: 'expired' });
    expectSettled(await run.ask(), notExecuted);
    expectSettled(await run.ask(), notExecuted);
  });

  it('`expired` otherwise: `notCancellable`, money `unknown`, reason `expired_untracked`, at once', async () => {
    const untracked = ending({ kind: 'notCancellable', moneyMovement: 'unknown', reason: 'expired_untracked' });
    expectSettled(await play({ reads: [payment({ state: 'expired' })] }).ask(), untracked);
    // Seen `created` once, but at the bank since: that it expired says nothing about the money.
    const moved = play({ reads: [created(), pending(), payment({ state: 'expired' })], sends: [FAULTS.timeout] });
    await moved.ask();
    await moved.read();
    expectSettled(await moved.read(), untracked);
  });

  it.each(['created', 'validating', 'pending'])(
    '`state_detail` starting `cancelling` (%s), nothing sent by us yet: adopt, nothing is sent, issue the payer\'s link',
    async (state) => {
      const run = play({ reads: [payment({ state, state_detail: 'cancelling_webauth' })] });
      const reading = await run.ask();
      expectSettled(reading, { kind: 'payerValidationRequired', attention: null });
      expect(reading.payerRoute).toEqual({ kind: 'webview' });
      expect(run.sent()).toBe(0);
    },
  );

  it('`cancelling…` dialect A: `payerValidationRequired`, through the webview', async () => {
    for (const state_detail of ['cancelling_webauth', 'cancelling_decoupled', 'Cancelling_Webauth']) {
      const reading = await play({ reads: [pending()], sends: [pending({ state_detail })] }).ask();
      expectSettled(reading, { kind: 'payerValidationRequired', attention: null });
      expect(reading.payerRoute).toEqual({ kind: 'webview' });
    }
  });

  it('`cancelling…` dialect B with a payer action and `validate_uri`: `payerValidationRequired`, at the bank', async () => {
    for (const action of ['redirect', null]) {
      const validate_uri = 'https://bank.example/validate?request=1';
      const reading = await play({ reads: [pending()], sends: [pending({ state_detail: 'cancelling', action, validate_uri })] }).ask();
      expectSettled(reading, { kind: 'payerValidationRequired', attention: null });
      expect(reading.payerRoute).toEqual({ kind: 'bank', url: validate_uri });
    }
  });

  it('`cancelling…` dialect B without a usable URI: webview route, and a person is told', async () => {
    const unusable = [null, '', 'validate', 'javascript:alert(1)', 'http://bank.example/', 'http://127.0.0.1/', 'https://a:b@bank.example/'];
    for (const validate_uri of unusable) {
      const reading = await play({ reads: [pending({ state_detail: 'cancelling', action: 'redirect', validate_uri })] }).ask();
      expectSettled(reading, { kind: 'payerValidationRequired', attention: 'validate_uri_missing' });
      expect(reading.payerRoute).toEqual({ kind: 'webview' });
    }
  });

  it.each(['decoupled', 'additionalInformationNeeded', 'confirm', 'psuValidation'])(
    '`cancelling…` dialect B with another action (%s): webview route, and a person is told which',
    async (action) => {
      const validate_uri = 'https://bank.example/validate';
      const reading = await play({ reads: [pending({ state_detail: 'cancelling', action, validate_uri })] }).ask();
      expectSettled(reading, { kind: 'payerValidationRequired', attention: `payer_action_unsupported:${action}` });
      expect(reading.payerRoute).toEqual({ kind: 'webview' });
    },
  );

  it('`pending`, other or no detail, first read, no `instant` instruction: send', async () => {
    for (const fields of [{}, { state_detail: 'waiting' }, { instructions: [{ execution_date_type: 'deferred', execution_date: '2026-12-01' }] }]) {
      const run = play({ reads: [pending(fields)], sends: [cancelled()] });
      expect((await run.ask()).send).toBe('accepted');
      expect(run.sent()).toBe(1);
    }
  });

  it('`pending` with an `instant` instruction: `notCancellable`, `instant_payment`; nothing is sent', async () => {
    const run = play({ reads: [pending(instant)] });
    expectSettled(await run.ask(), ending({ kind: 'notCancellable', moneyMovement: 'expected', reason: 'instant_payment' }));
    expect(run.sent()).toBe(0);
  });

  it('the same after a send whose answer was lost: looked at more than once, because the request may still take effect', async () => {
    const run = play({ reads: [pending(instant)], facts: sentOnce });
    expect(await run.ask()).toMatchObject({ answer: { kind: 'notCancellable', reason: 'instant_payment' }, rereads: 'all' });
    expect(run.sent()).toBe(0);
  });

  it('`created` with an `instant` instruction may be cancelled', async () => {
    const run = play({ reads: [created(instant)], sends: [cancelled()] });
    expect((await run.ask()).answer).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(run.sent()).toBe(1);
  });

  it('`pending`, no `cancelling…`, after a payer round, unchanged after a re-read: `refused`', async () => {
    const run = play({ reads: [pending(), pending()], sends: [awaitingPayer()] });
    await run.ask();
    run.linkIssued();
    const [first, second] = [await run.read(), await run.read()];
    expect(first).toMatchObject({ answer: ending({ kind: 'refused', moneyMovement: 'expected' }), rereads: 1 });
    expect(second.answer).toEqual(first.answer);
  });

  it('the same in a run that only adopted or observes a cancellation: `refused`, and never something to send', async () => {
    const run = play({ reads: [pending()], facts: { linkIssued: true, reads: 3 } });
    expect((await run.read()).answer.kind).toBe('refused');
    expect((await run.ask()).answer.kind).toBe('refused');
    expect(run.sent()).toBe(0);
  });

  it('the same after a 2xx on our send and no round: fast re-reads, then `refused`, `request_had_no_effect`; never sent twice', async () => {
    const run = play({ reads: [pending()], sends: [pending()] });
    const readings = [await run.ask(), await run.ask(), await run.ask(), await run.read()];
    const noEffect = ending({ kind: 'refused', moneyMovement: 'expected', reason: 'request_had_no_effect' });
    for (const reading of readings) expect(reading).toMatchObject({ answer: noEffect, rereads: 'all' });
    expect(run.sent()).toBe(1);
  });

  it('the same after a send whose answer was lost: send again, once; lost again: `indeterminate`, nothing more is sent', async () => {
    const run = play({ reads: [pending()], sends: [FAULTS.timeout, FAULTS.connectionLost] });
    const first = await run.ask();
    expect(first).toMatchObject({ answer: { kind: 'indeterminate', reason: 'request_answer_lost' }, send: 'lost' });
    expect((await run.ask()).send).toBe('lost');
    for (let index = 0; index < 3; index += 1) {
      expectSettled(await run.ask(), { kind: 'indeterminate', reason: 'request_answers_lost' });
    }
    expect(run.sent()).toBe(2);
  });

  it('a 429 is not a lost answer: read, then send again', async () => {
    const run = play({ reads: [pending()], sends: [json(429, {}, { 'retry-after': '7' }), json(429, {}), json(429, {}), cancelled()] });
    expect(await run.ask()).toMatchObject({
      answer: { kind: 'indeterminate', reason: 'rate_limited' },
      send: 'notSent',
      retryAfterSeconds: 7,
    });
    await run.ask();
    await run.ask();
    expect((await run.ask()).answer).toMatchObject({ kind: 'cancelled', how: 'direct' });
  });

  it.each([[401, 'unauthorized'], [403, 'forbidden']] as const)('%i on the send was not sent: `blocked`, sent again later', async (status, code) => {
    const run = play({ reads: [pending()], sends: [error(status, code), ...(status === 401 ? [error(status, code)] : []), cancelled()] });
    expect(await run.ask()).toMatchObject({ answer: { kind: 'blocked' }, send: 'notSent', rereads: 0 });
    expect(run.facts().sends).toEqual({ begun: 1, accepted: 0, rejected: 0, notSent: 1 });
    expect((await run.ask()).answer).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(run.sent()).toBe(status === 401 ? 3 : 2);
  });

  it('`validating`: `inProgress` up to `PROVIDER_WAIT`, then `notCancellable`, `still_validating`', async () => {
    const run = play({ reads: [payment({ state: 'validating' })] });
    expectSettled(await run.ask(), { kind: 'inProgress', overdue: 'notCancellable', overdueReason: 'still_validating' });
    expect(run.sent()).toBe(0);
  });

  it('`created`, first read: send; after our send: `indeterminate`', async () => {
    const took = play({ reads: [created()], sends: [created()] });
    expectSettled(await took.ask(), { kind: 'indeterminate', reason: 'created_after_request' });
    expectSettled(await took.ask(), { kind: 'indeterminate', reason: 'created_after_request' });
    expect(took.sent()).toBe(1);
    const lost = play({ reads: [created()], sends: [FAULTS.timeout] });
    await lost.ask();
    expectSettled(await lost.ask(), { kind: 'indeterminate', reason: 'created_after_request' });
    expect(lost.sent()).toBe(1);
  });

  it('`created` while a payer has a link: `indeterminate`, nothing is sent', async () => {
    const run = play({ reads: [created()], facts: { linkIssued: true } });
    expectSettled(await run.ask(), { kind: 'indeterminate', reason: 'created_after_request' });
    expect(run.sent()).toBe(0);
  });

  it('unknown or missing state, or an id that is not this payment\'s: `indeterminate`', async () => {
    const foreign = json(200, { id: 9007199254740992, state: 'rejected', error_code: 'cancelledByUser' });
    const nearly = { status: 200, text: `{"id":"${ID}0","state":"rejected","error_code":"cancelledByUser"}` };
    const cases: [Scripted, string][] = [
      [payment({ state: 'cancelled' }), 'state_unknown'],
      [payment({ state: 'Rejected', error_code: 'cancelledByUser' }), 'state_unknown'],
      [payment({ state: 'constructor' }), 'state_unknown'],
      [payment({ state: null }), 'state_missing'],
      [payment({}), 'state_missing'],
      [payment({ state: 7 }), 'state_missing'],
      [foreign, 'foreign_payment'],
      [nearly, 'foreign_payment'],
    ];
    for (const [read, reason] of cases) {
      const run = play({ reads: [read] });
      expectSettled(await run.ask(), { kind: 'indeterminate', reason });
      expect(run.sent()).toBe(0);
    }
  });

  it('an answer to the send about another payment: `indeterminate`, and not proof of anything', async () => {
    const run = play({ reads: [pending()], sends: [json(200, { id: 43, state: 'rejected', error_code: 'cancelledByUser' })] });
    const reading = await run.ask();
    expectSettled(reading, { kind: 'indeterminate', reason: 'foreign_payment' });
    expect(reading.proof?.state).toEqual({ state: 'pending' });
    expect(reading.memory).toEqual({ lastState: 'pending' });
  });

  it.each([400, 404, 409, 422, 500, 200, 202])('error code `notSupported` (status %i): `notSupported`', async (status) => {
    for (const code of ['notSupported', 'NotSupported']) {
      const run = play({ reads: [pending()], sends: [error(status, code)] });
      const reading = await run.ask();
      expectSettled(reading, ending({ kind: 'notSupported', moneyMovement: 'expected' }));
      expect(reading).toMatchObject({ proof: { state: { http_status: status, code } }, providerRequestId: '77' });
    }
  });

  it('error code `notSupported` on a read: `notSupported`, unless something of ours is under way', async () => {
    const reads = [error(400, 'notSupported')];
    expectSettled(await play({ reads }).ask(), ending({ kind: 'notSupported', moneyMovement: 'expected' }));
    for (const facts of [sentOnce, tookIt, { linkIssued: true }]) {
      expect((await play({ reads, facts }).ask()).answer).toEqual({ kind: 'indeterminate', reason: 'read_refused' });
    }
  });

  it('a payment under 2xx counts by its state, whatever `code` stands beside it', async () => {
    const run = play({ reads: [pending()], sends: [payment({ state: 'rejected', error_code: 'cancelledByUser', code: 'notSupported' })] });
    expect((await run.ask()).answer.kind).toBe('cancelled');
  });

  it.each([[401, 'whatever'], [403, 'whatever'], [400, 'forbidden'], [400, 'config'], [500, 'config']] as const)(
    '401 after one renewal, 403 / `forbidden`, `config` (%i %s): `blocked`, never an outcome by itself',
    async (status, code) => {
      expect((await play({ reads: [error(status, code)] }).ask()).answer.kind).toBe('blocked');
      expect((await play({ reads: [pending()], sends: [error(status, code)] }).ask()).answer.kind).toBe('blocked');
    },
  );

  it('client credentials that Powens refuses: `blocked`', async () => {
    const run = play({ reads: [pending()], tokens: [error(400, 'invalidValue')] });
    expectSettled(await run.ask(), { kind: 'blocked', reason: 'powens.credentials_refused' });
  });

  it('client credentials that Powens refuses after the send was refused for its token: `blocked`, not sent', async () => {
    const tokens = [json(200, { token: 't1' }), error(400, 'invalidValue')];
    const run = play({ reads: [pending()], sends: [error(401, 'unauthorized')], tokens });
    expect(await run.ask()).toMatchObject({ answer: { kind: 'blocked', reason: 'powens.credentials_refused' }, send: 'notSent' });
  });

  it.each([
    [400, 'missingParameter'],
    [400, 'invalidValue'],
    [405, 'methodNotAllowed'],
    [409, 'conflict'],
    [400, 'bankMessage'],
    [400, 'actionNeeded'],
    [422, 'somethingNew'],
    [200, 'invalidValue'],
  ])('%i %s on the send: re-read; unchanged: `notCancellable`, `provider_rejected_request` with the code', async (status, code) => {
    for (const state of [pending, created]) {
      const run = play({ reads: [state()], sends: [error(status, code)] });
      const [refusal, confirmation] = [await run.ask(), await run.ask()];
      const rejectedRequest = ending({ kind: 'notCancellable', moneyMovement: 'expected', reason: 'provider_rejected_request' });
      expect(refusal).toMatchObject({ answer: rejectedRequest, rereads: 1, send: 'rejected', code, providerRequestId: '77' });
      expect(confirmation).toMatchObject({ answer: rejectedRequest, rereads: 1, send: null, proof: { state: { code } } });
      expect(run.sent()).toBe(1);
    }
  });

  it('a bare 409 on the send: the same, with its status for a code', async () => {
    const run = play({ reads: [pending()], sends: [{ status: 409, text: '' }] });
    await run.ask();
    expect(await run.ask()).toMatchObject({ answer: { reason: 'provider_rejected_request' }, proof: { state: { code: 'http_409' } } });
  });

  it('a refused send after which the payment has changed: what it says now', async () => {
    const run = play({ reads: [pending(), awaitingPayer()], sends: [error(409, 'conflict')] });
    await run.ask();
    expect((await run.ask()).answer).toEqual({ kind: 'payerValidationRequired', attention: null });
  });

  it('404 on the first read: `notFound`', async () => {
    const reading = await play({ reads: [error(404, 'notFound')] }).ask();
    expectSettled(reading, ending({ kind: 'notFound', moneyMovement: 'unknown' }));
    expect(reading.proof?.state).toEqual({ http_status: 404, code: 'notFound' });
  });

  it('404 later: `indeterminate`', async () => {
    for (const facts of [{ reads: 1 }, sentOnce, tookIt, { linkIssued: true }]) {
      const run = play({ reads: [error(404, 'notFound')], facts });
      expect(await run.ask()).toMatchObject({ answer: { kind: 'indeterminate' }, toldSomething: false });
    }
    const send = play({ reads: [pending()], sends: [error(404, 'notFound')] });
    expect(await send.ask()).toMatchObject({ answer: { kind: 'indeterminate' }, send: 'lost' });
  });

  const nothing: [string, Scripted][] = [
    ['500', error(500, 'bug')],
    ['502 with a code that refuses', error(502, 'invalidValue')],
    ['503', json(503, {}, { 'retry-after': '30' })],
    ['a broken connection', FAULTS.connectionLost],
    ['a timeout', FAULTS.timeout],
    ['HTML', { status: 200, text: '<html>maintenance</html>', headers: { 'content-type': 'text/html' } }],
    ['HTML under 404', { status: 404, text: '<html>not here</html>', headers: { 'content-type': 'text/html' } }],
    ['a truncated body', { status: 200, text: '{"id":42,"state":"reje' }],
    ['an empty body', { status: 200, text: '' }],
    ['an empty object', { status: 200, text: '{}' }],
    ['a list', { status: 200, text: '[]' }],
    ['two states in one', { status: 200, text: `{"id":${ID},"state":"pending","state":"rejected"}` }],
    ['a detail of another shape', { status: 200, text: `{"id":${ID},"state":"pending","state_detail":{"is":"cancelling"}}` }],
  ];

  const tooMany: [string, Scripted] = ['429', json(429, {}, { 'retry-after': '5' })];

  it.each([...nothing, tooMany])(
    '%s on the read: nothing is told and nothing is sent',
    async (_what, read) => {
      const run = play({ reads: [read] });
      const fault = await run.ask().then(() => null, (thrown: ProviderFault) => thrown);
      expect(fault).toMatchObject({ name: 'ProviderFault', retryable: true });
      expect(run.sent()).toBe(0);
    },
  );

  it.each(nothing)('%s on the send: `indeterminate`, read again before anything is sent again', async (_what, send) => {
    const run = play({ reads: [pending(), cancelled()], sends: [send] });
    expect(await run.ask()).toMatchObject({ answer: { kind: 'indeterminate' }, send: 'lost', rereads: 0 });
    expect((await run.ask()).answer).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(run.sent()).toBe(1);
  });

  it.each([404, 408, 425])('%i on the send: the request may have been processed all the same', async (status) => {
    const run = play({ reads: [pending()], sends: [error(status, 'whatever')] });
    expect(await run.ask()).toMatchObject({ answer: { kind: 'indeterminate' }, send: 'lost' });
  });

  it('a send that provably never arrived: `indeterminate`, and it does not count as sent', async () => {
    const run = play({ reads: [pending()], sends: [FAULTS.refused, FAULTS.refused, FAULTS.refused, cancelled()] });
    expect(await run.ask()).toMatchObject({ answer: { kind: 'indeterminate', reason: 'request_not_sent' }, send: 'notSent' });
    await run.ask();
    await run.ask();
    expect((await run.ask()).answer).toMatchObject({ kind: 'cancelled', how: 'direct' });
  });
});

describe('a plain read', () => {
  it('never sends, and calls a payment that could be cancelled `cancellable`', async () => {
    for (const read of [created(), pending()]) {
      const run = play({ reads: [read] });
      expectSettled(await run.read(), { kind: 'cancellable' });
      expect(run.sent()).toBe(0);
    }
  });

  it('calls it `cancellable` after one lost answer too: asking once more would be legitimate', async () => {
    expect((await play({ reads: [pending()], facts: sentOnce }).read()).answer).toEqual({ kind: 'cancellable' });
  });

  it('tells the start of the earliest day on which a deferred instruction executes', async () => {
    const day = (execution_date: unknown): unknown => ({ execution_date_type: 'deferred', execution_date });
    const instructions = [day('2026-12-05'), day('2026-12-01 09:30:00'), day('soon'), day(null), { execution_date_type: 'first_open_day', execution_date: '2026-11-22' }];
    expect((await play({ reads: [pending({ instructions })] }).read()).executesAt).toBe('2026-12-01T00:00:00.000Z');
    expect((await play({ reads: [pending()] }).read()).executesAt).toBeNull();
  });
});

describe('a cancel request', () => {
  it('is sent only once the mark before it is durable', async () => {
    const run = play({ reads: [pending()], sends: [cancelled()] });
    const notMarked = new Error('the mark could not be written');
    await expect(run.ask({ beforeSend: () => Promise.reject(notMarked) })).rejects.toBe(notMarked);
    expect(run.sent()).toBe(0);
  });

  it('keeps the day of execution that the short answer leaves out', async () => {
    const instructions = [{ execution_date_type: 'deferred', execution_date: '2026-12-01' }];
    const run = play({ reads: [pending({ instructions })], sends: [awaitingPayer()] });
    expect((await run.ask()).executesAt).toBe('2026-12-01T00:00:00.000Z');
  });

  it('carries our return address and state, and the service token', async () => {
    const http = scriptedHttp(({ method, url }) => {
      if (url.endsWith('/auth/token')) return json(200, { token: 'service-token' });
      return method === 'GET' ? pending() : cancelled();
    });
    const baseUrl = 'https://acme.biapi.pro/2.0';
    const credentials = { baseUrl, clientId: '1', clientSecret: 's', webviewUrl: baseUrl, ratePerMinute: null };
    await rehearse(connectPowens(credentials, { http, now: () => new Date() }), { provider: 'powens', paymentId: ID }).ask();
    const [token, read, send] = http.calls;
    expect(token).toMatchObject({ method: 'POST', url: `${baseUrl}/auth/token` });
    expect(JSON.parse(token?.body ?? '')).toEqual({
      grant_type: 'client_credentials',
      client_id: '1',
      client_secret: 's',
      scope: ['payments:read-only', 'payments:cancel', 'payments:validate'],
    });
    expect(read).toMatchObject({ method: 'GET', url: `${baseUrl}/payments/${ID}`, body: null });
    expect(send).toMatchObject({ method: 'POST', url: `${baseUrl}/payments/${ID}`, headers: { authorization: 'Bearer service-token' } });
    expect(JSON.parse(send?.body ?? '')).toEqual({
      cancel: true,
      client_redirect_uri: 'https://pay.shop.example/callbacks/powens',
      client_state: 'state-token',
    });
    expect(http.calls).toHaveLength(3);
    expect(new Set(http.calls.flatMap((call) => call.allowedOrigins))).toEqual(new Set(['https://acme.biapi.pro']));
  });
});
