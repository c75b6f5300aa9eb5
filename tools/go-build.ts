import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from './executables.js';
import type { HeldLock } from './setup/lock.mjs';
import { runStep, say } from './setup/step.mjs';

/** One program out of a Go module of ours that pins it. */
export interface GoProgram {
  /** Folder of the go.mod. */
  readonly moduleFolder: string;
  readonly package: string;
  /** Arguments of the linker. */
  readonly linkerFlags: string;
  /** Where the binary is put. */
  readonly destination: string;
}

const TELL_EVERY_MS = 10_000;
const LAST_LINES = 15;

/**
 * Builds a program from its pinned Go module (its sums are checked by Go), telling how far it is.
 * @returns null when the binary stands at its destination, else why it does not
 */
export async function buildGoProgram(program: GoProgram, env: NodeJS.ProcessEnv, held: HeldLock): Promise<string | null> {
  const go = findGo(env);
  if (go === null) return 'Go was not found on PATH, so nothing could be built from a Go module';
  const step = { go, folder: program.moduleFolder, env, held };
  const packages = await goStep(step, ['list', '-mod=readonly', '-deps', program.package], 'downloaded', /^go: downloading /);
  if (packages.problem !== null) return packages.problem;
  const total = packages.lines.length;
  const build = ['build', '-mod=readonly', '-buildvcs=false', '-v', '-ldflags', program.linkerFlags, '-o', program.destination, program.package];
  return (await goStep(step, build, `of ${total} packages compiled`, /^[\w.-]+(\/[^\s:]+)*$/)).problem;
}

/**
 * Folder of a module in Go's own cache, downloaded if need be.
 * @returns the folder, or why there is none
 */
export async function goModuleFolder(moduleFolder: string, module: string, env: NodeJS.ProcessEnv, held: HeldLock): Promise<{ readonly folder: string } | { readonly problem: string }> {
  const go = findGo(env);
  if (go === null) return { problem: 'Go was not found on PATH' };
  const step = { go, folder: moduleFolder, env, held };
  const download = await goStep(step, ['mod', 'download', module], 'downloaded', /^go: downloading /);
  if (download.problem !== null) return { problem: download.problem };
  const listed = await goStep(step, ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', module], 'listed', /^$/);
  const folder = listed.lines.at(-1);
  return listed.problem === null && folder !== undefined ? { folder } : { problem: listed.problem ?? `Go named no folder of ${module}` };
}

/** Changes whenever what a Go module pins changes: part of a cached binary's path. */
export function goModuleKey(moduleFolder: string): string {
  return createHash('sha256').update(readFileSync(join(moduleFolder, 'go.sum'))).digest('hex').slice(0, 12);
}

/** The oldest Go that a module can be built with, as its go.mod says. */
export function neededGoVersion(moduleFolder: string): string | undefined {
  return /^go (\S+)$/m.exec(readFileSync(join(moduleFolder, 'go.mod'), 'utf8'))?.[1];
}

interface GoStep {
  readonly go: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly held: HeldLock;
}

interface GoStepResult {
  readonly problem: string | null;
  readonly lines: readonly string[];
}

async function goStep({ go, folder, env, held }: GoStep, args: readonly string[], unit: string, counted: RegExp): Promise<GoStepResult> {
  const lines: string[] = [];
  let count = 0;
  const onLine = (line: string): void => {
    lines.push(line);
    if (counted.test(line)) count += 1;
  };
  const progress = setInterval(() => say(`  ${count} ${unit}`), TELL_EVERY_MS);
  try {
    const goEnv = { ...env, CGO_ENABLED: '0', GOWORK: 'off' };
    const code = await runStep({ command: go, args, cwd: folder, env: goEnv, held, onLine });
    const said = lines.slice(-LAST_LINES).map((line) => `      ${line}`).join('\n');
    return { lines, problem: code === 0 ? null : `go ${args[0]} failed (exit ${code}):\n${said}` };
  } finally {
    clearInterval(progress);
  }
}

function findGo(env: NodeJS.ProcessEnv): string | null {
  const usual = '/usr/local/go/bin/go';
  return findOnPath('go', env) ?? (existsSync(usual) ? usual : null);
}
