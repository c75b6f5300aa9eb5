import { buildGoProgram } from '../go-build.js';
import type { HeldLock } from '../setup/lock.mjs';
import { say } from '../setup/step.mjs';
import { GO_MODULE_FOLDER, pinnedCliVersion } from './version.js';

/**
 * Builds the Temporal CLI from the pinned Go module.
 * @returns null when the binary stands at `destination`, else why it does not
 */
export async function buildFromGoModule(destination: string, env: NodeJS.ProcessEnv, held: HeldLock): Promise<string | null> {
  say(`building Temporal CLI ${pinnedCliVersion()} from its Go module: once per user, two to five minutes`);
  const cli = {
    moduleFolder: GO_MODULE_FOLDER,
    package: 'github.com/temporalio/cli/cmd/temporal',
    linkerFlags: `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${pinnedCliVersion()}`,
    destination,
  };
  return await buildGoProgram(cli, env, held);
}
