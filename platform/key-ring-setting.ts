import { developmentSecretKeys } from './development-keys.js';
import { createKeyRing, parseSecretKey } from './keys.js';
import type { KeyRing } from './keys.js';
import { splitList } from './setting-source.js';
import type { SettingSource } from './setting-source.js';

/**
 * The ring of `SECRET_KEYS`; in development the checkout's own when unset (design section 9).
 *
 * Null where the configuration has a problem: a start that fails leaves no key file behind.
 */
export function readKeyRing(source: SettingSource, production: boolean): KeyRing | null {
  const given = source.secret('SECRET_KEYS');
  if (given === null && production) {
    source.missing('SECRET_KEYS', 'production needs kid:base64 with 32 random bytes (openssl rand -base64 32)');
  }
  if (given === null && source.problems.length > 0) return null;
  return ringOf(source, given ?? developmentSecretKeys());
}

function ringOf(source: SettingSource, entries: string): KeyRing | null {
  const secrets = splitList(entries).map(parseSecretKey);
  const problems = secrets.flatMap((read) => ('problem' in read ? [read.problem] : []));
  problems.forEach((problem) => source.problem(`SECRET_KEYS ${problem} (make one with: openssl rand -base64 32)`));
  if (problems.length > 0) return null;
  try {
    return createKeyRing(secrets.flatMap((read) => ('secret' in read ? [read] : [])));
  } catch (error) {
    source.problem(`SECRET_KEYS: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
