import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PAYER_RETURNED } from '../../contracts/messages.js';
import { unseal } from '../../platform/seal.js';
import { textIn } from './history.js';
import { KEY_RING, openRig, type Rig, type Scenario } from './rig.js';
import type { Run } from './run.js';
import { CANARY, SAYS, ScriptedProvider, unreachable } from './scripted-provider.js';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(inject('temporal'));
});
afterAll(() => rig.close());

const payerNeeded: Pick<Scenario, 'script'> = { script: (provider) => provider.onCancel(() => provider.asksForPayer()) };

/** A run whose payer has the first link. */
async function waitingRun(more: Parameters<Rig['start']>[0] = {}): Promise<Run> {
  const run = await rig.start({ ...payerNeeded, ...more });
  await run.untilPublished({ status: 'awaiting_payer', rounds: 1 });
  return run;
}

describe.concurrent('a payer who comes back', () => {
  it('having approved: cancelled after one round, though the bank lags behind', async () => {
    const run = await waitingRun({ recheckSchedule: [50, 50] });
    run.provider.says(SAYS.payerNeeded, SAYS.payerNeeded, SAYS.cancelledByPayer);
    await run.payerReturns();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation', moneyMovement: 'none' });
    expect(run.provider.calls).toEqual(['read', 'cancel', 'token', 'read', 'read', 'read']);
  });

  it('without an error, still not approved: the next link only after the whole fast schedule', async () => {
    const run = await waitingRun({ recheckSchedule: [50, 50] });
    await run.payerReturns();
    await run.untilPublished({ status: 'awaiting_payer', rounds: 2 });
    expect(run.provider.calls.slice(3)).toEqual(['read', 'read', 'read', 'token']);
  });

  it('having left: one read and the next link at once', async () => {
    const run = await waitingRun();
    await run.payerReturns({ left: true });
    await run.untilPublished({ status: 'awaiting_payer', rounds: 2 });
    expect(run.provider.calls.slice(3)).toEqual(['read', 'token']);
  });

  it('again and again without approving: no more links than rounds, then payerDidNotValidate', async () => {
    const run = await waitingRun({ terms: { maxRounds: 2 } });
    await run.payerReturns({ left: true });
    await run.untilPublished({ status: 'awaiting_payer', rounds: 2 });
    await run.payerReturns({ left: true });
    const { outcome, rounds } = await run.result();
    expect(outcome).toMatchObject({ kind: 'payerDidNotValidate', reason: 'round_limit', moneyMovement: 'expected' });
    expect(outcome?.proof).toMatchObject({ state: { state: 'payerValidationRequired' } });
    expect(rounds).toBe(2);
    expect(run.provider.count('token')).toBe(2);
  });

  it('by a replayed return while the current link was never opened: a read, and no round is used up', async () => {
    const run = await waitingRun({ terms: { maxRounds: 1 } });
    await run.payerReturns({ left: true, linkOpened: false });
    await run.untilCalled('read', 2);
    expect(await run.untilPublished({ status: 'awaiting_payer' })).toMatchObject({ rounds: 1 });
    expect(run.provider.count('token')).toBe(1);
    expect(await run.payerLink()).toMatchObject({ round: 1 });
  });

  it('three times while one return is being verified: one round, and a read that began after the last of them', async () => {
    const run = await waitingRun();
    const reading = run.provider.hold('read');
    await run.payerReturns({ left: true });
    await reading.reached;
    for (let again = 0; again < 3; again += 1) await run.payerReturns({ left: true });
    run.provider.says(SAYS.payerNeeded, SAYS.payerNeeded);
    reading.open();
    await run.untilCalled('read', 3);
    await run.untilPublished({ status: 'awaiting_payer', rounds: 2 });
    expect(run.provider.calls.slice(3)).toEqual(['read', 'token', 'read']);
  });

  it('before the run has published the link: the return is kept and answered by a read of its own', async () => {
    const provider = new ScriptedProvider();
    const token = provider.hold('token');
    const run = await rig.start({ ...payerNeeded, provider });
    await token.reached;
    await run.payerReturns();
    run.provider.says(SAYS.cancelledByPayer);
    token.open();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(run.provider.calls).toEqual(['read', 'cancel', 'token', 'read']);
  });

  it('in the very message that starts the run', async () => {
    const run = await rig.start({
      script: (provider) => provider.says(SAYS.payerNeeded, SAYS.cancelledByPayer),
      withSignal: { name: PAYER_RETURNED, argument: {} },
    });
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(run.provider.count('cancel')).toBe(0);
  });
});

describe.concurrent('a payer of whom nothing is heard', () => {
  it("the provider's notification alone brings the outcome", async () => {
    const run = await waitingRun();
    run.provider.says(SAYS.cancelledByPayer);
    await run.providerNotifies();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
  });

  it('all callbacks lost: the sparse re-read alone brings the outcome', async () => {
    const run = await waitingRun({ pollSchedule: [40] });
    run.provider.says(SAYS.payerNeeded, SAYS.cancelledByPayer);
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
  });

  it('deadline over: payerDidNotValidate, with the last read as proof', async () => {
    const run = await rig.start({ ...payerNeeded, terms: { deadlineSeconds: 1 } });
    expect(await run.outcome()).toMatchObject({
      kind: 'payerDidNotValidate',
      reason: 'deadline',
      moneyMovement: 'expected',
      proof: { state: { state: 'payerValidationRequired' } },
    });
  });
});

describe.concurrent("the payer's deadline", () => {
  const HOUR_MS = 3_600_000;

  it('is seven days from the request', async () => {
    const run = await waitingRun();
    expect(await run.published()).toMatchObject({ payerDeadline: after(run.input.requestedAt, 7 * 24 * HOUR_MS) });
  });

  it('is never past the day on which the payment executes by itself', async () => {
    const executesAt = new Date(Date.now() + 48 * HOUR_MS).toISOString();
    const run = await waitingRun(executing(executesAt));
    expect(await run.published()).toMatchObject({ payerDeadline: executesAt });
  });

  it('is an hour from the link where the payment executes sooner', async () => {
    const run = await waitingRun(executing(new Date(Date.now() + HOUR_MS / 6).toISOString()));
    const link = await run.payerLink();
    expect(await run.published()).toMatchObject({ payerDeadline: after(link?.issuedAt ?? '', HOUR_MS) });
  });

  it('is less than that where less was asked for', async () => {
    const run = await waitingRun({ ...executing(new Date(Date.now() + HOUR_MS / 6).toISOString()), terms: { deadlineSeconds: 1_200 } });
    expect(await run.published()).toMatchObject({ payerDeadline: after(run.input.requestedAt, HOUR_MS / 3) });
  });

  function executing(executesAt: string): Pick<Scenario, 'script'> {
    return {
      script: (provider) =>
        provider.onCancel(() => {
          provider.says({ answer: SAYS.payerNeeded, executesAt });
          return { answer: SAYS.payerNeeded, send: 'accepted', executesAt };
        }),
    };
  }

  function after(instant: string, milliseconds: number): string {
    return new Date(Date.parse(instant) + milliseconds).toISOString();
  }
});

describe.concurrent("the payer's link", () => {
  it('is issued at once for a payment that already waits for its payer: adopted, nothing is sent', async () => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.payerNeeded) });
    await run.untilPublished({ status: 'awaiting_payer', rounds: 1 });
    expect(run.provider.calls).toEqual(['read', 'token']);
  });

  it('stands nowhere in clear: the query gives it sealed, only this run unseals it', async () => {
    const run = await waitingRun();
    const link = await run.payerLink();
    expect(unseal(link?.sealed ?? '', run.workflowId, KEY_RING)).toContain(CANARY);
    expect(unseal(link?.sealed ?? '', `${run.workflowId}0`, KEY_RING)).toBeNull();
    run.provider.says(SAYS.cancelledByPayer);
    await run.providerNotifies();
    await run.outcome();
    const everything = textIn([await run.events(), await run.view(), await run.describe()]);
    expect(everything.includes(link?.sealed ?? '?')).toBe(true);
    expect(everything.includes(CANARY)).toBe(false);
    expect(await run.payerLink()).toBeNull();
  });

  it('is made fresh on request without using up a round', async () => {
    const run = await waitingRun({ terms: { maxRounds: 1 } });
    const before = await run.payerLink();
    await run.freshPayerLink();
    await run.untilCalled('token', 2);
    await run.untilPublished({ status: 'awaiting_payer' });
    const fresh = await run.payerLink();
    expect(fresh).toMatchObject({ round: 1 });
    expect(fresh?.sealed).not.toBe(before?.sealed);
  });

  it('that cannot be had for a while is issued as soon as it can', async () => {
    const run = await rig.start({
      script: (provider) => {
        provider.onCancel(() => provider.asksForPayer());
        provider.tokens(unreachable(), unreachable(), null);
      },
      pollSchedule: [40],
    });
    await run.untilPublished({ status: 'awaiting_payer', rounds: 1 });
    expect(run.provider.count('cancel')).toBe(1);
  });
});
