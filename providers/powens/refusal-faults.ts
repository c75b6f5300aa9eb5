import { ProviderFault } from '../../contracts/fault.js';
import type { Refusal } from './refusal.js';

/** The fault of 429: fewer calls are wanted, and this one was not processed. */
export function rateLimited({ status, details }: Refusal): ProviderFault {
  return new ProviderFault({
    ...details,
    code: 'powens.rate_limited',
    message: 'Powens wants fewer calls (429).',
    retryable: true,
    httpStatus: status,
    neverProcessed: true,
  });
}

/** The fault of an answer from which nothing can be concluded. */
export function unreadable({ status, details }: Refusal): ProviderFault {
  return new ProviderFault({
    ...details,
    code: status >= 500 ? 'powens.unavailable' : 'powens.unreadable',
    message: `Powens answered ${status} with nothing that can be taken for an answer.`,
    retryable: true,
    httpStatus: status,
  });
}
