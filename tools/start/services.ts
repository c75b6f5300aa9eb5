import { join } from 'node:path';
import { projectRoot } from '../project-root.js';
import { untilReady } from '../ready.js';
import { untilServing } from '../temporal/dev-server.js';
import type { PreparedDevServer } from '../temporal/prepare-dev-server.js';
import type { StartPlan } from './plan.js';
import type { ServiceDefinition } from './service.js';

const READY_WITHIN_MS = 90_000;

/** The dev server; it never goes on without what it has promised to keep, so it gets time to stop. */
export function devServerService({ port, nodeArguments }: PreparedDevServer, env: NodeJS.ProcessEnv): ServiceDefinition {
  return {
    name: 'temporal',
    nodeArguments,
    env,
    graceMs: 15_000,
    untilReady: async (hasEnded) => {
      try {
        await untilServing(port, hasEnded);
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Worker, API and, where a provider is simulated, the simulator; in the order in which they stop. */
export function partServices(plan: StartPlan, env: NodeJS.ProcessEnv): ServiceDefinition[] {
  const parts = [
    { name: 'api', url: plan.apiUrl, graceMs: 15_000 },
    // The worker's own grace time is 30 s: it lets activities end.
    { name: 'worker', url: plan.workerUrl, graceMs: 35_000 },
    ...(plan.simulator ? [{ name: 'simulator', url: plan.simulatorUrl, graceMs: 10_000 }] : []),
  ];
  return parts.map(({ name, url, graceMs }) => ({
    name,
    graceMs,
    nodeArguments: ['--enable-source-maps', '--import', preload, join(projectRoot, 'dist', name, 'main.js')],
    env: { ...env, ...plan.variables },
    untilReady: async (hasEnded) => await untilReady(url, hasEnded, READY_WITHIN_MS),
  }));
}

const preload = join(projectRoot, 'tools', 'leash', 'preload.mjs');
