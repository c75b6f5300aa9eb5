import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Measurement } from '../../contracts/measurement.js';
import type { Rig } from './rig.js';
import { openRig } from './rig.js';
import type { Run } from './run.js';
import { SAYS } from './scripted-provider.js';

/** Every task of these runs begins with a replay of all before it: what is counted twice would be seen. */
let rig: Rig;
beforeAll(async () => {
  rig = await openRig(inject('temporal'), { maxCachedWorkflows: 0 });
});
afterAll(() => rig.close());

describe('what a run counts', () => {
  it('is its begin and its end where the provider cancels at once', async () => {
    const run = await rig.start({});
    await run.result();
    expect(told(run)).toEqual(['began', 'ended cancelled 0']);
    expect(seconds(run)).toEqual([expect.closeTo(1, -1)]);
  });

  it('is every round and every wait for the payer, each once however often the run is replayed', async () => {
    const run = await rig.start({ script: (provider) => provider.onCancel(() => provider.asksForPayer()) });
    await run.untilPublished({ status: 'awaiting_payer', rounds: 1 });
    await run.payerReturns({ left: true });
    await run.untilPublished({ status: 'awaiting_payer', rounds: 2 });
    await run.freshPayerLink();
    await run.untilCalled('token', 3);
    await run.untilPublished({ status: 'awaiting_payer', rounds: 2 });
    run.provider.says(SAYS.cancelledByPayer);
    await run.payerReturns();
    await run.result();
    expect(told(run)).toEqual([
      'began', 'roundBegan',
      'waited payer', 'roundBegan',
      'waited payer',
      'waited payer', 'ended cancelled 2',
    ]);
    expect(seconds(run).every((wait) => wait >= 0 && wait < 60)).toBe(true);
  });

  it('is a review once, although its re-reads come back to it', async () => {
    const run = await rig.start({ script: (provider) => provider.says(SAYS.unclear), recheckSchedule: [] });
    await run.untilPublished({ status: 'needs_review' });
    const { length } = await run.events();
    await run.recheck();
    await run.untilCalled('read', 2);
    await run.untilPublished({ status: 'needs_review' });
    expect((await run.events()).length).toBeGreaterThan(length);
    await run.resolve({ kind: 'notExecuted' });
    await run.result();
    expect(told(run)).toEqual(['began', 'reviewBegan indeterminate', 'waited review', 'waited review', 'ended notExecuted 0']);
  });

  it('is the failure of a run that nobody could resolve', async () => {
    const run = await rig.start({
      script: (provider) => provider.says(SAYS.unclear),
      recheckSchedule: [],
      policy: { unresolvedAfterSeconds: 1 },
    });
    await expect(run.result()).rejects.toThrow();
    expect(told(run)).toEqual(['began', 'reviewBegan indeterminate', 'waited review', 'unresolved']);
  });
});

function told(run: Run): readonly string[] {
  return rig.measured(run).map(inWords);
}

function inWords(measurement: Measurement): string {
  switch (measurement.what) {
    case 'began':
    case 'roundBegan':
    case 'unresolved':
      return measurement.what;
    case 'waited':
      return `waited ${measurement.awaited}`;
    case 'reviewBegan':
      return `reviewBegan ${measurement.why}`;
    case 'ended':
      return `ended ${measurement.outcome} ${measurement.rounds}`;
  }
}

function seconds(run: Run): readonly number[] {
  return rig.measured(run).flatMap((measurement) => ('seconds' in measurement ? [measurement.seconds] : []));
}
