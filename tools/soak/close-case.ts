import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './findings.js';
import { contentOf, databaseContent, leaksIn, type Secrets, WEBVIEW_ADDRESS } from './leaks.js';
import type { Run } from './run.js';
import { credentialsOf } from './settings.js';
import type { Told } from './settle.js';
import { judgeEnding } from './storm.js';
import type { Case } from './verdict/case.js';
import { isUnheard } from './verdict/money.js';
import { judge } from './verdict/verdict.js';
import { readWitness, type Witness } from './witness.js';

/** So many of a kind are searched for: a long run hands out too many to look for each. */
const MOST_OF_A_KIND = 500;

/** Stops everything, reads what is left on disk, and judges; what a person needs to look into it is written beside the logs. */
export async function closeCase(run: Run, told: Told): Promise<Finding[]> {
  const { stack, scene } = run;
  const endings = await stack.stop();
  const all = await readWitness(stack.ledgerFile);
  const witness = { ...all, news: all.news.filter(({ at }) => at <= told.closedAt) };
  const found: Case = { entries: scene.book.entries(), witness, ...told };
  countEnds(run, found);
  const findings = [...endings.flatMap(({ part, ending }) => judgeEnding(part, ending) ?? []), ...judge(found), ...leaks(run, witness)];
  const write = (name: string, content: unknown): void => writeFileSync(join(stack.folder, name), JSON.stringify(content, null, 1));
  write('book.json', found.entries);
  write('events.json', found.inbox);
  write('findings.json', [...run.findings, ...findings]);
  return findings;
}

function countEnds({ scene: { tally } }: Run, { entries, inbox, witness }: Case): void {
  for (const { outcome, problem, status, supersedes } of entries.flatMap(({ atTheEnd }) => atTheEnd)) {
    tally.count('cancellations', `${outcome?.kind ?? problem?.code ?? status}${supersedes === null ? '' : ' (late news)'}`);
  }
  for (const { event, taken } of inbox.arrivals) tally.count('events', `${event.type.split('.').at(-1)} ${taken ? 'taken' : 'refused'}`);
  for (const { scenario } of entries.filter((entry) => isUnheard(entry, witness))) {
    tally.count('cancelled after an outcome that had left it open, and no word of it ever came', scenario);
  }
}

function leaks({ stack, scene, secrets }: Run, witness: Witness): Finding[] {
  const places = {
    'the database': databaseContent(stack.databaseFile),
    "the API's log": contentOf(stack.logFile('api')),
    "the worker's log": contentOf(stack.logFile('worker')),
    "Temporal's log": contentOf(stack.logFile('temporal')),
  };
  const wanted: Secrets = {
    ...credentialsOf(secrets),
    ...Object.fromEntries(Object.entries(witness.secrets).map(([name, values]) => [name, values.slice(-MOST_OF_A_KIND)])),
    'webview address': [WEBVIEW_ADDRESS],
    "handle of a payer's link": [...scene.links].slice(-MOST_OF_A_KIND).map((link) => new URL(link).pathname.split('/').at(-1) ?? link),
  };
  return leaksIn(places, wanted).map((leak) => ({
    promise: 'SECRET',
    what: `${leak.secret} in ${leak.place}`,
    scenario: null,
    about: [],
    evidence: leak,
  }));
}
