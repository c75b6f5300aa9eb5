import { Connection } from '@temporalio/client';
import { SearchAttributeType } from '@temporalio/common';
import { SEARCH_ATTRIBUTES } from '../../contracts/search-attributes.js';
import { SetupError } from '../setup/step.mjs';

/** One dev server: its ports and the file its state is kept in. */
export interface DevServerOptions {
  readonly port: number;
  /** Null: no UI. */
  readonly uiPort: number | null;
  readonly databaseFile: string;
}

const LOOPBACK = '127.0.0.1';
const LOOK_AGAIN_MS = 100;

/**
 * Waits until a dev server answers.
 * @throws SetupError when it has ended, or does not answer in time
 */
export async function untilServing(port: number, hasEnded: () => boolean, withinMs = 60_000): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (!(await isServing(port))) {
    if (hasEnded()) throw new SetupError('the Temporal dev server ended before it served.');
    if (Date.now() > giveUpAt) throw new SetupError(`the Temporal dev server did not answer on port ${port} within ${withinMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/** Arguments of the Temporal CLI for a dev server on loopback, with the durability and speed settings of design section 8. */
export function devServerArguments({ port, uiPort, databaseFile }: DevServerOptions): string[] {
  const ui = uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch'];
  const attributes = SEARCH_ATTRIBUTES.flatMap(({ name, type }) => ['--search-attribute', `${name}=${CLI_TYPES[type]}`]);
  return [
    'server', 'start-dev',
    '--ip', LOOPBACK,
    '--port', String(port),
    ...ui,
    '--db-filename', databaseFile,
    // Both keep the promise that a commit is on disk; WAL gives half as much again in throughput.
    '--sqlite-pragma', 'journal_mode=WAL',
    '--sqlite-pragma', 'synchronous=FULL',
    '--dynamic-config-value', 'system.enableActivityEagerExecution=true',
    ...attributes,
  ];
}

const CLI_TYPES: Readonly<Record<SearchAttributeType, string>> = {
  [SearchAttributeType.TEXT]: 'Text',
  [SearchAttributeType.KEYWORD]: 'Keyword',
  [SearchAttributeType.INT]: 'Int',
  [SearchAttributeType.DOUBLE]: 'Double',
  [SearchAttributeType.BOOL]: 'Bool',
  [SearchAttributeType.DATETIME]: 'Datetime',
  [SearchAttributeType.KEYWORD_LIST]: 'KeywordList',
};

async function isServing(port: number): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address: `${LOOPBACK}:${port}`, connectTimeout: 2_000 });
    await connection.close();
    return true;
  } catch {
    return false;
  }
}
