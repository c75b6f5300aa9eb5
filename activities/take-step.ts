import { activityInfo, ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import type {
  CancellationProvider,
  PayerReturnAddress,
  ProviderReading,
  RunFacts,
  TimeBudget,
} from '../contracts/provider.js';
import { cancelWorkflowId } from '../contracts/names.js';
import type { SealedLink, Step, StepResult } from '../contracts/run.js';
import { type AttemptMemory, recall } from './attempt-memory.js';
import type { ActivityDependencies } from './dependencies.js';
import { withLinkIssued, withReading } from './facts.js';
import { notConfigured, readingOfFault } from './fault-reading.js';
import { judge, type Verdict } from './look-again.js';

/** One attempt's view of the world. */
export interface Attempt {
  readonly provider: CancellationProvider;
  readonly budget: TimeBudget;
  readonly payerReturn: PayerReturnAddress;
  readonly before: AttemptMemory;
  /** Replaces the facts once something irrevocable was begun, so that a fault later in the attempt keeps them. */
  noteFacts(facts: RunFacts): void;
}

export interface StepRules {
  readonly bankMayLag: boolean;
  /** Issue a link when the payment waits for its payer. */
  readonly link: boolean;
  look(attempt: Attempt): Promise<ProviderReading>;
}

/**
 * One step of a run: look at the payment, once or as often as the answer needs, and bring a link if
 * the payer is needed. Every attempt begins with a read, so it may be repeated at any time.
 * @throws {ApplicationFailure} retryable and benign: "look again after a while"
 */
export async function takeStep(
  dependencies: ActivityDependencies,
  step: Step,
  rules: StepRules,
): Promise<StepResult> {
  const before = recall(step.facts);
  const provider = dependencies.providerFor(step.payment);
  if (provider === null) return resultOf(dependencies, before.facts, notConfigured(before.facts.memory), null);

  let facts = before.facts;
  const attempt: Attempt = {
    provider,
    budget: dependencies.startBudget(cancellationSignal()),
    payerReturn: payerReturnOf(dependencies, step),
    before,
    noteFacts: (noted) => void (facts = noted),
  };
  const reading = await rules.look(attempt).catch((fault: unknown) => readingOfFault(fault, facts.memory));
  facts = withReading(facts, reading);

  const schedule = { schedule: dependencies.recheckSchedule, bankMayLag: rules.bankMayLag };
  const verdict = judge(reading, before, schedule);
  if (verdict.kind === 'lookAgain') return lookAgainLater(dependencies, { facts, before, seen: reading, verdict });

  const settled = { ...reading, answer: verdict.answer };
  if (!rules.link || settled.answer.kind !== 'payerValidationRequired') {
    return resultOf(dependencies, facts, settled, null);
  }
  const issued = await issueLink(dependencies, step, attempt, settled);
  if (issued.ok) return resultOf(dependencies, withLinkIssued(facts), settled, issued.link);

  const unlinked = judge(issued.seen, before, schedule);
  if (unlinked.kind === 'done') return resultOf(dependencies, facts, { ...issued.seen, answer: unlinked.answer }, null);
  return lookAgainLater(dependencies, { facts, before, seen: issued.seen, verdict: unlinked });
}

interface Unfinished {
  readonly facts: RunFacts;
  readonly before: AttemptMemory;
  readonly seen: ProviderReading;
  readonly verdict: Extract<Verdict, { kind: 'lookAgain' }>;
}

async function lookAgainLater(
  dependencies: ActivityDependencies,
  { facts, before, seen, verdict }: Unfinished,
): Promise<never> {
  const { confirmations, delayMs } = verdict;
  await dependencies.remember({ facts, rereads: before.rereads + 1, answer: seen.answer, confirmations });
  throw lookAgain(seen, delayMs);
}

function payerReturnOf(dependencies: ActivityDependencies, step: Step): PayerReturnAddress {
  const seconds = step.terms.deadlineSeconds ?? dependencies.policy.payerDeadlineSeconds;
  const deadlineAtLatest = new Date(Date.parse(step.requestedAt) + seconds * 1000);
  return dependencies.payerReturnAddress(step.payment, deadlineAtLatest);
}

type Issued =
  | { readonly ok: true; readonly link: SealedLink }
  | { readonly ok: false; readonly seen: ProviderReading };

/** The payer's link, sealed; one that cannot be had makes the answer unknown. */
async function issueLink(
  dependencies: ActivityDependencies,
  step: Step,
  { provider, payerReturn, budget }: Attempt,
  reading: ProviderReading,
): Promise<Issued> {
  const { payerRoute: route } = reading;
  if (route === null || provider.payerValidation === null) {
    return { ok: false, seen: { ...reading, answer: { kind: 'indeterminate', reason: 'payer_route_missing' } } };
  }
  try {
    const locale = step.terms.payer.locale;
    const { url, expiresInSeconds } = await provider.payerValidation.issueLink({
      payment: step.payment,
      route,
      payerReturn,
      locale,
      budget,
    });
    return { ok: true, link: sealedLink(dependencies, step, url, expiresInSeconds) };
  } catch (fault) {
    const { answer, code, retryAfterSeconds } = readingOfFault(fault, reading.memory);
    return { ok: false, seen: { ...reading, answer, code, retryAfterSeconds } };
  }
}

function sealedLink(
  dependencies: ActivityDependencies,
  { payment }: Step,
  url: string,
  expiresInSeconds: number,
): SealedLink {
  const issuedAt = dependencies.now();
  return {
    sealed: dependencies.sealLink(url, cancelWorkflowId(payment)),
    issuedAt: issuedAt.toISOString(),
    expiresAt: new Date(issuedAt.getTime() + expiresInSeconds * 1000).toISOString(),
  };
}

/** The benign failure that makes the server keep the wait; it shows in the UI as what is waited for. */
function lookAgain({ answer }: ProviderReading, delayMs: number): ApplicationFailure {
  const reason = 'reason' in answer && answer.reason !== null ? ` (${answer.reason})` : '';
  return ApplicationFailure.create({
    type: 'LookAgain',
    message: `The provider says ${answer.kind}${reason}; read again in ${Math.round(delayMs / 1000)} s`,
    nextRetryDelay: delayMs,
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** What goes back to the workflow: nothing secret, only whitelisted fields. */
export function resultOf(
  { policy }: ActivityDependencies,
  facts: RunFacts,
  reading: ProviderReading,
  link: SealedLink | null,
): StepResult {
  const { answer, rereads, proof, executesAt, code, providerRequestId } = reading;
  return { answer, rereads, proof, facts, link, executesAt, code, providerRequestId, policy };
}

/** Id of the run this activity works for, from the engine itself. */
export function workflowIdOfAttempt(): string {
  const { workflowExecution } = activityInfo();
  if (workflowExecution === undefined) throw ApplicationFailure.nonRetryable('Runs only inside a workflow');
  return workflowExecution.workflowId;
}
