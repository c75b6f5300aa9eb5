import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../ports.js';
import type { ComposeService } from './compose-model.js';
import { ensureUiConfiguration } from './go-programs.js';
import { translate, translateValue } from './places.js';
import { preparePostgres } from './postgres.js';
import type { RunFolder } from './run-folder.js';

/** A service of the compose file as it runs on this machine. */
export interface LocalService {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Null for a job that runs once. */
  readonly healthCheck: readonly string[] | null;
  readonly graceMs: number;
  readonly dependsOn: readonly string[];
}

const NO_GRACE_MS = 10_000;

/** Ports that the Temporal server listens on besides the one that others are told of. */
const TEMPORAL_INNER_PORTS = [
  'FRONTEND_HTTP_PORT',
  'HISTORY_GRPC_PORT',
  'MATCHING_GRPC_PORT',
  'WORKER_GRPC_PORT',
  'FRONTEND_MEMBERSHIP_PORT',
  'HISTORY_MEMBERSHIP_PORT',
  'MATCHING_MEMBERSHIP_PORT',
  'WORKER_MEMBERSHIP_PORT',
];

/** Command, variables and health check as the compose file has them, with this machine's places put in. */
export async function localService(run: RunFolder, name: string, env: NodeJS.ProcessEnv): Promise<LocalService> {
  const service = run.model.services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  const here = (text: string): string => translate(text, run.places(name));
  const home = join(run.root, 'services', name, 'home');
  mkdirSync(home, { recursive: true });
  const variables = Object.fromEntries(Object.entries(service.environment).map(([variable, value]) => [variable, translateValue(value, run.places(name))]));
  const common = { PATH: `${run.programs}:${env['PATH'] ?? ''}`, HOME: home, ...variables };
  const { command, cwd, extra } = await startOf(run, name, service, common);
  return {
    name,
    command,
    cwd,
    env: { ...common, ...extra },
    healthCheck: service.healthcheck === undefined ? null : healthCommand(service.healthcheck.test).map(here),
    graceMs: service.stop_grace_period ?? NO_GRACE_MS,
    dependsOn: Object.keys(service.depends_on),
  };
}

interface Start {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly extra: NodeJS.ProcessEnv;
}

/** What an image adds to the compose file's words: its working folder, its entrypoint, its variables. */
async function startOf(run: RunFolder, name: string, service: ComposeService, env: NodeJS.ProcessEnv): Promise<Start> {
  const given = [...(service.entrypoint ?? []), ...(service.command ?? [])].map((word) => translate(word, run.places(name)));
  const ownFolder = join(run.root, 'services', name);
  const [repository = ''] = service.image.split(':');
  switch (repository) {
    case 'postgres': {
      const { asUser, serverArguments } = await preparePostgres(run, name, env);
      return { command: [...asUser, ...given, ...serverArguments], cwd: run.root, extra: {} };
    }
    case 'temporalio/server': {
      const ports = await Promise.all(TEMPORAL_INNER_PORTS.map(async (variable) => [variable, String(await freePort())] as const));
      return { command: given, cwd: ownFolder, extra: { ...Object.fromEntries(ports), TEMPORAL_BROADCAST_ADDRESS: '127.0.0.1' } };
    }
    case 'temporalio/ui': {
      mkdirSync(join(ownFolder, 'config'), { recursive: true });
      copyFileSync(await ensureUiConfiguration(process.env), join(ownFolder, 'config', 'docker.yaml'));
      return { command: ['ui-server', '--env', 'docker', 'start'], cwd: ownFolder, extra: {} };
    }
    default:
      return { command: given, cwd: run.workingFolder(service) ?? ownFolder, extra: service.build === undefined ? {} : { NODE_ENV: 'production' } };
  }
}

function healthCommand([kind, ...words]: readonly string[]): readonly string[] {
  if (kind === 'CMD') return words;
  if (kind === 'CMD-SHELL') return ['sh', '-c', words.join(' ')];
  throw new Error(`a health check begins with CMD or CMD-SHELL, not ${kind}`);
}
