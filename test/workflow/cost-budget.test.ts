import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openRig, type Rig } from './rig.js';
import type { Run } from './run.js';
import { SAYS } from './scripted-provider.js';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(inject('temporal'));
});
afterAll(() => rig.close());

/** Design section 3, "Cost budget". */
const DIRECT_EVENTS = 12;
const ONE_ROUND_EVENTS = 26;
const FURTHER_ROUND_EVENTS = 12;

describe('what a whole run costs', () => {
  it('direct: 12 events, and the provider is called twice: read, cancel', async () => {
    const run = await rig.start({});
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(run.provider.calls).toEqual(['read', 'cancel']);
    await expectEvents(run, DIRECT_EVENTS);
  });

  it.each([1, 2, 5])('%i payer rounds: 26 events and 12 more for each after the first; token and read per round', async (rounds) => {
    const run = await rig.start({ script: (provider) => provider.onCancel(() => provider.asksForPayer()) });
    for (let round = 1; round <= rounds; round += 1) {
      await run.untilPublished({ status: 'awaiting_payer', rounds: round });
      if (round === rounds) run.provider.says(SAYS.cancelledByPayer);
      await run.payerReturns({ left: true });
    }
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
    expect(run.provider.calls).toEqual(['read', 'cancel', ...Array<string[]>(rounds).fill(['token', 'read']).flat()]);
    await expectEvents(run, ONE_ROUND_EVENTS + (rounds - 1) * FURTHER_ROUND_EVENTS);
  });
});

async function expectEvents(run: Run, atMost: number): Promise<void> {
  const names = await run.eventNames();
  expect(names.length, `the run wrote\n${names.map((name, index) => `${index + 1} ${name}`).join('\n')}\n`).toBeLessThanOrEqual(atMost);
}
