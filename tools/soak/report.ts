import type { Finding } from './findings.js';
import type { SoakOptions } from './options.js';
import type { SoakResult } from './run.js';

/** What a person reads when it is over: the counts, then each finding with what to look at. */
export function reportOf({ minutes, seed, services }: SoakOptions, { findings, tally, folder }: SoakResult): string {
  const again = `npm run soak -- --minutes ${minutes} --seed ${seed} --services ${services}`;
  const lines = [
    `${minutes} min of storm, seed ${seed}, ${services} order services`,
    ...tally.lines(),
    '',
    ...findings.flatMap((finding, index) => [`${index + 1}. ${finding.promise}: ${finding.what}`, ...detailsOf(finding), '']),
    findings.length === 0 ? 'nothing found: every promise was kept' : `${findings.length} found; logs, ledger, database, book and events are in ${folder}`,
    ...(findings.length === 0 ? [] : [`the same choices again: ${again}`]),
  ];
  return `${lines.join('\n')}\n`;
}

const SHOWN_EVIDENCE = 1_500;

function detailsOf({ scenario, about, evidence }: Finding): string[] {
  return [
    ...(scenario === null ? [] : [`   scenario: ${scenario}`]),
    ...about.map((id) => `   look for: ${id}`),
    ...(evidence === null ? [] : [`   evidence: ${JSON.stringify(evidence).slice(0, SHOWN_EVIDENCE)}`]),
  ];
}
