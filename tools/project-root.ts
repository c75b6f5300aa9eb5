import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, found from this file whether it runs from its source or from dist/. */
export const projectRoot = nearestWithLock(dirname(fileURLToPath(import.meta.url)));

function nearestWithLock(folder: string): string {
  return existsSync(join(folder, 'package-lock.json')) ? folder : nearestWithLock(dirname(folder));
}
