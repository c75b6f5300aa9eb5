import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { MINIMUM_SECRET_BYTES } from './keys.js';

const DevelopmentKeys = z.object({ SECRET_KEYS: z.string() });

/** `.data/dev-keys.json` of this checkout. */
export function developmentKeysPath(): string {
  return join(checkoutRoot(import.meta.dirname), '.data', 'dev-keys.json');
}

function checkoutRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? process.cwd() : checkoutRoot(parent);
}

/**
 * The value `SECRET_KEYS` has in development when nobody set it: made once per checkout, mode 0600, and shared by all
 * its processes, so that what the worker seals the API can open (design section 9).
 *
 * Two processes that start at once agree: the file appears whole or not at all, and the first one wins.
 * @throws {Error} when the file cannot be made or is not what this function wrote
 */
export function developmentSecretKeys(path = developmentKeysPath()): string {
  if (!existsSync(path)) createOnce(path);
  const read = DevelopmentKeys.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (!read.success) throw new Error(`${path} is damaged: delete it and start again (open payer links stop working)`);
  return read.data.SECRET_KEYS;
}

function createOnce(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  const keys = { SECRET_KEYS: `dev:${randomBytes(MINIMUM_SECRET_BYTES).toString('base64')}` };
  writeFileSync(draft, `${JSON.stringify(keys)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(draft);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
