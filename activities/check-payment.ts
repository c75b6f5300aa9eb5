import { cancellationSignal } from '@temporalio/activity';
import type { CancellationCheck, CheckActivities, CheckPaymentInput } from '../contracts/check.js';
import type { CancellationProvider, ProviderReading, ReadRequest, RunFacts } from '../contracts/provider.js';
import type { ActivityDependencies } from './dependencies.js';
import { notConfigured, readingOfFault } from './fault-reading.js';

const NOTHING_DONE: RunFacts = {
  reads: 0,
  sends: { begun: 0, accepted: 0, rejected: 0, notSent: 0 },
  linkIssued: false,
  memory: {},
};

/** The dry run's one activity. */
export function createCheckActivities(dependencies: ActivityDependencies): CheckActivities {
  return { checkPayment: (input) => checkPayment(dependencies, input) };
}

async function checkPayment(dependencies: ActivityDependencies, { payment }: CheckPaymentInput): Promise<CancellationCheck> {
  const provider = dependencies.providerFor(payment);
  const budget = dependencies.startBudget(cancellationSignal());
  const { reading, foreseenRefusal } =
    provider === null
      ? { reading: notConfigured({}), foreseenRefusal: null }
      : await look(provider, { payment, facts: NOTHING_DONE, budget });
  const readAt = reading.proof?.readAt ?? dependencies.now().toISOString();
  if (reading.answer.kind === 'cancellable' && foreseenRefusal !== null) {
    return { cancellable: 'no', payerValidation: 'not_required', reason: foreseenRefusal, readAt };
  }
  return { ...foretell(reading, provider), readAt };
}

async function look(
  provider: CancellationProvider,
  request: ReadRequest,
): Promise<{ readonly reading: ProviderReading; readonly foreseenRefusal: string | null }> {
  try {
    if (provider.advice !== null) return await provider.advice.readWithAdvice(request);
    return { reading: await provider.readPayment(request), foreseenRefusal: null };
  } catch (fault) {
    return { reading: readingOfFault(fault, {}), foreseenRefusal: null };
  }
}

function foretell(
  { answer }: ProviderReading,
  provider: CancellationProvider | null,
): Omit<CancellationCheck, 'readAt'> {
  switch (answer.kind) {
    case 'cancellable':
      return {
        cancellable: 'yes',
        payerValidation: provider?.payerValidation === null ? 'not_required' : 'unknown',
        reason: null,
      };
    case 'payerValidationRequired':
      return { cancellable: 'yes', payerValidation: 'required', reason: 'cancellation_already_requested' };
    case 'cancelled':
      return { cancellable: 'no', payerValidation: 'not_required', reason: 'already_cancelled' };
    case 'notExecuted':
    case 'tooLate':
    case 'partiallyExecuted':
    case 'notSupported':
    case 'notCancellable':
    case 'refused':
    case 'notFound':
      return { cancellable: 'no', payerValidation: 'not_required', reason: answer.reason ?? snakeCase(answer.kind) };
    case 'inProgress':
      return { cancellable: 'unknown', payerValidation: 'unknown', reason: answer.overdueReason };
    case 'indeterminate':
    case 'blocked':
      return { cancellable: 'unknown', payerValidation: 'unknown', reason: answer.reason };
  }
}

function snakeCase(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
