import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { REVIEW_CAUSES } from '../../contracts/measurement.js';
import type { RunPolicy } from '../../contracts/run.js';
import { initialState } from '../../workflows/machine/state.js';
import { currentDetails } from '../../workflows/operator-text.js';
import { linkProblem } from '../documentation/markdown-links.js';
import { input } from '../workflows/machine-samples.js';
import { alertRules } from './alert-rules.js';
import { documentedMetrics, metricsIn } from './metric-names.js';

const FOLDER = fileURLToPath(new URL('../../docs/runbooks/', import.meta.url));
const RUNBOOKS = '{{ $externalLabels.runbooks }}/';
const SECTIONS = ['What it means', 'Look at', 'Do', 'Escalate'];

const pages = readdirSync(FOLDER).filter((name) => name.endsWith('.md') && name !== 'README.md');

describe('every alert', () => {
  it.each(alertRules().map(({ alert, annotations }) => [alert, annotations.runbook_url] as const))('%s links to a page about it', (alert, url) => {
    expect(url.startsWith(RUNBOOKS)).toBe(true);
    const link = url.slice(RUNBOOKS.length);
    expect(linkProblem('docs/runbooks/README.md', link)).toBeNull();
    expect(read(link.replace(/#.*/, ''))).toContain(`\`${alert}\``);
    expect(read('README.md')).toContain(`(${link}) | \`${alert}\``);
  });
});

describe('every page', () => {
  it.each(pages)('%s belongs to an alert, and says what it means, what to look at, what to do and when to escalate', (page) => {
    expect(alertRules().filter(({ annotations }) => annotations.runbook_url.includes(page))).not.toEqual([]);
    const headings = [...read(page).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(SECTIONS);
  });

  it.each(pages)('%s asks only for metrics that are documented', (page) => {
    const documented = documentedMetrics();
    expect(metricsIn(read(page)).filter((name) => !documented.has(name))).toEqual([]);
  });
});

describe('the details of a run in review', () => {
  const policy: RunPolicy = {
    payerDeadlineSeconds: 1, maxRounds: 1, providerWaitSeconds: 1, unresolvedAfterSeconds: 1, eventsEnabled: false,
    runbookUrl: 'https://runbooks.example/countermand',
  };

  it.each(REVIEW_CAUSES)('link to the section for %s', (why) => {
    const details = currentDetails({ ...initialState(input()), policy, phase: { name: 'inReview', why } });
    const [, link = ''] = /\(https:\/\/runbooks\.example\/countermand\/([^)]+)\)/.exec(details) ?? [];
    expect(link).toContain('#');
    expect(linkProblem('docs/runbooks/README.md', link)).toBeNull();
  });
});

function read(page: string): string {
  return readFileSync(join(FOLDER, page), 'utf8');
}
