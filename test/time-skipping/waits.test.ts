import { activityInfo } from '@temporalio/activity';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Outcome } from '../../contracts/outcome.js';
import type { CancelPaymentResult } from '../../contracts/run.js';
import { SEARCH_ATTRIBUTES } from '../../contracts/search-attributes.js';
import { openRigOver, quietRuntime, type Rig, type Scenario } from '../workflow/rig.js';
import type { Run } from '../workflow/run.js';
import { SAYS, unreachable } from '../workflow/scripted-provider.js';
import type { RunOptions } from '../workflow/start-run.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** For `toBeCloseTo`, which takes the number of decimals: half of 10^6 ms. */
const WITHIN_MINUTES = -6;
const SCHEDULES = { recheckSchedule: [2_000, 10_000, 30_000], pollSchedule: [60_000, 300_000, 900_000, HOUR_MS] };
const payerNeeded: Pick<Scenario, 'script'> = { script: (provider) => provider.onCancel(() => provider.asksForPayer()) };

let environment: TestWorkflowEnvironment;
let rig: Rig;
beforeAll(async () => {
  quietRuntime();
  const executable = { type: 'existing-path', path: inject('timeSkippingLauncher') } as const;
  environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  const { connection, nativeConnection } = environment;
  const namespace = environment.client.options.namespace;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTES.map(({ name, type }) => [name, INDEXED_VALUE_TYPES[type]])),
  });
  // The server's clock, as it stood when the attempt was scheduled: days ahead of the machine's.
  const now = (): Date => new Date(activityInfo().currentAttemptScheduledTimestampMs);
  rig = await openRigOver({ connection, nativeConnection, namespace, now });
});
afterAll(async () => {
  await rig.close();
  await environment.teardown();
});

/** `IndexedValueType` of Temporal's API. */
const INDEXED_VALUE_TYPES = { KEYWORD: 2, INT: 3, DATETIME: 6 } as const;

async function start(options: Scenario & RunOptions): Promise<Run> {
  return rig.start({ ...SCHEDULES, requestedAt: new Date(await environment.currentTimeMs()), ...options });
}

/** Waits for the end of a run; all waits on the way pass at once. */
async function skipToEnd(run: Run): Promise<CancelPaymentResult> {
  return (await environment.client.workflow.getHandle(run.workflowId).result()) as CancelPaymentResult;
}

async function outcomeOf(run: Run): Promise<Outcome | null> {
  return (await skipToEnd(run)).outcome;
}

/** Milliseconds from start to close, on the server's clock. */
async function lengthOf(run: Run): Promise<number> {
  const { startTime, closeTime } = await run.describe();
  return (closeTime?.getTime() ?? Number.NaN) - startTime.getTime();
}

describe('a payer who never comes', () => {
  it('is waited for seven days, then payerDidNotValidate; re-reads grow sparse', async () => {
    const run = await start(payerNeeded);
    expect(await outcomeOf(run)).toMatchObject({ kind: 'payerDidNotValidate', reason: 'deadline' });
    expect(await lengthOf(run)).toBeCloseTo(7 * DAY_MS, WITHIN_MINUTES);
    expect(run.provider.count('read')).toBeGreaterThan(7 * 24);
    expect(run.provider.count('read')).toBeLessThan(7 * 24 + 10);
    expect(run.provider.count('token')).toBe(1);
  });

  it('costs after seven days what it costs after seven minutes', async () => {
    const long = await start(payerNeeded);
    const short = await start({ ...payerNeeded, terms: { deadlineSeconds: 420 } });
    await skipToEnd(short);
    await skipToEnd(long);
    expect((await long.events()).length).toBe((await short.events()).length);
  });

  it('is not waited for past the day on which the payment executes by itself', async () => {
    const executesAt = new Date((await environment.currentTimeMs()) + 2 * DAY_MS).toISOString();
    const run = await start({
      script: (provider) =>
        provider.onCancel(() => {
          provider.says({ answer: SAYS.payerNeeded, executesAt });
          return { answer: SAYS.payerNeeded, send: 'accepted', executesAt };
        }),
    });
    expect(await outcomeOf(run)).toMatchObject({ kind: 'payerDidNotValidate', reason: 'deadline' });
    expect(await lengthOf(run)).toBeCloseTo(2 * DAY_MS, WITHIN_MINUTES);
  });
});

describe('a payer who comes late', () => {
  it('after six days: the whole run costs what a quick round costs', async () => {
    const run = await start(payerNeeded);
    await run.untilPublished({ status: 'awaiting_payer' });
    await environment.sleep('6 days');
    run.provider.says(SAYS.cancelledByPayer);
    await run.payerReturns();
    expect(await outcomeOf(run)).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect((await run.events()).length).toBeLessThanOrEqual(26);
  });

  it('after three days, every callback lost: found within the hour', async () => {
    const run = await start(payerNeeded);
    await run.untilPublished({ status: 'awaiting_payer' });
    await environment.sleep('3 days');
    run.provider.says(SAYS.cancelledByPayer);
    expect(await outcomeOf(run)).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(await lengthOf(run)).toBeLessThan(3 * DAY_MS + HOUR_MS + 60_000);
  });
});

describe('a provider', () => {
  it('that is busy for a day: notCancellable', async () => {
    const run = await start({ script: (provider) => provider.says(SAYS.validating) });
    expect(await outcomeOf(run)).toMatchObject({ kind: 'notCancellable', reason: 'still_validating' });
    expect(await lengthOf(run)).toBeCloseTo(DAY_MS, WITHIN_MINUTES);
  });

  it.each([
    ['nobody understands', SAYS.unclear],
    ['nobody reaches', unreachable()],
    ['that shuts us out', SAYS.forbidden],
  ])('%s for thirty days: the run fails as OutcomeUnresolved, after ever fewer re-reads', async (_what, saying) => {
    const run = await start({ script: (provider) => provider.says(saying) });
    await expect(skipToEnd(run)).rejects.toMatchObject({ cause: { type: 'OutcomeUnresolved' } });
    expect(await lengthOf(run)).toBeCloseTo(30 * DAY_MS, WITHIN_MINUTES);
    expect(run.provider.count('read')).toBeGreaterThan(30);
    expect(run.provider.count('read')).toBeLessThan(70);
  });
});
