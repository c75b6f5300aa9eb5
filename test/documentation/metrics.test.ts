import { readFileSync } from 'node:fs';
import type { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createApiMetrics } from '../../api/metrics.js';
import { createWorkerMetrics } from '../../worker/metrics.js';

const DOCUMENT = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');

const PROCESSES = [
  ['Worker', createWorkerMetrics],
  ['API', createApiMetrics],
] as const;

describe.each(PROCESSES)('docs/metrics.md, %s', (section, create) => {
  const { registry } = create(['powens']);

  it('has every metric with its type and labels, and no other', async () => {
    expect([...documented(section), ...documented('Both')].sort()).toEqual((await defined(registry)).sort());
  });

  it('has every value of every label', async () => {
    expect((await labelValues(registry)).filter((value) => !DOCUMENT.includes(`\`${value}\``))).toEqual([]);
  });
});

/** Rows of the tables of one section, as `name type label,label`. */
function documented(section: string): string[] {
  const text = new RegExp(`^## ${section}\n(.*?)(?=^## |$(?![^]))`, 'ms').exec(DOCUMENT)?.[1] ?? '';
  return [...text.matchAll(/^\| `(countermand_\w+)` \| (\w+) \|([^|]*)\|/gm)].map(([, name, type, labels = '']) =>
    line(name, type, [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label)),
  );
}

async function defined(registry: Registry): Promise<string[]> {
  const types = new Map((await registry.getMetricsAsJSON()).map(({ name, type }) => [name, String(type)]));
  return [...types].map(([name, type]) => line(name, type, labelNamesOf(registry, name)));
}

function line(name = '', type = '', labels: readonly string[]): string {
  return `${name} ${type} ${[...labels].sort().join()}`;
}

/** The library keeps them on the metric itself, where its types do not show them. */
function labelNamesOf(registry: Registry, name: string): readonly string[] {
  const names: unknown = Reflect.get(registry.getSingleMetric(name) ?? {}, 'labelNames');
  return Array.isArray(names) ? names.map(String) : [];
}

async function labelValues(registry: Registry): Promise<string[]> {
  const samples = (await registry.getMetricsAsJSON()).filter(({ name }) => name !== 'countermand_build_info').flatMap(({ values }) => values);
  return [...new Set(samples.flatMap(({ labels }) => Object.entries(labels).filter(([label]) => label !== 'le').map(([, value]) => String(value))))];
}
