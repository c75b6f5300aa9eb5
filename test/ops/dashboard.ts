import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Target = z.looseObject({ expr: z.string(), datasource: z.looseObject({ uid: z.string() }) });
const Panel = z.looseObject({
  id: z.number(),
  type: z.string(),
  title: z.string(),
  gridPos: z.object({ h: z.number(), w: z.number(), x: z.number(), y: z.number() }),
  targets: z.array(Target).optional(),
});
const Dashboard = z.looseObject({
  uid: z.string(),
  title: z.string(),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), type: z.string(), definition: z.string().optional() })) }),
  panels: z.array(Panel),
});

/** The dashboard of ops/grafana. */
export function dashboard(): z.infer<typeof Dashboard> {
  return Dashboard.parse(JSON.parse(readFileSync(new URL('../../ops/grafana/dashboards/countermand.json', import.meta.url), 'utf8')));
}

/** Every PromQL expression of the dashboard, its variables filled in. */
export function dashboardExpressions(): readonly string[] {
  const { panels } = dashboard();
  const expressions = panels.flatMap(({ targets = [] }) => targets).map(({ expr }) => expr);
  return expressions.map((expr) => expr.replaceAll('$__rate_interval', '5m').replaceAll('$provider', '.*'));
}
