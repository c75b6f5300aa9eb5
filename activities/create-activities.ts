import { activityInfo, ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { ProviderFault } from '../contracts/fault.js';
import type { CancellationRequest, ProviderReading, TimeBudget } from '../contracts/provider.js';
import type { CancellationActivities, Step, StepResult, WatchStep } from '../contracts/run.js';
import { MINIMUM_TO_SEND_MS } from '../platform/time-budget.js';
import type { ActivityDependencies } from './dependencies.js';
import { withReading, withSendBegun } from './facts.js';
import { notConfigured, readingOfFault } from './fault-reading.js';
import { patienceAskedFor, sameAnswer } from './look-again.js';
import { derivePayeeReference } from './payee-reference.js';
import { type Attempt, resultOf, takeStep, workflowIdOfAttempt } from './take-step.js';
import { watchDelay } from './watch-delay.js';

/** Where a provider wants a text for its books and the caller gave none. */
const DEFAULT_DESCRIPTION = 'Payment cancelled';

/** The driver's hands, with what they need from this process. */
export function createActivities(dependencies: ActivityDependencies): CancellationActivities {
  return {
    requestCancellation: (step) =>
      takeStep(dependencies, step, {
        bankMayLag: false,
        link: true,
        look: (attempt) => attempt.provider.requestCancellation(requestOf(dependencies, step, attempt)),
      }),
    verifyPayment: (step) =>
      takeStep(dependencies, step, {
        bankMayLag: step.pace === 'bankMayLag',
        link: step.link,
        look: ({ provider, budget, before }) =>
          provider.readPayment({ payment: step.payment, facts: before.facts, budget }),
      }),
    watchPayment: (step) => watchPayment(dependencies, step),
  };
}

function requestOf(
  dependencies: ActivityDependencies,
  step: Step,
  { budget, payerReturn, before, noteFacts }: Attempt,
): CancellationRequest {
  return {
    payment: step.payment,
    facts: before.facts,
    budget,
    payeeReference: {
      derived: derivePayeeReference(workflowIdOfAttempt(), step.requestId),
      supplied: step.terms.payeeReference,
    },
    description: step.terms.description ?? DEFAULT_DESCRIPTION,
    payerReturn,
    beforeSend: async () => {
      requireTimeToHearTheAnswer(budget);
      const facts = withSendBegun(before.facts);
      await dependencies.remember({ ...before, facts });
      noteFacts(facts);
    },
  };
}

function requireTimeToHearTheAnswer(budget: TimeBudget): void {
  if (budget.remainingMs() >= MINIMUM_TO_SEND_MS) return;
  throw new ProviderFault({
    code: 'http.no_time_left',
    message: 'Too little time is left to hear the answer: nothing was sent.',
    retryable: true,
    neverProcessed: true,
  });
}

/**
 * One pending activity for a whole wait. The first attempt only begins the wait; every later one
 * reads once and ends when the provider says something else than expected. A provider that cannot be
 * reached is no news: the wait goes on.
 */
async function watchPayment(dependencies: ActivityDependencies, step: WatchStep): Promise<StepResult> {
  const { attempt } = activityInfo();
  const reading = attempt === 1 ? null : await readOnce(dependencies, step);
  if (reading !== null && isNews(reading, step)) {
    return resultOf(dependencies, withReading(step.facts, reading), reading, null);
  }
  const scheduledMs = watchDelay({
    pace: step.pace,
    reads: attempt - 1,
    waitedMs: dependencies.now().getTime() - Date.parse(step.since),
    recheckSchedule: dependencies.recheckSchedule,
    pollSchedule: dependencies.pollSchedule,
  });
  const delayMs = Math.max(scheduledMs, reading === null ? 0 : patienceAskedFor(reading));
  throw ApplicationFailure.create({
    type: 'StillWaiting',
    message: `No news (${step.expecting.kind}); read again in ${Math.round(delayMs / 1000)} s`,
    nextRetryDelay: delayMs,
    category: ApplicationFailureCategory.BENIGN,
  });
}

async function readOnce(dependencies: ActivityDependencies, step: WatchStep): Promise<ProviderReading> {
  const { payment, facts } = step;
  const provider = dependencies.providerFor(payment);
  if (provider === null) return notConfigured(facts.memory);
  const budget = dependencies.startBudget(cancellationSignal());
  return provider
    .readPayment({ payment, facts, budget })
    .catch((fault: unknown) => readingOfFault(fault, facts.memory));
}

function isNews(reading: ProviderReading, { expecting }: WatchStep): boolean {
  const speaks = reading.toldSomething || reading.answer.kind === 'blocked';
  return speaks && !sameAnswer(expecting, reading.answer);
}
