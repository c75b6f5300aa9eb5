import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tools/ports.js';
import { devServerArguments, untilServing } from '../../tools/temporal/dev-server.js';
import { startProgram } from '../support/leashed-process.js';
import { openRig, type Rig } from './rig.js';

/** A server suggests to continue as new after thousands of events; this one so soon that a test can get there. */
const SUGGESTED_AFTER_EVENTS = 40;

/** A rig over a server of its own; closing it ends that server. */
export async function openShortHistoryRig(cli: string): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'countermand-temporal-'));
  const port = await freePort();
  const ownArguments = devServerArguments({ port, uiPort: null, databaseFile: join(folder, 'temporal.db') });
  const suggestSoon = ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${SUGGESTED_AFTER_EVENTS}`];
  const server = await startProgram({ name: 'temporal', command: cli, args: [...ownArguments, ...suggestSoon] });
  await untilServing(port, () => server.hasEnded());
  const rig = await openRig({ address: `127.0.0.1:${port}`, namespace: 'default' });
  return {
    ...rig,
    close: async () => {
      await rig.close();
      await server.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
