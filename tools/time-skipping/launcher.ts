import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { findOnPath } from '../executables.js';
import { projectRoot } from '../project-root.js';
import { type HeldLock, withLock } from '../setup/lock.mjs';
import { runStep, say, SetupError } from '../setup/step.mjs';
import { installSystemPackages } from '../system-packages.js';

const POM = join(projectRoot, 'tools', 'time-skipping', 'pom.xml');
const PACKAGES = { java: 'default-jre-headless', mvn: 'maven' } as const;

// The SDK gives the server five seconds to serve: compile little, collect simply.
const LAUNCHER = `#!/bin/sh
folder=$(dirname "$0")
exec "\${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$folder/lib/*" io.temporal.testserver.TestServer "$@"
`;

/**
 * Path of a script that runs the time-skipping server of Temporal's Java SDK, for `createTimeSkipping({ server: {
 * executable: { type: 'existing-path', path } } })`. Its jars are resolved once with Maven and kept in the user's cache.
 * @throws SetupError when Java or Maven are missing and cannot be installed, or Maven fails
 */
export async function timeSkippingLauncher(env: NodeJS.ProcessEnv): Promise<string> {
  const folder = cacheFolder(env, 'time-skipping', createHash('sha256').update(readFileSync(POM)).update(LAUNCHER).digest('hex').slice(0, 12));
  const launcher = join(folder, 'temporal-test-server');
  if (existsSync(launcher) && findJava(env) !== null) return launcher;
  const lock = {
    path: `${folder}.lock`,
    purpose: 'fetching the time-skipping server',
    onWait: (holder: { readonly pids: readonly number[] }) => say(`waiting for process ${holder.pids.join(', ')}, which is fetching the time-skipping server`),
  };
  await withLock(lock, async (held) => {
    if (findJava(env) === null) await requireProgram('java', env, held);
    if (!existsSync(launcher)) await fetchServer(folder, env, held);
  });
  return launcher;
}

async function fetchServer(folder: string, env: NodeJS.ProcessEnv, held: HeldLock): Promise<void> {
  if (findOnPath('mvn', env) === null) await requireProgram('mvn', env, held);
  say('fetching the time-skipping server with Maven: once per user');
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const args = ['-B', '-q', '-f', POM, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(unfinished, 'lib')}`];
  const code = await runStep({ command: 'mvn', args, cwd: dirname(POM), env, held });
  if (code !== 0) throw new SetupError(`Maven could not fetch the time-skipping server (exit ${code}); what it said stands above. It needs a network once.`);
  writeFileSync(join(unfinished, 'temporal-test-server'), LAUNCHER, { mode: 0o755 });
  renameSync(unfinished, folder);
}

function findJava(env: NodeJS.ProcessEnv): string | null {
  return env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : findOnPath('java', env);
}

async function requireProgram(program: keyof typeof PACKAGES, env: NodeJS.ProcessEnv, held: HeldLock): Promise<void> {
  const problem = await installSystemPackages([PACKAGES[program]], env, held);
  if (problem === null) return;
  throw new SetupError(`the tests of long waits need Java 11 or newer and Maven; \`${program}\` was not found and not installed: ${problem}. Install a JRE (e.g. https://adoptium.net) and Maven (https://maven.apache.org) so that \`java\` and \`mvn\` are on PATH.`);
}
