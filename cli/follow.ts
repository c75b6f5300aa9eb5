import { setTimeout as sleep } from 'node:timers/promises';
import { type Cancellation, CancellationError, type CancellationResource } from '../client/index.js';
import { type Output, showResource } from './output.js';
import { EXIT, type ExitCode } from './usage.js';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 5_000;

/**
 * Tells every change of a cancellation until its end, by a long-poll of its history; the exit code tells which end.
 * Temporal may go away and come back meanwhile. Ctrl-C ends the watching alone.
 *
 * @param tell is given the resource at first and at each change
 */
export async function follow(cancellation: Cancellation, output: Output, tell: (resource: CancellationResource) => void): Promise<ExitCode> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal);
  try {
    return await untilEnd(cancellation, { output, tell, signal: stop.signal });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    output.note(`No longer watched; the cancellation goes on: countermand watch ${cancellation.id}`);
    return EXIT.interrupted;
  } finally {
    process.removeListener('SIGINT', onSignal);
  }
}

/** For people every change in full, for programs one line of JSON each. */
export function showEach(output: Output): (resource: CancellationResource) => void {
  return (resource) => {
    showResource(output, resource);
    if (!output.json) output.write('\n');
  };
}

interface Following {
  readonly output: Output;
  tell(resource: CancellationResource): void;
  readonly signal: AbortSignal;
}

async function untilEnd(cancellation: Cancellation, { output, tell, signal }: Following): Promise<ExitCode> {
  let told = '';
  for (;;) {
    const { resource } = cancellation;
    const now = JSON.stringify([resource.status, resource.rounds, resource.outcome, resource.problem]);
    if (now !== told) tell(resource);
    told = now;
    if (cancellation.closed) return exitOf(resource);
    await changed(cancellation, output, signal);
  }
}

/** One long-poll; while Temporal is away it is asked again and again. */
async function changed(cancellation: Cancellation, output: Output, signal: AbortSignal): Promise<void> {
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    try {
      await cancellation.changed({ signal });
      return;
    } catch (error) {
      const away = error instanceof CancellationError && error.code === 'temporal_unavailable';
      if (!away || signal.aborted) throw error;
      if (delay === FIRST_DELAY_MS) output.note('Temporal does not answer; trying again until it does.');
      await sleep(delay, undefined, { signal });
    }
  }
}

function exitOf({ outcome, problem }: CancellationResource): ExitCode {
  if (outcome !== null) return outcome.kind === 'cancelled' ? EXIT.ok : EXIT.notCancelled;
  return problem === null ? EXIT.ok : EXIT.needsReview;
}
