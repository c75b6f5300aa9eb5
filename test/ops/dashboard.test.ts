import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { ensurePrometheus } from '../../tools/prometheus.js';
import { dashboard, dashboardExpressions } from './dashboard.js';
import { documentedMetrics, metricsIn } from './metric-names.js';

const run = promisify(execFile);
const { panels, templating } = dashboard();

test('every expression of the dashboard is one that Prometheus takes', { timeout: 300_000 }, async () => {
  const { promtool } = await ensurePrometheus(process.env);
  const folder = await mkdtemp(join(tmpdir(), 'countermand-dashboard-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const rules = dashboardExpressions().map((expr, index) => ({ record: `dashboard:expression_${index}`, expr }));
  expect(rules.length).toBeGreaterThan(25);
  const file = join(folder, 'expressions.yml');
  await writeFile(file, stringify({ groups: [{ name: 'dashboard', rules }] }));
  await run(promtool, ['check', 'rules', file]);
});

test('the dashboard shows every metric of ours, and none that is not documented', () => {
  const shown = new Set(dashboardExpressions().flatMap(metricsIn));
  const documented = documentedMetrics();
  expect([...shown].filter((name) => !documented.has(name))).toEqual([]);
  expect([...documented].filter((name) => name.startsWith('countermand_') && !shown.has(name))).toEqual([]);
});

test('every panel reads the data source that is chosen, whatever its name', () => {
  expect(templating.list.map(({ name, type }) => [name, type])).toEqual([['datasource', 'datasource'], ['provider', 'query']]);
  const sources = panels.flatMap(({ targets = [] }) => targets).map(({ datasource }) => datasource.uid);
  expect(new Set(sources)).toEqual(new Set(['${datasource}']));
});

test('no two panels have the same number or stand in the same place', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const squares = panels.flatMap(({ gridPos: { h, w, x, y } }) =>
    Array.from({ length: h * w }, (_nothing, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
  );
  expect(new Set(squares).size).toBe(squares.length);
  expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
});
