import type { ComposeModel, ComposeService } from './compose-model.js';

/** Where on this machine stands what the containers would have: the one thing the stack without containers changes. */
export interface Places {
  /** Paths in the container of one service, and what stands for them here. */
  readonly paths: Readonly<Record<string, string>>;
  /** Names under which services reach each other. */
  readonly hosts: readonly string[];
  /** Container ports and the free ports that stand for them. */
  readonly ports: Readonly<Record<string, number>>;
}

const LOOPBACK = '127.0.0.1';
const EVERY_ADDRESS = '0.0.0.0';
const BEFORE = '(?<![\\w./-])';
const AFTER = '(?![\\w-])';

/**
 * Puts this machine's paths, addresses and ports in the place of the containers', in a command, a variable or a file.
 * One pass: what was put in is not looked at again.
 */
export function translate(text: string, { paths, hosts, ports }: Places): string {
  const longestFirst = (words: readonly string[]): string => [...words].sort((one, other) => other.length - one.length).map(escape).join('|');
  const port = longestFirst(Object.keys(ports));
  const host = longestFirst([...hosts, 'localhost', LOOPBACK, EVERY_ADDRESS]);
  const pattern = new RegExp(
    [
      ...(Object.keys(paths).length === 0 ? [] : [`${BEFORE}(?<path>${longestFirst(Object.keys(paths))})${AFTER}`]),
      `(?<![\\w.-])(?<host>${host}):(?<port>${port})(?!\\w)`,
      `(?<![\\w.:/-])(?<bare>${port})(?![\\w.:/-])`,
    ].join('|'),
    'g',
  );
  return text.replace(pattern, (found, ...rest) => {
    const groups: Readonly<Record<string, string | undefined>> = rest.at(-1);
    if (groups['path'] !== undefined) return paths[groups['path']] ?? found;
    const local = ports[groups['port'] ?? groups['bare'] ?? ''];
    return groups['host'] === undefined ? String(local) : `${LOOPBACK}:${local}`;
  });
}

/** The same for the value of a variable, which may also be the bare name of a service. */
export function translateValue(value: string, places: Places): string {
  return places.hosts.includes(value) || value === EVERY_ADDRESS ? LOOPBACK : translate(value, places);
}

/** Every port that a service of the file listens on. */
export function containerPorts({ services }: Pick<ComposeModel, 'services'>): string[] {
  return Object.values(services).flatMap((service) => [...service.expose, ...service.ports.map(({ target }) => String(target))]);
}

/** Every name that a service of the file is reached by. */
export function hostNames({ services }: Pick<ComposeModel, 'services'>): string[] {
  const aliases = (service: ComposeService): string[] => Object.values(service.networks).flatMap((network) => network?.aliases ?? []);
  return Object.entries(services).flatMap(([name, service]) => [name, ...aliases(service)]);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
