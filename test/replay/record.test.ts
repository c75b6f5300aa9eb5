import { rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openRig, type Rig } from '../workflow/rig.js';
import { openShortHistoryRig } from '../workflow/short-history-rig.js';
import { fileTextOf, HISTORIES_FOLDER, storedHistories } from './histories.js';
import { FORMER_HISTORIES, type Recorded, RECORDINGS, SHORT_HISTORY_RECORDINGS, type Recording } from './scenarios.js';

const RECORDS_ANEW = process.env['RECORD_HISTORIES'] === '1';

/**
 * Records every history anew from real runs: `RECORD_HISTORIES=1 npx vitest run --project server test/replay/record.test.ts`
 * (see README.md beside this file for when that is right).
 */
beforeAll(async () => {
  if (!RECORDS_ANEW) return;
  for (const name of storedHistories().keys()) if (!FORMER_HISTORIES.includes(name)) rmSync(`${HISTORIES_FOLDER}${name}.json`);
  await record(await openRig(inject('temporal')), RECORDINGS);
  await record(await openShortHistoryRig(inject('temporal').cli), SHORT_HISTORY_RECORDINGS);
}, 300_000);

describe('every way a cancellation can go', () => {
  it('has its stored history, and there is no other', () => {
    const stored = [...storedHistories().keys()].map((name) => name.replace(/-\d$/, ''));
    expect(new Set(stored)).toEqual(new Set([...Object.keys({ ...RECORDINGS, ...SHORT_HISTORY_RECORDINGS }), ...FORMER_HISTORIES]));
  });
});

async function record(rig: Rig, recordings: Readonly<Record<string, Recording>>): Promise<void> {
  for (const [name, play] of Object.entries(recordings)) {
    const played = await play(rig);
    for (const [index, one] of played.entries()) {
      const file = played.length === 1 ? name : `${name}-${index + 1}`;
      writeFileSync(`${HISTORIES_FOLDER}${file}.json`, fileTextOf(await historyOf(rig, one)));
    }
  }
  await rig.close();
}

function historyOf({ client }: Rig, { workflowId, runId }: Recorded): ReturnType<ReturnType<typeof client.workflow.getHandle>['fetchHistory']> {
  return client.workflow.getHandle(workflowId, runId).fetchHistory();
}
