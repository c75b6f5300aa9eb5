import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../project-root.js';

/** Folder of the Go module that pins the Temporal CLI. */
export const GO_MODULE_FOLDER = join(projectRoot, 'tools', 'temporal');

/** The pinned version of the Temporal CLI, e.g. `1.8.2`: the one written in go.mod. */
export function pinnedCliVersion(): string {
  const version = /github\.com\/temporalio\/cli v(\S+)/.exec(readFileSync(join(GO_MODULE_FOLDER, 'go.mod'), 'utf8'))?.[1];
  if (version === undefined) throw new Error('tools/temporal/go.mod names no version of github.com/temporalio/cli');
  return version;
}

/** Version of the server inside a Temporal CLI binary (`temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)`); null when it does not say. */
export async function serverVersionOf(binary: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(binary, ['--version'], { timeout: 20_000 });
    return /Server (\d+\.\d+\.\d+\S*?)[,)]/.exec(stdout)?.[1] ?? null;
  } catch {
    return null;
  }
}
