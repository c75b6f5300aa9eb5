import { homedir } from 'node:os';
import { join } from 'node:path';

/** The project's folder in the user's cache (XDG base directories): what every checkout of this user shares. */
export function cacheFolder(env: NodeJS.ProcessEnv, ...parts: readonly string[]): string {
  const base = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'countermand', ...parts);
}
