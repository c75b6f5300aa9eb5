import type { MatchedRequest } from '../core/route.js';
import type { PaymentOrder } from './payment-order.js';

export type Version = '2.0' | '3.0' | '3.1';

/**
 * The version of one answer: chosen per request, in `Content-Type` on POST and PATCH and in `Accept` on
 * GET (both are read, as samples put it in either); without one the shape of 2.0.
 */
export function versionOf({ method, headers }: MatchedRequest, { knobs }: PaymentOrder): Version {
  if (knobs.version !== 'asked') return knobs.version;
  const [first, second] = method === 'GET' ? ['accept', 'content-type'] : ['content-type', 'accept'];
  return namedIn(headers[first ?? '']) ?? namedIn(headers[second ?? '']) ?? '2.0';
}

function namedIn(header: string | undefined): Version | null {
  switch (/version=(2\.0|3\.0|3\.1|3\.x)/.exec(header ?? '')?.[1]) {
    case '2.0':
      return '2.0';
    case '3.0':
    case '3.x':
      return '3.0';
    case '3.1':
      return '3.1';
    case undefined:
    default:
      return null;
  }
}

/** Headers of an answer in this version. */
export function versionHeaders(version: Version): Readonly<Record<string, string>> {
  return { 'content-type': `application/json; charset=utf-8; version=${version}`, 'api-supported-versions': version };
}
