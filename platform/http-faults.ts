import { FetchError } from 'node-fetch';
import { ProviderFault } from '../contracts/fault.js';

/** The faults of one outbound HTTP exchange: none of their messages holds an address, a header or a body. */

/** A 3xx: following it would carry a token or a body to another place. */
export function redirectedFault(status: number): ProviderFault {
  return new ProviderFault({
    code: 'http.redirected',
    message: `The provider answered ${status}, a redirect, which is never followed.`,
    retryable: true,
    httpStatus: status,
  });
}

/** The deadline of the exchange has passed; the call may have been processed. */
export function timeoutFault(): ProviderFault {
  return new ProviderFault({
    code: 'http.timeout',
    message: 'The provider did not answer completely in time.',
    retryable: true,
  });
}

/** The budget's signal has aborted; the call may have been processed. */
export function abortedFault(): ProviderFault {
  return new ProviderFault({
    code: 'http.aborted',
    message: 'The provider call was given up because its caller had to stop.',
    retryable: true,
  });
}

/** Failures before the first byte of the request could leave. */
const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|CERT_.*|ERR_TLS_CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;

/** What the library threw, as a fault. Its messages hold the whole URL: only its machine codes are passed on. */
export function faultOf(error: unknown): ProviderFault {
  if (!(error instanceof FetchError)) return malformedCallOr(error);
  if (error.type === 'max-size') {
    return new ProviderFault({
      code: 'http.too_large',
      message: "The provider's answer was larger than any real one.",
      retryable: true,
    });
  }
  const code = error.code ?? 'unknown';
  if (NEVER_CONNECTED.test(code)) {
    return new ProviderFault({
      code: 'http.unreachable',
      message: `No connection to the provider could be made (${code}).`,
      retryable: true,
      neverProcessed: true,
    });
  }
  return connectionLostFault(code);
}

function malformedCallOr(error: unknown): ProviderFault {
  // Thrown while the request is put together: a header or an address with characters HTTP forbids.
  if (error instanceof TypeError) {
    return new ProviderFault({
      code: 'http.invalid_call',
      message: 'A provider call could not be put together: a setting holds characters HTTP does not allow.',
      retryable: false,
      neverProcessed: true,
    });
  }
  return connectionLostFault(machineCodeOf(error));
}

function connectionLostFault(code: string): ProviderFault {
  return new ProviderFault({
    code: 'http.connection_lost',
    message: `The connection to the provider broke before the answer was complete (${code}).`,
    retryable: true,
  });
}

function machineCodeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'unknown';
}
