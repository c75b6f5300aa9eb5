import { ActivityCancelledError, ActivityNotFoundError } from '@temporalio/client';
import { ApplicationFailureCategory } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import type { ActivityDependencies } from '../../activities/dependencies.js';
import { AttemptDied, CANARY, SAYS, ScriptedProvider, unreachable } from '../workflow/scripted-provider.js';
import { Attempts, STEP } from './attempts.js';

const LOST = { answer: { kind: 'indeterminate', reason: 'http.timeout' }, send: 'lost' } as const;

describe('a cancel', () => {
  it('is sent after a read, and after "may have been sent" was made durable', async () => {
    const provider = new ScriptedProvider();
    let durable = (): void => undefined;
    const attempts = new Attempts({ provider }, { remember: () => new Promise((resolve) => (durable = resolve)) });
    const asked = attempts.once((activities) => activities.requestCancellation(STEP));
    await aTurn();
    expect(provider.calls).toEqual(['read']);
    durable();
    await asked;
    expect(provider.calls).toEqual(['read', 'cancel']);
  });

  it('is marked as begun in the memory, and counted by its fate in the result', async () => {
    const attempts = new Attempts();
    const { facts } = await attempts.request();
    expect(attempts.marks).toMatchObject([{ after: ['read'], memory: { facts: { sends: { begun: 1, accepted: 0 } } } }]);
    expect(facts).toMatchObject({ reads: 1, sends: { begun: 1, accepted: 1, rejected: 0, notSent: 0 } });
  });

  it.each([
    ['cancellation was asked for', new ActivityCancelledError('Cancelled')],
    ['the attempt is over', new ActivityNotFoundError('Not found')],
    ['Temporal cannot be reached', new Error('14 UNAVAILABLE')],
  ])('is never sent where %s: the attempt ends as that', async (_why, error) => {
    const attempts = new Attempts({}, { remember: () => Promise.reject(error) });
    expect(await attempts.once((activities) => activities.requestCancellation(STEP))).toEqual({ failure: error });
    expect(attempts.provider.calls).toEqual(['read']);
  });

  it('is never sent with too little time left to hear the answer', async () => {
    const startBudget: ActivityDependencies['startBudget'] = (signal) => ({ signal, remainingMs: () => 4_999 });
    const attempts = new Attempts({}, { startBudget });
    await attempts.once((activities) => activities.requestCancellation(STEP));
    expect(attempts.provider.calls).toEqual(['read']);
    expect(attempts.failures).toMatchObject([{ type: 'LookAgain', message: expect.stringContaining('http.no_time_left') }]);
    // Marked as looked at, not as sent.
    expect(attempts.marks).toMatchObject([{ memory: { facts: { sends: { begun: 0 } } } }]);
  });

  it('whose answer was lost: reads before anything else, and that read knows it may have been sent', async () => {
    const attempts = new Attempts({
      script: (provider) =>
        provider.onCancel(() => {
          provider.cancels(SAYS.cancelledDirectly);
          return LOST;
        }),
    });
    expect((await attempts.request()).answer).toEqual(SAYS.cancelledDirectly);
    expect(attempts.provider.calls).toEqual(['read', 'cancel', 'read']);
    expect(attempts.provider.factsSeen.map(({ sends }) => sends.begun)).toEqual([0, 1]);
  });

  it('whose attempt died right after it: the next attempt knows all the same', async () => {
    const attempts = new Attempts({
      script: (provider) =>
        provider.onCancel(() => {
          provider.cancels(SAYS.cancelledDirectly);
          throw new AttemptDied();
        }),
    });
    expect(await attempts.once((activities) => activities.requestCancellation(STEP))).toEqual({ failure: expect.any(AttemptDied) });
    const { facts } = await attempts.request();
    expect(attempts.provider.effectiveCancels).toBe(1);
    expect(attempts.provider.factsSeen[1]?.sends).toEqual({ begun: 1, accepted: 0, rejected: 0, notSent: 0 });
    expect(facts.sends.begun).toBe(1);
  });

  it('sent again carries the reference of the first time', async () => {
    const attempts = new Attempts({ script: (provider) => provider.onCancel(() => LOST), recheckSchedule: [1, 1] });
    await attempts.request();
    const { payeeReferences } = attempts.provider;
    expect(payeeReferences).toHaveLength(3);
    expect(new Set(payeeReferences)).toEqual(new Set([expect.stringMatching(/^[A-Z2-7]{30}$/)]));
  });

  it('is not sent for an account this worker has no credentials for: blocked', async () => {
    const attempts = new Attempts({}, { providerFor: () => null });
    expect(await attempts.request()).toMatchObject({ answer: { kind: 'blocked', reason: 'account_not_configured' }, proof: null });
    expect(attempts.provider.calls).toEqual([]);
  });
});

describe('looking again', () => {
  it('is a benign failure: neither an error in the logs nor in the metrics', async () => {
    const attempts = new Attempts({ script: (provider) => provider.says(SAYS.unclear), recheckSchedule: [2_000, 10_000, 30_000] });
    expect((await attempts.request()).answer).toEqual(SAYS.unclear);
    expect(attempts.delays).toEqual([2_000, 10_000, 30_000]);
    for (const { category, type, nonRetryable } of attempts.failures) {
      expect({ category, type, nonRetryable }).toEqual({ category: ApplicationFailureCategory.BENIGN, type: 'LookAgain', nonRetryable: false });
    }
  });

  it.each([
    ['what the provider asks for, where it is longer than the schedule', 7, 7_000],
    ['the schedule, where that is longer', 1, 2_000],
    ['ten minutes at most', 86_400, 600_000],
  ])('waits %s', async (_what, retryAfterSeconds, delayMs) => {
    const attempts = new Attempts({ script: (provider) => provider.says(unreachable({ retryAfterSeconds })), recheckSchedule: [2_000] });
    await attempts.once((activities) => activities.requestCancellation(STEP));
    expect(attempts.delays).toEqual([delayMs]);
  });

  it('to confirm an answer waits at least 2 s each time, and takes as many equal answers as asked for', async () => {
    const attempts = new Attempts({ script: (provider) => provider.says({ answer: SAYS.refused, rereads: 2 }), recheckSchedule: [50] });
    expect(await attempts.verify({ pace: 'once', link: false })).toMatchObject({ answer: SAYS.refused, facts: { reads: 3 } });
    expect(attempts.delays).toEqual([2_000, 2_000]);
  });

  it('to confirm over the whole fast schedule', async () => {
    const attempts = new Attempts({
      script: (provider) => provider.says({ answer: SAYS.refused, rereads: 'all' }),
      recheckSchedule: [2_000, 10_000, 30_000],
    });
    await attempts.verify({ pace: 'once', link: false });
    expect(attempts.delays).toEqual([2_000, 10_000, 30_000]);
  });

  it('begins to count anew when the answer changes, and gives up on one that keeps changing', async () => {
    const one = { answer: SAYS.refused, rereads: 1 };
    const other = { answer: SAYS.notCancellable, rereads: 1 };
    const twice = new Attempts({ script: (provider) => provider.says(one, other, other), recheckSchedule: [50, 50] });
    expect((await twice.verify({ pace: 'once', link: false })).answer).toEqual(SAYS.notCancellable);
    const ever = new Attempts({ script: (provider) => provider.says(one, other, one, other, one, other), recheckSchedule: [50, 50] });
    expect((await ever.verify({ pace: 'once', link: false })).answer).toEqual({ kind: 'indeterminate', reason: 'answers_keep_changing' });
  });

  it('for a bank that may lag goes over the whole schedule before the next link, after a payer who left not at all', async () => {
    const lagging = new Attempts({ script: (provider) => provider.says(SAYS.payerNeeded), recheckSchedule: [2_000, 10_000] });
    expect(await lagging.verify({ pace: 'bankMayLag', link: true })).toMatchObject({ link: { sealed: expect.any(String) } });
    expect(lagging.provider.calls).toEqual(['read', 'read', 'read', 'token']);
    const left = new Attempts({ script: (provider) => provider.says(SAYS.payerNeeded) });
    await left.verify({ pace: 'once', link: true });
    expect(left.provider.calls).toEqual(['read', 'token']);
  });

  it('leaves an error that is nobody\'s fault but ours visible as what it is', async () => {
    const bug = new TypeError('undefined is not a function');
    const attempts = new Attempts({ script: (provider) => provider.onCancel(() => Promise.reject(bug)) });
    expect(await attempts.once((activities) => activities.requestCancellation(STEP))).toEqual({ failure: bug });
  });
});

describe("the payer's link", () => {
  it('that cannot be had: looks again, adopts what waits, and never sends twice', async () => {
    const attempts = new Attempts({
      script: (provider) => {
        provider.onCancel(() => provider.asksForPayer());
        provider.tokens(unreachable(), null);
      },
    });
    expect(await attempts.request()).toMatchObject({ answer: SAYS.payerNeeded, facts: { linkIssued: true, sends: { begun: 1, accepted: 1 } } });
    expect(attempts.provider.calls).toEqual(['read', 'cancel', 'token', 'read', 'token']);
  });

  it('whose way nobody names makes the answer unknown', async () => {
    const attempts = new Attempts({ script: (provider) => provider.says({ answer: SAYS.payerNeeded, payerRoute: null }), recheckSchedule: [] });
    expect(await attempts.request()).toMatchObject({ answer: { kind: 'indeterminate', reason: 'payer_route_missing' }, link: null });
  });

  it('and its token stand in no result, memory or failure', async () => {
    const attempts = new Attempts({
      script: (provider) => {
        provider.onCancel(() => provider.asksForPayer());
        provider.tokens(unreachable(), null);
      },
    });
    const result = await attempts.request();
    expect(result.link).not.toBeNull();
    const told = [result, attempts.marks, attempts.failures.map(({ message, details, stack, cause }) => [message, details, stack, String(cause)])];
    expect(JSON.stringify(told)).not.toContain(CANARY);
  });
});

/** Lets everything that is ready run. */
function aTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
