import { existsSync } from 'node:fs';
import { findOnPath } from '../executables.js';
import type { HeldLock } from '../setup/lock.mjs';
import { runStep, say } from '../setup/step.mjs';
import { GO_MODULE_FOLDER, pinnedCliVersion } from './version.js';

const PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
const TELL_EVERY_MS = 10_000;
const LAST_LINES = 15;

/**
 * Builds the Temporal CLI from the pinned Go module (its sums are checked by Go), telling how far it is.
 * @returns null when the binary stands at `destination`, else why it does not
 */
export async function buildFromGoModule(destination: string, env: NodeJS.ProcessEnv, held: HeldLock): Promise<string | null> {
  const go = findGo(env);
  if (go === null) return 'Go was not found on PATH, so the server could not be built from its Go module';
  say(`building Temporal CLI ${pinnedCliVersion()} from its Go module: once per user, two to five minutes`);
  const packages = await goStep(go, ['list', '-mod=readonly', '-deps', PACKAGE], 'downloaded', /^go: downloading /, env, held);
  if (packages.problem !== null) return packages.problem;
  const flags = `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${pinnedCliVersion()}`;
  const total = packages.lines.length;
  const build = ['build', '-mod=readonly', '-buildvcs=false', '-v', '-ldflags', flags, '-o', destination, PACKAGE];
  return (await goStep(go, build, `of ${total} packages compiled`, /^[\w.-]+(\/[^\s:]+)*$/, env, held)).problem;
}

interface GoStepResult {
  readonly problem: string | null;
  readonly lines: readonly string[];
}

async function goStep(go: string, args: readonly string[], unit: string, counted: RegExp, env: NodeJS.ProcessEnv, held: HeldLock): Promise<GoStepResult> {
  const lines: string[] = [];
  let count = 0;
  const onLine = (line: string): void => {
    lines.push(line);
    if (counted.test(line)) count += 1;
  };
  const progress = setInterval(() => say(`  ${count} ${unit}`), TELL_EVERY_MS);
  try {
    const goEnv = { ...env, CGO_ENABLED: '0', GOWORK: 'off' };
    const code = await runStep({ command: go, args, cwd: GO_MODULE_FOLDER, env: goEnv, held, onLine });
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
