import { setTimeout as pause } from 'node:timers/promises';
import type { OwnStack, StackPart } from '../start/own-stack.js';
import type { Ending } from '../start/service.js';
import type { Finding, Tally } from './findings.js';
import { planStrikes, type Strike } from './strikes.js';

export interface Storm {
  readonly stack: OwnStack;
  readonly seed: string;
  readonly untilMs: number;
  readonly tally: Tally;
  readonly found: (finding: Finding) => void;
  readonly signal: AbortSignal;
}

/** Ends one process after the other until the time is over, each once the last one is back. */
export async function rage(storm: Storm): Promise<void> {
  for (const strike of planStrikes(storm.seed)) {
    await pause(Math.max(0, Math.min(strike.afterMs, storm.untilMs - Date.now())), undefined, { signal: storm.signal });
    if (Date.now() >= storm.untilMs) return;
    await hit(storm, strike);
  }
}

async function hit(storm: Storm, { part, signal, also }: Strike): Promise<void> {
  const parts = also === null ? [part] : [part, also];
  await Promise.all(parts.map((each) => strikeOne(storm, each, signal)));
  await Promise.all(parts.map((each) => becomesReady(storm, each)));
}

async function strikeOne({ stack, tally, found }: Storm, part: StackPart, signal: Strike['signal']): Promise<void> {
  tally.count('ended by us', `${part} ${signal}`);
  const ending = await stack.strike(part, signal);
  const finding = signal === 'SIGTERM' ? judgeEnding(part, ending) : null;
  if (finding !== null) found(finding);
}

/** Whoever gets SIGTERM ends by itself, within its grace, with code 0. */
export function judgeEnding(part: StackPart, ending: Ending | null): Finding | null {
  if (ending === null || ending.code === 0) return null;
  const how = ending.signal === null ? `exit code ${ending.code}` : `${ending.signal}: it did not end within its grace`;
  return { promise: 'PROCESSES', what: `${part} ended by SIGTERM with ${how}`, scenario: null, about: [part], evidence: ending };
}

/** Waits for a part, and finds one that does not come back. */
export async function becomesReady({ stack, found, signal }: Pick<Storm, 'stack' | 'found' | 'signal'>, part: StackPart): Promise<void> {
  if (await stack.untilReady(part)) return;
  signal.throwIfAborted();
  found({ promise: 'PROCESSES', what: `${part} was not ready again in time`, scenario: null, about: [part], evidence: null });
}
