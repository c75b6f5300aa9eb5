import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { projectRoot } from '../../tools/project-root.js';

/** The change that the other build has: a new run takes a step more, an old one goes on as it began. */
export const CHANGE = 'a-change-of-the-next-release';

const UNCHANGED = 'const input = readInput(given);';
const IMPORTED = "from '@temporalio/workflow';";

/**
 * A build that differs from dist/ as a next release would: its workflow code has one `patched` change and is bundled
 * anew. It is deleted at the end of the test.
 * @returns its folder
 */
export async function nextBuild(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'countermand-next-build-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const build = join(folder, 'dist');
  cpSync(join(projectRoot, 'dist'), build, { recursive: true });
  cpSync(join(projectRoot, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  change(join(build, 'workflows', 'cancel-payment.js'));
  await promisify(execFile)(process.execPath, [join(build, 'worker', 'build-bundle.js')], { cwd: folder });
  return build;
}

function change(file: string): void {
  const code = readFileSync(file, 'utf8');
  if (!code.includes(UNCHANGED) || !code.includes(IMPORTED)) throw new Error(`${file} is not as expected`);
  const changed = code
    .replace(IMPORTED, `${IMPORTED}\nimport { patched as changed, sleep as pause } ${IMPORTED}`)
    .replace(UNCHANGED, `${UNCHANGED}\n    if (changed('${CHANGE}')) void pause(1);`);
  writeFileSync(file, changed);
}
