/** How a call to a provider ended, for metrics: a closed list, whatever a provider answers. */
export const CALL_RESULTS = [
  'ok',
  'refused',
  'limited',
  'client_error',
  'server_error',
  'timeout',
  'unreachable',
  'connection_lost',
  'redirected',
  'too_large',
  'aborted',
  'not_sent',
  'failed',
] as const;
export type CallResult = (typeof CALL_RESULTS)[number];

/** 401 and 403 are apart because they say that our credentials are wrong, 429 because it says that we ask too often. */
export function resultOfStatus(status: number): CallResult {
  if (status === 401 || status === 403) return 'refused';
  if (status === 429) return 'limited';
  if (status >= 500) return 'server_error';
  return status >= 400 ? 'client_error' : 'ok';
}

/** @param code of a `ProviderFault` that `platform/http` throws, see `HttpClient` */
export function resultOfFault(code: string): CallResult {
  return RESULT_OF_FAULT[code] ?? 'failed';
}

const RESULT_OF_FAULT: Readonly<Record<string, CallResult>> = {
  'http.timeout': 'timeout',
  'http.unreachable': 'unreachable',
  'http.connection_lost': 'connection_lost',
  'http.redirected': 'redirected',
  'http.too_large': 'too_large',
  'http.aborted': 'aborted',
  'http.no_time_left': 'not_sent',
  'http.forbidden_origin': 'not_sent',
  'http.invalid_call': 'not_sent',
};
