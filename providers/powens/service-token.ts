import { ProviderFault } from '../../contracts/fault.js';
import type { HttpAnswer, HttpClient, TimeBudget } from '../../contracts/provider.js';
import { retryAfterSeconds } from '../../platform/http.js';
import type { RateLimit } from './rate-limit.js';
import type { PowensCredentials } from './settings.js';
import { parseServiceToken } from './wire.js';

/** Powens lets a service token live 30 minutes and does not say so in its answer (reference page "Authentication"). */
const KEPT_MS = 24 * 60 * 1000;

/** The least that reads, cancels and lets a payer validate (reference page "Authentication", scopes). */
const SCOPES = ['payments:read-only', 'payments:cancel', 'payments:validate'];

export interface ServiceTokens {
  /** A token to call with; asks for a new one when there is none or it is old. @throws {ProviderFault} */
  current(budget: TimeBudget): Promise<string>;
  /** A token other than `refused`: the one somebody else has got since, or a new one. @throws {ProviderFault} */
  renewed(refused: string, budget: TimeBudget): Promise<string>;
}

interface Kept {
  readonly token: string;
  readonly freshUntilMs: number;
}

/**
 * The service token of one account, kept in memory only. However many calls need a new one at once, Powens
 * is asked once, and all share the answer.
 *
 * Every fault says `neverProcessed`: the call that needed the token was not made.
 */
export function createServiceTokens(platform: {
  readonly credentials: PowensCredentials;
  readonly http: HttpClient;
  readonly rateLimit: RateLimit;
  readonly nowMs?: () => number;
}): ServiceTokens {
  const nowMs = platform.nowMs ?? (() => performance.now());
  let kept: Kept | null = null;
  let renewal: Promise<string> | null = null;

  const renew = (budget: TimeBudget): Promise<string> => {
    const startedAtMs = nowMs();
    renewal = askForToken(platform, budget)
      .then((token) => {
        kept = { token, freshUntilMs: startedAtMs + KEPT_MS };
        return token;
      })
      .finally(() => {
        renewal = null;
      });
    return renewal;
  };

  const joinOrRenew = async (budget: TimeBudget): Promise<string> => {
    if (renewal === null) return renew(budget);
    try {
      return await withinBudget(renewal, budget);
    } catch (error) {
      // The one who asked may have run out of its own time; that is not the fault of those who joined.
      if (!(error instanceof ProviderFault && error.retryable)) throw error;
      return renewal === null ? renew(budget) : withinBudget(renewal, budget);
    }
  };

  return {
    current: async (budget) => (kept !== null && nowMs() < kept.freshUntilMs ? kept.token : joinOrRenew(budget)),
    renewed: async (refused, budget) => {
      if (kept?.token === refused) kept = null;
      return kept?.token ?? joinOrRenew(budget);
    },
  };
}

async function askForToken(
  { credentials, http, rateLimit }: { readonly credentials: PowensCredentials; readonly http: HttpClient; readonly rateLimit: RateLimit },
  budget: TimeBudget,
): Promise<string> {
  await rateLimit.turn(budget);
  const answer = await http
    .exchange({
      method: 'POST',
      url: `${credentials.baseUrl}/auth/token`,
      allowedOrigins: [new URL(credentials.baseUrl).origin],
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
        scope: SCOPES,
      }),
      budget,
    })
    .catch((error: unknown) => {
      throw error instanceof ProviderFault ? neverProcessed(error) : error;
    });
  const token = answer.status >= 200 && answer.status < 300 ? parseServiceToken(answer.text) : null;
  if (token === null) throw noTokenFault(answer);
  return token;
}

function neverProcessed(fault: ProviderFault): ProviderFault {
  const { code, message, retryable, httpStatus, providerRequestId, retryAfterSeconds } = fault;
  return new ProviderFault({ code, message, retryable, httpStatus, providerRequestId, retryAfterSeconds, neverProcessed: true });
}

function noTokenFault(answer: HttpAnswer): ProviderFault {
  const isRefused = answer.status >= 400 && answer.status < 500 && ![408, 425, 429].includes(answer.status);
  return new ProviderFault({
    code: isRefused ? 'powens.credentials_refused' : 'powens.token_unavailable',
    message: isRefused
      ? `Powens refused the client credentials (${answer.status}): check POWENS_CLIENT_ID, POWENS_CLIENT_SECRET and POWENS_BASE_URL.`
      : `Powens gave no service token (${answer.status}).`,
    retryable: !isRefused,
    httpStatus: answer.status,
    retryAfterSeconds: retryAfterSeconds(answer),
    neverProcessed: true,
  });
}

/** Somebody else's renewal, awaited no longer than one's own time allows. */
async function withinBudget(renewal: Promise<string>, budget: TimeBudget): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(timeUpFault()), budget.remainingMs());
  });
  try {
    return await Promise.race([renewal, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

function timeUpFault(): ProviderFault {
  return new ProviderFault({
    code: 'http.no_time_left',
    message: 'No Powens service token came in time; nothing was sent.',
    retryable: true,
    neverProcessed: true,
  });
}
