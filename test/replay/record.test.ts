import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, inject, it } from 'vitest';
import { openRig, type Rig } from '../workflow/rig.js';
import { openShortHistoryRig } from '../workflow/short-history-rig.js';
import { fileTextOf, HISTORIES_FOLDER } from './histories.js';
import { type Recorded, RECORDINGS, SHORT_HISTORY_RECORDINGS, type Recording } from './scenarios.js';

/**
 * Records every history anew from real runs: `RECORD_HISTORIES=1 npx vitest run test/replay/record.test.ts`
 * (see README.md beside this file for when that is right).
 */
describe.runIf(process.env['RECORD_HISTORIES'] === '1')('recording', () => {
  it('writes a history for every recording', { timeout: 300_000 }, async () => {
    rmSync(HISTORIES_FOLDER, { recursive: true, force: true });
    mkdirSync(HISTORIES_FOLDER);
    await record(await openRig(inject('temporal')), RECORDINGS);
    await record(await openShortHistoryRig(inject('temporal').cli), SHORT_HISTORY_RECORDINGS);
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
