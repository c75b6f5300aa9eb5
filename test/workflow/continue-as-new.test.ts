import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../contracts/search-attributes.js';
import { eventually } from './eventually.js';
import { textIn } from './history.js';
import type { Rig } from './rig.js';
import { openShortHistoryRig } from './short-history-rig.js';
import type { Run } from './run.js';
import { SAYS } from './scripted-provider.js';

let rig: Rig;
beforeAll(async () => {
  rig = await openShortHistoryRig(inject('temporal').cli);
});
afterAll(() => rig.close());

describe('a run with a long history', () => {
  it('goes on in a new one and forgets nothing', async () => {
    const run = await rig.start({
      script: (provider) => provider.onCancel(() => provider.asksForPayer()),
      policy: { maxRounds: 9 },
      terms: { orderRef: 'B-42' },
      correlationId: 'order-4711',
    });
    await run.untilPublished({ status: 'awaiting_payer', rounds: 1 });
    const before = await run.describe();
    const { payerDeadline } = await run.published();

    const rounds = await roundsUntilContinued(run);

    await run.untilPublished({ status: 'awaiting_payer', rounds });
    const now = await run.describe();
    expect(now.memo).toEqual(before.memo);
    expect(textIn(await run.handle.fetchHistory())).toContain('"correlationId":"order-4711"');
    expect(ownAttributes(now)).toEqual({ ...ownAttributes(before), PayerRounds: rounds });
    expect(now.raw.workflowExecutionInfo?.firstRunId).toBe(run.firstRunId);
    expect(await run.published()).toMatchObject({ payerDeadline });
    expect(await run.payerLink()).toMatchObject({ round: rounds });
    expect(await run.view()).toMatchObject({ rounds, maxRounds: 9, payerDeadline, lastProviderCode: 'says_payerValidationRequired' });

    // What was sent before is known, what is asked anew is asked with the same reference.
    run.provider.says(SAYS.cancellable);
    await run.payerReturns({ left: true });
    await run.untilCalled('cancel', 2);
    expect(new Set(run.provider.payeeReferences).size).toBe(1);
    run.provider.says(SAYS.cancelledByPayer);
    await run.providerNotifies();
    const { outcome, facts } = await run.result();
    expect(outcome).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(facts).toMatchObject({ sends: { begun: 2, accepted: 2 }, linkIssued: true });
  });

  it('takes along the far end of a review, and begins nothing in the run that ends', async () => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.unclear), recheckSchedule: [] });
    await run.untilPublished({ status: 'needs_review' });
    await notificationsUntilContinued(run);
    await run.untilPublished({ status: 'needs_review' });

    const farEnd = farEndIn(await run.events());
    const current = rig.client.workflow.getHandle(run.workflowId);
    const goneOn = await eventually('the timer of the new run', async () => farEndIn((await current.fetchHistory()).events), (end) => end !== undefined);
    expect(goneOn).toBe(farEnd);
    expect((await run.eventNames()).slice(-3)).toEqual(['WorkflowTaskCompleted', 'UpsertWorkflowSearchAttributes', 'WorkflowExecutionContinuedAsNew']);
    await run.resolve({ kind: 'notCancellable' });
    expect(await run.outcome()).toMatchObject({ kind: 'notCancellable', decidedBy: { actor: 'ana' } });
  });
});

/** @returns the round in which the run went on in a new one */
async function roundsUntilContinued(run: Run): Promise<number> {
  for (let round = 1; ; round += 1) {
    await run.untilPublished({ status: 'awaiting_payer', rounds: round });
    if ((await run.describe()).runId !== run.firstRunId) return round;
    await run.payerReturns({ left: true });
  }
}

async function notificationsUntilContinued(run: Run): Promise<void> {
  for (let reads = 2; (await run.describe()).runId === run.firstRunId; reads += 1) {
    await run.providerNotifies();
    await eventually('the read', async () => run.provider.count('read'), (count) => count >= reads);
    await run.untilPublished({ status: 'needs_review' });
  }
}

/** When a run in review fails, from the summary of its timer. */
function farEndIn(events: unknown): string | undefined {
  return /Fails for a person to act at [^"]+/.exec(textIn(events))?.[0];
}

/** Our own attributes by name; the SDK's change with the code. */
function ownAttributes({ typedSearchAttributes }: Awaited<ReturnType<Run['describe']>>): Record<string, unknown> {
  return Object.fromEntries(SEARCH_ATTRIBUTES.map(({ name }) => [name, typedSearchAttributes.getAll().find(({ key }) => key.name === name)?.value]));
}
