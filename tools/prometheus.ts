import { cacheFolder } from './cache-folder.js';
import { findOnPath, isExecutable } from './executables.js';
import { withLock } from './setup/lock.mjs';
import { say, SetupError } from './setup/step.mjs';
import { installSystemPackages } from './system-packages.js';

/** Paths of the two programs of one Prometheus. */
export interface PrometheusPrograms {
  readonly prometheus: string;
  /** Checks configuration and runs the unit tests of alert rules. */
  readonly promtool: string;
}

/**
 * A Prometheus for the tests of the alert rules and of what is scraped: PROMETHEUS_PATH and PROMTOOL_PATH, those on PATH,
 * or installed with apt-get where this is root. Safe to repeat.
 * @throws SetupError with the remedies
 */
export async function ensurePrometheus(env: NodeJS.ProcessEnv): Promise<PrometheusPrograms> {
  const found = findPrometheus(env);
  if (found !== null) return found;
  const problem = await withLock(
    { path: cacheFolder(env, 'prometheus.lock'), purpose: 'installing Prometheus', onWait: (holder) => say(`waiting for process ${holder.pids.join(', ')}, which is installing Prometheus`) },
    async (held) => (findPrometheus(env) === null ? await installSystemPackages(['prometheus'], env, held) : null),
  );
  const installed = findPrometheus(env);
  if (installed !== null) return installed;
  throw new SetupError(
    `the tests of metrics and alerts need Prometheus; none was found and none installed: ${problem ?? 'the package holds no prometheus and promtool'}. ` +
      'Install Prometheus 2.42 or newer (Debian: `apt-get install prometheus`, macOS: `brew install prometheus`), or set ' +
      'PROMETHEUS_PATH and PROMTOOL_PATH to its binaries.',
  );
}

function findPrometheus(env: NodeJS.ProcessEnv): PrometheusPrograms | null {
  const prometheus = findProgram('prometheus', 'PROMETHEUS_PATH', env);
  const promtool = findProgram('promtool', 'PROMTOOL_PATH', env);
  return prometheus === null || promtool === null ? null : { prometheus, promtool };
}

function findProgram(name: string, variable: string, env: NodeJS.ProcessEnv): string | null {
  const chosen = env[variable];
  if (!chosen) return findOnPath(name, env);
  if (isExecutable(chosen)) return chosen;
  throw new SetupError(`${variable} is ${chosen}, which is not an executable file. Set it to the ${name} binary, or unset it.`);
}
