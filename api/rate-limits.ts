import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateSettings } from '../platform/rate-settings.js';
import { ProblemError } from './problem.js';

/**
 * How often one token, and one account, may call in a minute; counted by this process alone. Only known tokens and
 * accounts of theirs are ever counted: a flood of unknown ones uses up nobody's calls and no memory. Payers and
 * providers are not counted at all, so that no return and no notification is lost.
 */
export class RateLimits {
  readonly #tokens: RateLimiterMemory | null;
  readonly #accounts: RateLimiterMemory | null;

  constructor({ perToken, perAccount }: RateSettings) {
    this.#tokens = limiterOf(perToken);
    this.#accounts = limiterOf(perAccount);
  }

  /** Counts one call of a token. @throws {ProblemError} `rate_limited` */
  async countToken(name: string): Promise<void> {
    await count(this.#tokens, name, 'API_RATE_PER_MINUTE');
  }

  /** Counts one call about an account, whoever makes it. @throws {ProblemError} `rate_limited` */
  async countAccount(account: string): Promise<void> {
    await count(this.#accounts, account, 'ACCOUNT_RATE_PER_MINUTE');
  }
}

const MINUTE_SECONDS = 60;

function limiterOf(perMinute: number | null): RateLimiterMemory | null {
  return perMinute === null ? null : new RateLimiterMemory({ points: perMinute, duration: MINUTE_SECONDS });
}

async function count(limiter: RateLimiterMemory | null, key: string, setting: string): Promise<void> {
  try {
    await limiter?.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
    throw new ProblemError('rate_limited', `${limiter?.points} calls a minute are taken (${setting}).`, {
      headers: { 'retry-after': String(seconds) },
    });
  }
}
