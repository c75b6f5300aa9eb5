import { CancellationError } from '../../client/index.js';
import type { Output } from '../output.js';
import { remedyOf } from '../remedy.js';
import type { Session } from '../session.js';
import { EXIT, type ExitCode } from '../usage.js';
import { numberOf, type Values } from '../values.js';
import type { Findings } from './findings.js';
import { type Period, readPace, readPeriod } from './period.js';
import { reconcile, type Reconciled } from './reconcile.js';
import { reportLines } from './report.js';

/** `countermand reconcile`: the exit code tells whether all is as we said. @throws {UsageError} */
export async function reconcileCommand(session: Session, output: Output, values: Values): Promise<ExitCode> {
  const period = readPeriod(values, new Date());
  const [perMinute, limit] = [readPace(values), numberOf(values, 'limit', { from: 1, to: 999_999 }) ?? null];
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal);
  try {
    const reconciled = await reconcile({
      cancellations: session.cancellations,
      period,
      perMinute,
      limit,
      signal: stop.signal,
      progress: ({ payments }) => output.note(`${payments} compared`),
    });
    report(output, period, reconciled);
    return exitOf(reconciled);
  } finally {
    process.removeListener('SIGINT', onSignal);
  }
}

function report(output: Output, { since, until }: Period, { findings, nextCursor, stoppedBy }: Reconciled): void {
  if (stoppedBy instanceof CancellationError) output.note([stoppedBy.message, remedyOf(stoppedBy.code)].join(' '));
  if (!output.json) {
    output.write(`${reportLines(findings, { since, until, nextCursor, paint: output.paint }).join('\n')}\n`);
    return;
  }
  output.write(`${JSON.stringify({ since: since.toISOString(), until: until.toISOString(), ...findings, nextCursor })}\n`);
}

function exitOf({ findings, stoppedBy }: Reconciled): ExitCode {
  if (stoppedBy === 'signal') return EXIT.interrupted;
  if (stoppedBy !== null) return EXIT.unavailable;
  return exitOfFindings(findings);
}

function exitOfFindings({ differences, unreadable }: Findings): ExitCode {
  if (differences.length > 0) return EXIT.differences;
  return unreadable.length > 0 ? EXIT.unreadable : EXIT.ok;
}
