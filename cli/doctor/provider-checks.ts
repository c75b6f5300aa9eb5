import type { PaymentSight } from '../../client/index.js';
import type { PaymentRef } from '../../contracts/payment.js';
import { STANDARD_ACCOUNT } from '../../contracts/payment.js';
import type { RegisteredProvider } from '../../contracts/provider.js';
import { providers } from '../../providers/registry.js';
import type { Session } from '../session.js';
import { failure, type Finding, ok, reasonOf, warning } from './finding.js';

/** What `CheckPaymentWorkflow` says of an account that the worker has no credentials for. */
const NOT_CONFIGURED = 'account_not_configured';
const RECENT = 100;

export interface ProvidersChecked {
  readonly findings: readonly Finding[];
  /** Milliseconds that Temporal's clock is ahead of ours; null where no worker answered. */
  readonly clockSkewMs: number | null;
}

/**
 * The credentials the workers hold, which are nowhere else: a worker reads a payment that nobody has, at each provider
 * and account. "Not found" proves that the address is right and the credentials are taken. Nothing is sent or changed;
 * the right to cancel is proved by a cancellation alone.
 */
export async function checkProviders(session: Session): Promise<ProvidersChecked> {
  const findings: Finding[] = [];
  let clockSkewMs: number | null = null;
  for (const { provider, account, inUse } of await placesOf(session)) {
    const check = `${provider.id} credentials (${account})`;
    try {
      const sight = await session.cancellations.read({ provider: provider.id, account, paymentId: provider.paymentId.nobodys });
      clockSkewMs ??= sight.clockSkewMs;
      findings.push(findingOf({ check, provider, inUse, sight }));
    } catch (error) {
      findings.push(failure(check, reasonOf(error), 'No worker carries out a read: look at the log of the worker.'));
      break;
    }
  }
  return { findings, clockSkewMs };
}

interface Place {
  readonly provider: RegisteredProvider;
  readonly account: string;
  /** Cancellations of this account are known: it must be configured. */
  readonly inUse: boolean;
}

/** The standard account of every provider, and every account of the latest cancellations. */
async function placesOf({ cancellations }: Session): Promise<Place[]> {
  const { items } = await cancellations.list({ limit: RECENT }).catch(() => ({ items: [] }));
  const isInUse = (id: string, name: string): boolean => items.some(({ provider, account }) => provider === id && account === name);
  return providers.flatMap((provider) => {
    const seen = items.filter((item) => item.provider === provider.id).map(({ account }: Pick<PaymentRef, 'account'>) => account);
    const accounts = [...new Set([STANDARD_ACCOUNT, ...seen])];
    return accounts.map((account) => ({ provider, account, inUse: isInUse(provider.id, account) }));
  });
}

interface Probe {
  readonly check: string;
  readonly provider: RegisteredProvider;
  readonly inUse: boolean;
  readonly sight: PaymentSight;
}

function findingOf({ check, provider, inUse, sight: { answer } }: Probe): Finding {
  switch (answer.kind) {
    case 'blocked':
      if (answer.reason !== NOT_CONFIGURED) return failure(check, `refused (${answer.reason})`, `Where the worker runs, check ${credentialsOf(provider)}.`);
      return inUse
        ? failure(check, 'the worker has none, and there are cancellations of this account', `Where the worker runs, set ${credentialsOf(provider)}, or the account in ACCOUNTS_FILE.`)
        : ok(check, 'not set up at the worker');
    case 'indeterminate':
      return answer.reason.startsWith('http.')
        ? failure(check, `cannot be reached (${answer.reason})`, `Where the worker runs, check ${addressOf(provider)} and the way to it.`)
        : warning(check, `no usable answer (${answer.reason})`, 'If it stays so, look at the provider’s status page and the log of the worker.');
    case 'notFound':
    case 'cancelled':
    case 'notExecuted':
    case 'tooLate':
    case 'partiallyExecuted':
    case 'notSupported':
    case 'notCancellable':
    case 'refused':
    case 'cancellable':
    case 'payerValidationRequired':
    case 'inProgress':
      return ok(check, 'a worker read with them');
  }
}

/** The variable that says where the provider is, and enables it. */
function addressOf({ configuration: { enabledBy, settings } }: RegisteredProvider): string {
  return settings.find(({ key }) => key === enabledBy)?.variable ?? enabledBy;
}

/** The variables a worker needs, by name. */
function credentialsOf({ configuration }: RegisteredProvider): string {
  const needed = configuration.settings.filter(({ required, readBy }) => required && readBy !== 'api');
  return needed.map(({ variable }) => variable).join(', ');
}
