import { cancellationSignal } from '@temporalio/activity';
import { isFinal } from '../contracts/answer.js';
import type { CancellationCheck, CheckActivities, CheckPaymentInput, CheckPaymentResult } from '../contracts/check.js';
import { type CancellationProvider, NOTHING_DONE, type ProviderReading, type ReadRequest } from '../contracts/provider.js';
import type { ActivityDependencies } from './dependencies.js';
import { notConfigured, readingOfFault } from './fault-reading.js';

/** The dry run's one activity. */
export function createCheckActivities(dependencies: ActivityDependencies): CheckActivities {
  return { checkPayment: (input) => checkPayment(dependencies, input) };
}

async function checkPayment(dependencies: ActivityDependencies, { payment }: CheckPaymentInput): Promise<CheckPaymentResult> {
  const provider = dependencies.providerFor(payment);
  const budget = dependencies.startBudget(cancellationSignal());
  const { reading, foreseenRefusal } =
    provider === null
      ? { reading: notConfigured({}), foreseenRefusal: null }
      : await look(provider, { payment, facts: NOTHING_DONE, budget });
  const { answer, proof, providerRequestId } = reading;
  const told = { readAt: proof?.readAt ?? dependencies.now().toISOString(), reading: { answer, proof, providerRequestId } };
  if (answer.kind === 'cancellable' && foreseenRefusal !== null) {
    return { cancellable: 'no', payerValidation: 'not_required', reason: foreseenRefusal, ...told };
  }
  return { ...foretell(reading, provider), ...told };
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
  if (isFinal(answer)) {
    const reason = answer.kind === 'cancelled' ? 'already_cancelled' : (answer.reason ?? snakeCase(answer.kind));
    return { cancellable: 'no', payerValidation: 'not_required', reason };
  }
  switch (answer.kind) {
    case 'cancellable':
      return {
        cancellable: 'yes',
        payerValidation: provider?.payerValidation === null ? 'not_required' : 'unknown',
        reason: null,
      };
    case 'payerValidationRequired':
      return { cancellable: 'yes', payerValidation: 'required', reason: 'cancellation_already_requested' };
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
