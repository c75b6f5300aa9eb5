import { cancellationIdOf } from '../contracts/cancellation-id.js';
import type { PAYER_RETURNED, PROVIDER_NOTIFIED } from '../contracts/messages.js';
import type { PayerReturnedSignal, ProviderNotifiedSignal } from '../contracts/messages.js';
import { CANCEL_WORKFLOW, lateNewsWorkflowId } from '../contracts/names.js';
import type { Outcome } from '../contracts/outcome.js';
import type { RunFacts } from '../contracts/provider.js';
import type { Ending } from './ending.js';
import type { RunSnapshot } from './run-snapshot.js';
import type { Runs } from './runs.js';
import { startOptions } from './start-options.js';
import type { CancelPayment } from './start-options.js';
import { CancellationError } from './errors.js';
import type { Watched } from './wait.js';

/** Something authentic about a payment: a hint to read it, never evidence. */
export type News =
  | { readonly message: typeof PAYER_RETURNED; readonly signal: PayerReturnedSignal }
  | { readonly message: typeof PROVIDER_NOTIFIED; readonly signal: ProviderNotifiedSignal };

export type NewsDelivery =
  /** A run reads the payment now; its answer comes after `watched`. `seen`: that run at a look before, if there was one. */
  | { readonly kind: 'woken'; readonly watched: Watched; readonly seen: RunSnapshot | null }
  /** The payment's last request has ended for good: there is nothing to read. */
  | { readonly kind: 'ended'; readonly run: RunSnapshot };

/** How news are delivered. */
export interface NewsOptions {
  /** Where an observing run is begun. */
  readonly taskQueue: string;
  readonly correlationId: string | null;
}

/** A run may close between the look at it and the signal. */
const ATTEMPTS = 3;

/**
 * Wakes the run that cares about a payment, durably: once this returns, the message survives any crash, with or
 * without a worker. Where the request has ended but left the payment alive, an observing run is begun (design
 * section 3, "Late news").
 *
 * @param known the latest request for the payment, as seen a moment ago
 * @throws {CancellationError} `temporal_unavailable`: nothing was sent, or it may have been; sending twice is harmless
 */
export async function deliverNews(runs: Runs, known: RunSnapshot, news: News, options: NewsOptions): Promise<NewsDelivery> {
  let run: RunSnapshot | null = known;
  for (let attempt = 1; run !== null && attempt <= ATTEMPTS; attempt += 1) {
    if (run.execution === 'open') {
      if (await signalled(runs, run, news)) return { kind: 'woken', watched: watchedFrom(run), seen: run };
    } else if (run.execution !== 'continuedAsNew') {
      return afterTheEnd(runs, run, news, options);
    }
    run = await runs.latest(run.workflowId);
  }
  throw new CancellationError('temporal_unavailable', 'The run is changing hands; try again.');
}

/** False where the run has closed meanwhile. */
async function signalled(runs: Runs, run: RunSnapshot, news: News): Promise<boolean> {
  try {
    await runs.call(() => runs.client.workflow.getHandle(run.workflowId).signal(news.message, news.signal));
    return true;
  } catch (error) {
    if (error instanceof CancellationError && error.code === 'not_found') return false;
    throw error;
  }
}

async function afterTheEnd(runs: Runs, run: RunSnapshot, news: News, options: NewsOptions): Promise<NewsDelivery> {
  const ending = await runs.ending(run);
  if (ending === null || !leftAlive(ending)) return { kind: 'ended', run };
  const superseding = await supersedingRun(runs, run);
  if (superseding !== null && superseding.execution !== 'open' && (await hasOutcome(runs, superseding))) {
    return { kind: 'ended', run: superseding };
  }
  const runId = await observe(runs, run, ending, news, options);
  if (superseding?.runId === runId) return { kind: 'woken', watched: watchedFrom(superseding), seen: superseding };
  const watched = { workflowId: lateNewsWorkflowId(run.memo.payment), runId, since: 0 };
  return { kind: 'woken', watched, seen: null };
}

function watchedFrom({ workflowId, runId, historyLength }: RunSnapshot): Watched {
  return { workflowId, runId, since: historyLength };
}

/** The observing run that follows this very request, or null. */
export async function supersedingRun(runs: Runs, run: RunSnapshot): Promise<RunSnapshot | null> {
  const late = await runs.latest(lateNewsWorkflowId(run.memo.payment));
  return late !== null && late.memo.supersedes === cancellationIdOf(run) ? late : null;
}

async function hasOutcome(runs: Runs, run: RunSnapshot): Promise<boolean> {
  const ending = await runs.ending(run);
  return ending?.end.kind === 'completed' && ending.end.outcome !== null;
}

async function observe(
  runs: Runs,
  run: RunSnapshot,
  ending: Ending,
  news: News,
  { taskQueue, correlationId }: NewsOptions,
): Promise<string> {
  const { payment, terms } = run.memo;
  const options = startOptions({
    workflowId: lateNewsWorkflowId(payment),
    taskQueue,
    payment,
    terms,
    idempotencyKeyHash: null,
    observing: { supersedes: cancellationIdOf(run), facts: factsOf(run, ending) },
    correlationId,
    now: new Date(),
  });
  const handle = await runs.call(() =>
    runs.client.workflow.signalWithStart<CancelPayment, [News['signal']]>(CANCEL_WORKFLOW, {
      ...options,
      signal: news.message,
      signalArgs: [news.signal],
    }),
  );
  return handle.signaledRunId;
}

/** A terminated run told nothing: what it published is all that is known. */
function factsOf({ published }: RunSnapshot, { result }: Ending): RunFacts {
  const nothing = { reads: 0, sends: { begun: 0, accepted: 0, rejected: 0, notSent: 0 }, memory: {} };
  const linkIssued = published.rounds > 0;
  return result === null ? { ...nothing, linkIssued } : { ...result.facts, linkIssued: result.facts.linkIssued || linkIssued };
}

/** Whether the bank may still cancel the payment after a request has ended like this. */
function leftAlive({ end }: Ending): boolean {
  return end.kind === 'broken' || (end.outcome !== null && outcomeLeftAlive(end.outcome));
}

function outcomeLeftAlive({ kind, moneyMovement }: Outcome): boolean {
  switch (kind) {
    case 'payerDidNotValidate':
    case 'stopped':
    case 'refused':
    case 'notCancellable':
    case 'notSupported':
      return moneyMovement === 'expected' || moneyMovement === 'unknown';
    case 'cancelled':
    case 'notExecuted':
    case 'tooLate':
    case 'partiallyExecuted':
    case 'notFound':
      return false;
  }
}
