import { findProvider, providers } from '../providers/registry.js';
import { UsageError } from './usage.js';

export const PROVIDER_IDS = providers.map(({ id }) => id);

export interface NamedPayment {
  readonly provider: string;
  readonly paymentId: string;
  readonly account: string | undefined;
}

/**
 * The payment a command line names, its id in the provider's one spelling: what reaches Temporal directly passes no API
 * that would bring it there, and under another spelling it would be another payment (design section 2).
 *
 * @throws {UsageError}
 */
export function paymentFrom(positionals: readonly string[], account: string | undefined): NamedPayment {
  const [name, given, ...more] = positionals;
  if (name === undefined || given === undefined || more.length > 0) {
    throw new UsageError('say which payment: <provider> <paymentId>, e.g. powens 12345');
  }
  const provider = findProvider(name);
  if (provider === null) throw new UsageError(`provider: use one of ${PROVIDER_IDS.join(', ')}`);
  // The addresses an account may be under are the API's and the workers' to know.
  const verdict = provider.paymentId.canonical(given, []);
  if (!verdict.ok) throw new UsageError(`paymentId: ${verdict.problem}`);
  return { provider: name, paymentId: verdict.paymentId, account };
}

/**
 * The ids that a payment to look for may have: in the spelling of one provider, or of each that it fits.
 *
 * @throws {UsageError} where it fits none
 */
export function paymentIdsFrom(given: string, provider: string | undefined): readonly string[] {
  const asked = providers.filter(({ id }) => provider === undefined || id === provider);
  const verdicts = asked.map(({ paymentId }) => paymentId.canonical(given, []));
  const ids = verdicts.flatMap((verdict) => (verdict.ok ? [verdict.paymentId] : []));
  if (ids.length > 0) return [...new Set(ids)];
  throw new UsageError(`--payment: ${verdicts.flatMap((verdict) => (verdict.ok ? [] : [verdict.problem])).join('; ')}`);
}
