import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, found from this file whether it runs from its source or from dist/. */
export const projectRoot = nearestWithLock(dirname(fileURLToPath(import.meta.url)));

function nearestWithLock(folder: string): string {
  if (existsSync(join(folder, 'package-lock.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('There is no package-lock.json above this file: run it from a checkout.');
  return nearestWithLock(parent);
}
