import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import type { FinalAnswer } from '../../contracts/answer.js';
import { ProviderFault } from '../../contracts/fault.js';
import { textIn } from './history.js';
import { openRig, type Rig } from './rig.js';
import { SAYS, unreachable } from './scripted-provider.js';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(inject('temporal'));
});
afterAll(() => rig.close());

const FINAL: readonly FinalAnswer[] = [
  SAYS.alreadyCancelled,
  SAYS.notExecuted,
  SAYS.tooLate,
  SAYS.partiallyExecuted,
  SAYS.notSupported,
  SAYS.notCancellable,
  SAYS.refused,
  SAYS.notFound,
];

describe.concurrent('a payment whose first read already decides', () => {
  it.for(FINAL)('$kind: completes with just that and its proof, and sends nothing', async (answer, { expect }) => {
    const run = await rig.start({ script: (provider) => provider.says(answer) });
    const { kind, moneyMovement, reason, remedy } = answer;
    expect(await run.outcome()).toMatchObject({
      kind,
      how: answer.kind === 'cancelled' ? answer.how : null,
      moneyMovement,
      reason,
      remedy,
      decidedBy: null,
      proof: { resource: `/payments/${run.payment.paymentId}`, state: { state: kind } },
    });
    expect(run.provider.calls).toEqual(['read']);
  });
});

describe.concurrent('a provider that is busy with the payment', () => {
  it('validating, then pending: waited for, then asked', async ({ expect }) => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.validating, SAYS.cancellable) });
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(textIn(await run.events())).toContain('awaiting_provider');
    expect(run.provider.calls).toEqual(['read', 'read', 'read', 'cancel']);
  });

  it('in progress after our cancel: waited for, then direct', async ({ expect }) => {
    const run = await rig.start({
      script: (provider) =>
        provider.onCancel(() => {
          provider.cancels(SAYS.cancelledDirectly);
          return { answer: SAYS.working, send: 'accepted' };
        }),
    });
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(run.provider.count('cancel')).toBe(1);
  });

  it('validating for longer than PROVIDER_WAIT: notCancellable', async ({ expect }) => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.validating), policy: { providerWaitSeconds: 1 }, recheckSchedule: [60_000] });
    expect(await run.outcome()).toMatchObject({ kind: 'notCancellable', reason: 'still_validating', moneyMovement: 'expected' });
  });

  it('in a progress nobody may guess for longer than PROVIDER_WAIT: a person looks, and its end is still seen', async ({ expect }) => {
    const run = await rig.start({
      script: (provider) => provider.says(SAYS.working),
      policy: { providerWaitSeconds: 1 },
      recheckSchedule: [60_000],
      pollSchedule: [200],
    });
    await run.untilPublished({ status: 'needs_review' });
    const reads = run.provider.count('read');
    await run.untilCalled('read', reads + 1);
    expect(await run.published()).toMatchObject({ status: 'needs_review' });
    run.provider.says(SAYS.alreadyCancelled);
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled' });
  });
});

describe.concurrent('a provider nobody understands', () => {
  it('is re-read over the fast schedule, then a person looks, and it resolves itself once readable', async ({ expect }) => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.unclear), pollSchedule: [200] });
    await run.untilPublished({ status: 'needs_review' });
    expect(run.provider.calls.slice(0, 2)).toEqual(['read', 'read']);
    expect(await run.view()).toMatchObject({ lastProviderCode: 'says_indeterminate', outcome: null });
    run.provider.says(SAYS.cancellable);
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(run.provider.effectiveCancels).toBe(1);
  });

  it('nor reaches: no re-read is news while nobody answers, the first answer is', async ({ expect }) => {
    const run = await rig.start({ script: (provider) => provider.says(unreachable()), pollSchedule: [100] });
    await run.untilPublished({ status: 'needs_review' });
    const events = (await run.events()).length;
    await run.untilCalled('read', 4);
    expect((await run.events()).length).toBe(events);
    run.provider.says(SAYS.tooLate);
    expect(await run.outcome()).toMatchObject({ kind: 'tooLate', moneyMovement: 'done', remedy: 'reversal' });
  });

  it('and whose cancel lost its answer: read before anything else, one effective cancellation', async ({ expect }) => {
    const run = await rig.start({
      script: (provider) =>
        provider.onCancel(() => {
          provider.cancels(SAYS.cancelledDirectly);
          return { answer: { kind: 'indeterminate', reason: 'http.timeout' }, send: 'lost' };
        }),
    });
    const { outcome, facts } = await run.result();
    expect(outcome).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(run.provider.calls).toEqual(['read', 'cancel', 'read']);
    expect(facts.sends).toEqual({ begun: 1, accepted: 0, rejected: 0, notSent: 0 });
  });

  it('that shuts us out: a person looks at once, and it goes on once our credentials are mended', async ({ expect }) => {
    const shut = new ProviderFault({ code: 'scripted.unauthorised', message: 'GET payment: 401', retryable: false });
    const run = await rig.start({ script: (provider) => provider.says(shut), pollSchedule: [200] });
    await run.untilPublished({ status: 'needs_review' });
    expect(run.provider.calls).toEqual(['read']);
    run.provider.says(SAYS.cancellable);
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'direct' });
  });
});

describe.concurrent('a payer action we cannot serve', () => {
  const unservable = { script: (provider: { says(saying: typeof SAYS.payerNeededElsewhere): void }) => provider.says(SAYS.payerNeededElsewhere) };

  it('gets the link once and a person; a return that still waits changes nothing', async ({ expect }) => {
    const run = await rig.start(unservable);
    await run.untilPublished({ status: 'needs_review', rounds: 1 });
    await run.payerReturns();
    await run.untilCalled('read', 2);
    expect(await run.untilPublished({ status: 'needs_review' })).toMatchObject({ rounds: 1 });
    expect(await run.payerLink()).toMatchObject({ round: 1 });
    run.provider.says(SAYS.cancelledByPayer);
    await run.payerReturns();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(run.provider.count('token')).toBe(1);
  });

  it('ends at the deadline like any other wait for the payer', async ({ expect }) => {
    const run = await rig.start({ ...unservable, terms: { deadlineSeconds: 1 } });
    expect(await run.outcome()).toMatchObject({ kind: 'payerDidNotValidate', reason: 'deadline' });
  });
});

describe.concurrent('a run whose outcome nobody can tell', () => {
  it('fails as OutcomeUnresolved at the far end, with what it knows', async ({ expect }) => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.unclear), policy: { unresolvedAfterSeconds: 1 }, recheckSchedule: [] });
    await expect(run.result()).rejects.toMatchObject({
      cause: { type: 'OutcomeUnresolved', details: [{ outcome: null, rounds: 0, facts: { sends: { begun: 0 } } }] },
    });
    expect(await run.published()).toMatchObject({ status: 'needs_review' });
  });
});

