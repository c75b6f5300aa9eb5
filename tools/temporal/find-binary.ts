import { mkdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { NamespaceError } from '../../platform/prepare-namespace.js';
import { requireCurrentServer } from '../../platform/server-version.js';
import { cacheFolder } from '../cache-folder.js';
import { findOnPath, isExecutable } from '../executables.js';
import { goModuleKey, neededGoVersion } from '../go-build.js';
import { type HeldLock, withLock } from '../setup/lock.mjs';
import { say, SetupError } from '../setup/step.mjs';
import { buildFromGoModule } from './go-build.js';
import { downloadWithSdk } from './sdk-download.js';
import { GO_MODULE_FOLDER, pinnedCliVersion, serverVersionOf } from './version.js';

/** A Temporal CLI binary whose dev server is new enough. */
export interface TemporalBinary {
  readonly path: string;
  readonly serverVersion: string;
  /** Where it was found, in words for the user. */
  readonly origin: string;
}

type Attempt = { readonly found: TemporalBinary } | { readonly passed: string };

/**
 * Finds a Temporal server to run, by the chain of design section 8: TEMPORAL_CLI_PATH, `temporal` on PATH, the cached
 * binary, a build of the pinned Go module, the SDK's download. Tells which one it took. Safe to repeat; two processes
 * that have to build wait for each other.
 * @throws SetupError with every reason and remedy when none of them gives one
 */
export async function findTemporalBinary(env: NodeJS.ProcessEnv): Promise<TemporalBinary> {
  const passed: string[] = [];
  for (const attempt of [fromSetting, fromPath, fromCache, fromMaking]) {
    const result = await attempt(env);
    if ('found' in result) {
      say(`Temporal server ${result.found.serverVersion}: ${result.found.origin} (${result.found.path})`);
      return result.found;
    }
    passed.push(result.passed);
  }
  throw new SetupError(noServerMessage(passed));
}

async function fromSetting(env: NodeJS.ProcessEnv): Promise<Attempt> {
  const path = env['TEMPORAL_CLI_PATH'];
  if (path === undefined || path === '') return { passed: 'TEMPORAL_CLI_PATH is not set' };
  const attempt = isExecutable(path) ? await inspect(path, 'TEMPORAL_CLI_PATH') : { passed: `${path} is not an executable file` };
  if ('found' in attempt) return attempt;
  throw new SetupError(`TEMPORAL_CLI_PATH cannot be used: ${attempt.passed}. Set it to a current Temporal CLI, or unset it.`);
}

async function fromPath(env: NodeJS.ProcessEnv): Promise<Attempt> {
  const path = findOnPath('temporal', env);
  if (path === null) return { passed: 'there is no `temporal` on PATH' };
  const attempt = await inspect(path, '`temporal` on PATH');
  if ('passed' in attempt) say(`not used: ${attempt.passed}. Update it: https://docs.temporal.io/cli/setup-cli`);
  return attempt;
}

async function fromCache(env: NodeJS.ProcessEnv): Promise<Attempt> {
  const path = cachedBinary(env);
  return existsSync(path) ? await inspect(path, 'the cached binary of this project') : { passed: `there is none in the cache (${path})` };
}

async function fromMaking(env: NodeJS.ProcessEnv): Promise<Attempt> {
  const path = cachedBinary(env);
  const lock = {
    path: `${dirname(path)}.lock`,
    purpose: 'making the Temporal server',
    onWait: (holder: { readonly pids: readonly number[] }) => say(`waiting for process ${holder.pids.join(', ')}, which is making the Temporal server`),
  };
  return await withLock(lock, async (held) => {
    const meanwhile = await fromCache(env);
    return 'found' in meanwhile ? meanwhile : await make(path, env, held);
  });
}

/** Both ways write beside the final place and move the result there at the end: a killed build leaves nothing that looks finished. */
async function make(path: string, env: NodeJS.ProcessEnv, held: HeldLock): Promise<Attempt> {
  const unfinished = `${path}.unfinished`;
  const passed: string[] = [];
  await rm(dirname(path), { recursive: true, force: true });
  await mkdir(dirname(path), { recursive: true });
  for (const { how, origin } of [
    { how: buildFromGoModule, origin: 'built from its Go module' },
    { how: downloadWithSdk, origin: 'downloaded by the Temporal SDK' },
  ]) {
    const problem = await how(unfinished, env, held);
    const attempt = problem === null ? await inspect(unfinished, origin) : { passed: problem };
    if ('found' in attempt) {
      await rename(unfinished, path);
      return { found: { ...attempt.found, path } };
    }
    say(attempt.passed);
    passed.push(attempt.passed);
  }
  return { passed: passed.join('\n  - ') };
}

async function inspect(path: string, origin: string): Promise<Attempt> {
  const serverVersion = await serverVersionOf(path);
  if (serverVersion === null) return { passed: `${path} (${origin}) does not run as a Temporal CLI` };
  try {
    await requireCurrentServer({ getSystemInfo: async () => await Promise.resolve({ serverVersion }) });
    return { found: { path, serverVersion, origin } };
  } catch (error) {
    if (!(error instanceof NamespaceError)) throw error;
    return { passed: `${path} (${origin}) has server ${serverVersion}, which is too old` };
  }
}

function cachedBinary(env: NodeJS.ProcessEnv): string {
  const key = `${pinnedCliVersion()}-${goModuleKey(GO_MODULE_FOLDER)}-${process.platform}-${process.arch}`;
  return cacheFolder(env, 'temporal', key, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
}

function noServerMessage(passed: readonly string[]): string {
  return [
    'no Temporal server was found, and none could be made here:',
    ...passed.map((reason) => `  - ${reason}`),
    'Do one of these and run the same command again:',
    '  - install the Temporal CLI (https://docs.temporal.io/cli/setup-cli), or set TEMPORAL_CLI_PATH to its binary',
    `  - install Go ${neededGoVersion(GO_MODULE_FOLDER)} or newer (https://go.dev/dl): the server is then built once, in about four minutes`,
    '  - connect to the internet: the Temporal SDK then downloads it',
    '  - set TEMPORAL_ADDRESS to a running server',
  ].join('\n');
}
