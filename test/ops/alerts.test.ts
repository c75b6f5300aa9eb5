import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ensurePrometheus } from '../../tools/prometheus.js';
import { alertRules, PROMETHEUS_FOLDER } from './alert-rules.js';
import { documentedMetrics, metricsIn } from './metric-names.js';

const run = promisify(execFile);
const alerts = alertRules();

let promtool: string;
beforeAll(async () => {
  ({ promtool } = await ensurePrometheus(process.env));
}, 300_000);

describe('ops/prometheus', () => {
  it('has alert rules and a configuration that Prometheus takes', async () => {
    await run(promtool, ['check', 'rules', `${PROMETHEUS_FOLDER}alerts.yml`]);
    // The credentials file is the deployment's.
    await run(promtool, ['check', 'config', '--syntax-only', `${PROMETHEUS_FOLDER}prometheus.yml`]);
  });

  it('loads the rules and names the place of the runbooks they link to', () => {
    const Configuration = z.looseObject({ rule_files: z.array(z.string()), global: z.looseObject({ external_labels: z.looseObject({ runbooks: z.string() }) }) });
    const configuration = Configuration.parse(parse(readFileSync(`${PROMETHEUS_FOLDER}prometheus.yml`, 'utf8')));
    expect(configuration.rule_files).toEqual(['alerts.yml']);
  });

  it('has alerts that fire when they should and at no other time (promtool)', async () => {
    const { stdout } = await run(promtool, ['test', 'rules', `${PROMETHEUS_FOLDER}alerts.test.yml`]);
    expect(stdout).toContain('SUCCESS');
  });

  it('has a case in which each alert fires, and one in which it does not', () => {
    const cases = alertCases();
    for (const { alert } of alerts) {
      expect(cases.filter(({ alertname, fires }) => alertname === alert && fires), alert).not.toEqual([]);
    }
    expect(cases.filter(({ fires }) => !fires).length).toBeGreaterThan(alerts.length / 2);
    expect(cases.map(({ alertname }) => alertname).filter((name) => !alerts.some(({ alert }) => alert === name))).toEqual([]);
  });

  it('asks only for metrics that are documented', () => {
    const documented = documentedMetrics();
    expect(alerts.flatMap(({ expr }) => metricsIn(expr)).filter((name) => !documented.has(name))).toEqual([]);
  });

  it('gives no two alerts the same name', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });
});

function alertCases(): readonly { readonly alertname: string; readonly fires: boolean }[] {
  const Tests = z.looseObject({
    tests: z.array(z.looseObject({ alert_rule_test: z.array(z.looseObject({ alertname: z.string(), exp_alerts: z.array(z.unknown()) })) })),
  });
  const { tests } = Tests.parse(parse(readFileSync(`${PROMETHEUS_FOLDER}alerts.test.yml`, 'utf8')));
  return tests.flatMap((one) => one.alert_rule_test).map(({ alertname, exp_alerts: expected }) => ({ alertname, fires: expected.length > 0 }));
}
