import type { z } from 'zod';
import { STANDARD_ACCOUNT } from '../contracts/payment.js';
import type { RegisteredProvider } from '../contracts/provider.js';
import { termsOf } from '../contracts/request.js';
import type { CancellationRequestBody, RequestProblem } from '../contracts/request.js';
import { maySee } from './authentication.js';
import type { Caller } from './authentication.js';
import type { ApiDependencies } from './dependencies.js';
import { invalid, ProblemError } from './problem.js';
import { isAllowedReturnUrl } from './return-url.js';
import type { StartBody } from './schemas.js';

/**
 * A start request with its payment id in canonical form, checked whole before anything is begun.
 *
 * @throws {ProblemError} `invalid_request` naming every wrong field; `not_found` for an account that is not the
 *   caller's or not configured; `rate_limited`
 */
export async function readStartRequest(
  body: z.infer<typeof StartBody>,
  caller: Caller,
  { settings, providers, rateLimits }: ApiDependencies,
): Promise<CancellationRequestBody> {
  const account = body.account ?? STANDARD_ACCOUNT;
  const provider = providers.find(({ id }) => id === body.provider);
  const terms = termsOf(body);
  const problems = [
    ...(provider === undefined ? [unknownProvider(providers)] : []),
    ...('problems' in terms ? terms.problems : []),
    ...returnUrlProblems(body, settings),
  ];
  if (provider === undefined || problems.length > 0) throw invalid(problems);

  const values = maySee(caller, account) ? settings.accounts.values(provider.id, account) : null;
  if (values === null) throw new ProblemError('not_found', `${provider.displayName} has no account of this name here.`);
  await rateLimits.countAccount(account);
  const paymentId = provider.paymentId.canonical(body.paymentId, provider.paymentId.origins(values));
  const reference = payeeReferenceProblem(provider, body.payeeReference ?? null, values);
  const more = [
    ...(paymentId.ok ? [] : [{ pointer: '/paymentId', detail: paymentId.problem }]),
    ...(reference === null ? [] : [{ pointer: '/payeeReference', detail: reference }]),
  ];
  if (!paymentId.ok || more.length > 0) throw invalid(more);
  return { ...body, account, paymentId: paymentId.paymentId };
}

function unknownProvider(providers: readonly RegisteredProvider[]): RequestProblem {
  return { pointer: '/provider', detail: `use one of ${providers.map(({ id }) => id).join(', ')}` };
}

function returnUrlProblems(body: z.infer<typeof StartBody>, settings: ApiDependencies['settings']): RequestProblem[] {
  const returnUrl = body.payer?.returnUrl ?? null;
  if (returnUrl === null || !URL.canParse(returnUrl) || isAllowedReturnUrl(returnUrl, settings)) return [];
  const detail = 'use https, and an origin that RETURN_URL_ORIGINS allows';
  return [{ pointer: '/payer/returnUrl', detail }];
}

function payeeReferenceProblem(
  provider: RegisteredProvider,
  given: string | null,
  values: Readonly<Record<string, string>>,
): string | null {
  if (provider.payeeReference !== null) return provider.payeeReference.problem(given, values);
  return given === null ? null : `leave it out: ${provider.displayName} takes none`;
}
