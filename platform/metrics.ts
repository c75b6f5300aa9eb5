import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { collectDefaultMetrics, type Counter, Gauge, Registry } from 'prom-client';
import { z } from 'zod';

/** Label values that may stand in metrics: closed lists of ours or of the registry, never what a payment or a person brings. */
export type LabelValues<Label extends string> = Readonly<Record<Label, readonly string[]>>;

/** The metrics of one process, with what it is and how it does. Once per process. */
export function createRegistry(processName: 'worker' | 'api'): Registry {
  const registry = new Registry();
  const build = new Gauge({
    name: 'countermand_build_info',
    help: 'Always 1; its labels say what runs.',
    labelNames: ['process', 'version', 'node'],
    registers: [registry],
  });
  build.set({ process: processName, version: projectVersion(import.meta.dirname), node: process.version }, 1);
  return registry;
}

/** Adds what the operating system and Node say of this process: `process_*`, `nodejs_*`. */
export function measureProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
}

/** Makes a counter stand at 0 for every combination of its labels: a first event is then an increase, and alerts see it. */
export function startAtZero<Label extends string>(counter: Counter<Label>, values: LabelValues<Label>): void {
  for (const labels of combinations(values)) counter.inc(labels, 0);
}

function combinations<Label extends string>(values: LabelValues<Label>): Partial<Record<Label, string>>[] {
  return Object.entries<readonly string[]>(values).reduce<Partial<Record<string, string>>[]>(
    (before, [label, own]) => before.flatMap((labels) => own.map((value) => ({ ...labels, [label]: value }))),
    [{}],
  );
}

const Package = z.object({ version: z.string() });

function projectVersion(folder: string): string {
  const path = join(folder, 'package.json');
  if (existsSync(path)) return Package.parse(JSON.parse(readFileSync(path, 'utf8'))).version;
  const parent = dirname(folder);
  return parent === folder ? 'unknown' : projectVersion(parent);
}
