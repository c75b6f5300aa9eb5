import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

export const PROMETHEUS_FOLDER = fileURLToPath(new URL('../../ops/prometheus/', import.meta.url));

const Rules = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook_url: z.string() }),
        }),
      ),
    }),
  ),
});
export type AlertRule = z.infer<typeof Rules>['groups'][number]['rules'][number];

/** Every alert of ops/prometheus/alerts.yml. */
export function alertRules(): readonly AlertRule[] {
  return Rules.parse(parse(readFileSync(`${PROMETHEUS_FOLDER}alerts.yml`, 'utf8'))).groups.flatMap(({ rules }) => rules);
}
