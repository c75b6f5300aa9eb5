import { UsageError } from '../usage.js';
import { bashCompletion } from './bash.js';
import { fishCompletion } from './fish.js';
import { SHELLS, type Shell } from './shell-names.js';
import { zshCompletion } from './zsh.js';

/** What a shell reads to complete `countermand`. @throws {UsageError} for a shell we do not know */
export function completionFor(given: string | undefined): string {
  const shell = SHELLS.find((known) => known === given);
  if (shell === undefined) throw new UsageError(`say which shell: ${SHELLS.join(', ')}`);
  return SCRIPTS[shell]();
}

const SCRIPTS: Readonly<Record<Shell, () => string>> = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };
