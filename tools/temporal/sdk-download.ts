import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { say } from '../setup/step.mjs';
import { pinnedCliVersion } from './version.js';

const GIVE_UP_AFTER_MS = 5 * 60_000;

/**
 * Lets the Temporal SDK download the CLI. The SDK has no call for the download alone: it starts a server from it, which
 * is stopped at once.
 * @returns null when the binary stands at `destination`, else why it does not
 */
export async function downloadWithSdk(destination: string): Promise<string | null> {
  say(`downloading Temporal CLI ${pinnedCliVersion()} with the Temporal SDK`);
  const folder = await mkdtemp(join(dirname(destination), 'download-'));
  try {
    await Promise.race([download(folder), giveUp()]);
    const binary = (await readdir(folder)).find((name) => name.startsWith('temporal-') && !name.endsWith('.downloading'));
    if (binary === undefined) return 'the Temporal SDK downloaded nothing';
    await rename(join(folder, binary), destination);
    return null;
  } catch (error) {
    return `the Temporal SDK could not download the server: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function download(downloadDir: string): Promise<void> {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const executable = { type: 'cached-download', downloadDir, version: `v${pinnedCliVersion()}`, ttl: '1 day' } as const;
  const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } });
  await environment.teardown();
}

async function giveUp(): Promise<never> {
  return await new Promise((_, reject) => {
    setTimeout(() => reject(new Error('no answer for five minutes')), GIVE_UP_AFTER_MS).unref();
  });
}
