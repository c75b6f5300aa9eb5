import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { projectRoot } from '../project-root.js';
import { freePort } from '../ports.js';
import { COMPOSE_FILE, type ComposeModel, type ComposeService, loadCompose, REHEARSAL_SETTINGS } from './compose-model.js';
import { layOutImage } from './image-root.js';
import { NOT_RUN } from './not-run.js';
import { containerPorts, hostNames, type Places, translate } from './places.js';

/** What one run of the stack has on this machine. */
export interface RunFolder {
  readonly model: ComposeModel;
  /** Everything below is in here. Open to other users: PostgreSQL must not run as root. */
  readonly root: string;
  readonly programs: string;
  readonly secrets: string;
  /** The free port that stands for a container's. */
  port(containerPort: string): number;
  places(name: string): Places;
  /** What stands for an image's working folder, or null for an image that is not ours. */
  workingFolder(service: ComposeService): string | null;
  remove(): void;
}

/**
 * Prepares a folder for one run: every service's mounted files, translated; places for its volumes; the working folders of
 * our images. Secrets and programs are put there by others.
 */
export async function createRunFolder(env: NodeJS.ProcessEnv): Promise<RunFolder> {
  const root = mkdtempSync(join(tmpdir(), 'countermand-compose-'));
  chmodSync(root, 0o755);
  const secrets = join(root, 'secrets');
  const model = await loadCompose({ composeFile: COMPOSE_FILE, envFile: REHEARSAL_SETTINGS, variables: { SECRETS_FOLDER: secrets } }, env);
  const ports = Object.fromEntries(await Promise.all(containerPorts(model).map(async (port) => [port, await freePort()] as const)));
  const hosts = hostNames(model);
  const places = (name: string): Places => ({ hosts, ports, paths: pathsOf(model, name, root) });
  const images = mkdtempSync(join(dataFolder(), 'stack-'));
  const targets = new Set(Object.values(model.services).flatMap(({ build }) => (build === undefined ? [] : [build.target])));
  for (const target of targets) layOutImage(target, join(images, target));
  for (const name of Object.keys(model.services).filter((service) => NOT_RUN[service] === undefined)) prepareMounts(model, name, places(name));
  return {
    model, root, secrets, places,
    programs: join(root, 'bin'),
    port: (containerPort) => {
      const port = ports[containerPort];
      if (port === undefined) throw new Error(`no service of docker-compose.yml listens on ${containerPort}`);
      return port;
    },
    workingFolder: ({ build }) => (build === undefined ? null : join(images, build.target)),
    remove: () => {
      for (const folder of [root, images]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** On the checkout's own disk, so that files of an image are links and not copies. */
function dataFolder(): string {
  const folder = join(projectRoot, '.data');
  mkdirSync(folder, { recursive: true });
  return folder;
}

function pathsOf(model: ComposeModel, name: string, root: string): Record<string, string> {
  const service = model.services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  const own = join(root, 'services', name);
  return Object.fromEntries([
    ...service.tmpfs.map((entry) => entry.split(':')[0] ?? entry).map((target) => [target, join(own, 'tmpfs', basename(target))]),
    ...service.volumes.map(({ type, source, target }) => [target, type === 'volume' ? join(root, 'volumes', source) : join(own, 'files', basename(target))]),
    ...service.secrets.map(({ source, target }) => [target, model.secrets[source]?.file ?? '']),
  ]);
}

function prepareMounts(model: ComposeModel, name: string, places: Places): void {
  const service = model.services[name];
  for (const entry of service?.tmpfs ?? []) mkdirSync(places.paths[entry.split(':')[0] ?? entry] ?? '', { recursive: true });
  for (const { type, source, target } of service?.volumes ?? []) {
    const here = places.paths[target] ?? '';
    mkdirSync(here, { recursive: true });
    if (type === 'bind') copyTranslated(source, here, places);
  }
}

function copyTranslated(source: string, destination: string, places: Places): void {
  cpSync(source, destination, { recursive: true });
  for (const entry of readdirSync(destination, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    writeFileSync(path, translate(readFileSync(path, 'utf8'), places));
  }
}
