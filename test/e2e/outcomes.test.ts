import { beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../support/stack.js';
import { begin, isEnded, linkOf } from './story.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});

interface Expected {
  readonly kind: string;
  readonly how?: string;
  readonly reason?: string | null;
  readonly moneyMovement: string;
  /** Cancellations that took effect at the provider. */
  readonly effective: number;
  /** Cancel requests the provider was sent. */
  readonly sent: number;
}

const DIRECT: Expected = { kind: 'cancelled', how: 'direct', moneyMovement: 'none', effective: 1, sent: 1 };
const BY_PAYER: Expected = { ...DIRECT, how: 'afterPayerValidation' };
const NOT_SUPPORTED: Expected = { kind: 'notSupported', moneyMovement: 'expected', effective: 0, sent: 1 };
const NOT_SENT = { effective: 0, sent: 0 } as const;

/** Scenarios that end without a payer. */
const ALONE: Readonly<Record<string, Expected>> = {
  'created-direct': DIRECT,
  'created-direct-by-client': DIRECT,
  direct: DIRECT,
  'direct-capitalised': DIRECT,
  'not-supported': NOT_SUPPORTED,
  'not-supported-409': NOT_SUPPORTED,
  'not-supported-422': NOT_SUPPORTED,
  'not-supported-200': NOT_SUPPORTED,
  'already-done': { kind: 'tooLate', moneyMovement: 'done', ...NOT_SENT },
  'already-accepted': { kind: 'tooLate', reason: 'accepted_not_confirmed', moneyMovement: 'expected', ...NOT_SENT },
  'already-partial': { kind: 'partiallyExecuted', moneyMovement: 'partial', ...NOT_SENT },
  'already-expired': { kind: 'notCancellable', reason: 'expired_untracked', moneyMovement: 'unknown', ...NOT_SENT },
  'already-rejected': { kind: 'notExecuted', reason: 'insufficientFunds', moneyMovement: 'none', ...NOT_SENT },
  'already-cancelled': { kind: 'cancelled', how: 'alreadyCancelled', moneyMovement: 'none', ...NOT_SENT },
  'instant-pending': { kind: 'notCancellable', reason: 'instant_payment', moneyMovement: 'expected', ...NOT_SENT },
  'instant-bulk': { kind: 'notCancellable', reason: 'instant_payment', moneyMovement: 'expected', ...NOT_SENT },
  'validating-then-pending': DIRECT,
  'lost-answer-reset': DIRECT,
  'lost-answer-502': DIRECT,
  'not-applied-500': { ...DIRECT, sent: 2 },
  'rate-limited': DIRECT,
};

/** Scenarios in which the payer follows the link, by the scenario's own plan. */
const WITH_PAYER: Readonly<Record<string, Expected>> = {
  'webview-approve': BY_PAYER,
  'webview-leave-then-approve': BY_PAYER,
  'webview-token-expired': BY_PAYER,
  'bank-approve': BY_PAYER,
  'bank-decoupled': BY_PAYER,
  'webview-refuse': { kind: 'refused', moneyMovement: 'expected', effective: 0, sent: 1 },
  'bank-refuse': { kind: 'refused', moneyMovement: 'expected', effective: 0, sent: 1 },
  'approval-lags': BY_PAYER,
  'webhook-only': BY_PAYER,
  silence: BY_PAYER,
  'early-callback': BY_PAYER,
  'duplicate-callbacks': BY_PAYER,
  'forged-callbacks': BY_PAYER,
  'executed-while-waiting-done': { kind: 'tooLate', moneyMovement: 'done', effective: 0, sent: 1 },
  'executed-while-waiting-accepted': { kind: 'tooLate', moneyMovement: 'expected', effective: 0, sent: 1 },
  'executed-while-waiting-partial': { kind: 'partiallyExecuted', moneyMovement: 'partial', effective: 0, sent: 1 },
  'rejected-while-waiting': { kind: 'notExecuted', reason: 'insufficientFunds', moneyMovement: 'none', effective: 0, sent: 1 },
  'executed-at-approval': { kind: 'tooLate', moneyMovement: 'done', effective: 0, sent: 1 },
  'expired-while-waiting': { kind: 'notCancellable', reason: 'expired_untracked', moneyMovement: 'unknown', effective: 0, sent: 1 },
  'lost-answer-webview': BY_PAYER,
  'token-expires-midway': BY_PAYER,
};

describe('a Powens payment, asked to be cancelled, without a payer', () => {
  it.for(Object.entries(ALONE))('%s', async ([scenario, expected]) => {
    const story = await begin(stack, scenario);
    const { id } = await story.cancel();
    await expectOutcome(story, id, expected);
  });
});

describe('a Powens payment, asked to be cancelled, whose payer follows the link', () => {
  it.for(Object.entries(WITH_PAYER))('%s', async ([scenario, expected]) => {
    const story = await begin(stack, scenario);
    const { id } = await story.cancel();
    const waiting = await story.resource(id, ({ nextAction, outcome }) => nextAction !== null || outcome !== null);
    await story.visit(linkOf(waiting));
    await expectOutcome(story, id, expected);
  });
});

async function expectOutcome(story: Awaited<ReturnType<typeof begin>>, id: string, expected: Expected): Promise<void> {
  const { outcome, status, nextAction } = await story.resource(id, isEnded);
  const { effective, sent, ...rest } = expected;
  expect(outcome).toMatchObject(rest);
  expect(status).toBe(expected.kind === 'cancelled' ? 'cancelled' : 'not_cancelled');
  expect(nextAction).toBeNull();
  expect(outcome?.proof?.state).not.toEqual({});
  expect(await story.effectiveCancellations()).toBe(effective);
  expect((await story.calls())['powens.cancel'] ?? 0).toBe(sent);
}
