import { readFileSync } from 'node:fs';

/** Names of ours, of Temporal's SDK and of the process, as they stand in PromQL. */
const METRIC = /\b(?:countermand|temporal|process|nodejs)_[a-z0-9_]+\b(?!\s*=)/g;
/** Parts of a histogram stand under its own name. */
const PART = /_(?:bucket|sum|count)$/;

/** Every metric an expression reads, histograms under their own name. */
export function metricsIn(expression: string): readonly string[] {
  return [...new Set([...expression.matchAll(METRIC)].map(([name]) => name.replace(PART, '')))];
}

/** Every metric that docs/metrics.md has. */
export function documentedMetrics(): ReadonlySet<string> {
  const text = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  return new Set([...text.matchAll(/^\| `([a-z0-9_]+)` \| (?:counter|gauge|histogram) \|/gm)].map(([, name = '']) => name));
}
