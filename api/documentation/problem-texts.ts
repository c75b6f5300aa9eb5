import type { ProblemCode } from '../problem.js';

/** When each problem is the answer, and what its caller can do about it. */
export const PROBLEM_TEXTS: Readonly<Record<ProblemCode, { readonly when: string; readonly remedy: string }>> = {
  invalid_request: {
    when: 'A field, a query parameter or a header is wrong, unknown, or stands there twice; `errors` names each.',
    remedy: 'Mend what `errors` names.',
  },
  malformed_request: { when: 'What arrived could not be read as an HTTP request, or has a header twice of which there may be one.', remedy: 'Look at the client or the proxy in between.' },
  invalid_json: {
    when: 'The body is not one JSON document in UTF-8, or has a key with two values, or one no object should have.',
    remedy: 'Send one JSON object.',
  },
  invalid_cursor: {
    when: 'The cursor was changed, or comes from a list with other filters.',
    remedy: 'Begin the list again without a cursor.',
  },
  unauthorized: {
    when: 'The token is missing or unknown; for a webhook: the signature does not match.',
    remedy: 'Send `Authorization: Bearer …` with one of `API_TOKENS`.',
  },
  insufficient_scope: {
    when: 'The token is known but lacks the scope that `WWW-Authenticate` names.',
    remedy: 'Use another token, or give this one the scope.',
  },
  host_not_allowed: {
    when: 'No tokens are configured, and the call is not for a loopback host or comes from a foreign page.',
    remedy: 'Call `127.0.0.1` or `localhost`, or set `API_TOKENS`.',
  },
  not_found: {
    when: 'There is no such cancellation, account or path, or it is not one of yours.',
    remedy: 'Check the id and the account. A namespace forgets closed cancellations after its retention.',
  },
  method_not_allowed: { when: 'The path exists but does not take this method.', remedy: 'Use one that `Allow` names.' },
  request_timeout: { when: 'The whole request did not arrive within 15 s.', remedy: 'Send it again.' },
  terms_conflict: {
    when: 'The payment is being cancelled with other terms; `errors` names those that differ.',
    remedy: 'Repeat with the terms agreed, or leave them out; stop the open cancellation first to have others.',
  },
  cancellation_closed: {
    when: 'A command comes after the outcome.',
    remedy: 'Read the outcome; start a new cancellation if one is still wanted.',
  },
  not_in_review: {
    when: '`resolve` while the cancellation does not stand at `needs_review`.',
    remedy: 'Wait, or use `recheck` or `stop`.',
  },
  no_payer_awaited: {
    when: 'A fresh link is asked for while no payer is waited for.',
    remedy: 'Read the status: there is nothing for the payer to do.',
  },
  nothing_announced: {
    when: 'A replay is asked for before anything was announced.',
    remedy: 'Wait for the first event; read the resource meanwhile.',
  },
  events_off: { when: 'A replay is asked for and this deployment sends no events.', remedy: 'Set `EVENTS_URL` and `EVENTS_SECRET`.' },
  payload_too_large: { when: 'The body has more than 16 KiB.', remedy: 'Send less.' },
  unsupported_media_type: {
    when: 'The body is not announced as `application/json` in UTF-8.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  idempotency_key_reused: {
    when: 'The same `Idempotency-Key` came with another body for this payment.',
    remedy: 'Use a new key for a new request.',
  },
  rate_limited: {
    when: 'The token, or the account the call is about, has made more calls this minute than `API_RATE_PER_MINUTE` or `ACCOUNT_RATE_PER_MINUTE` allow. Nothing was done.',
    remedy: 'Repeat after `Retry-After`; wait with `?wait=` instead of asking often.',
  },
  headers_too_large: { when: 'There are more than 100 headers, or they have more than 16 KiB.', remedy: 'Send fewer or shorter headers.' },
  internal_error: {
    when: 'Something unexpected happened on our side.',
    remedy: 'Repeat it: every call is safe to repeat. If it stays, look up `requestId` in the log.',
  },
  cancellation_unreadable: {
    when: 'The run is there and goes on, but this process cannot read it: it lacks the key that `detail` names, or somebody else began the run.',
    remedy: 'Tell whoever operates the API: `docs/encryption.md`, "Changing the key". Repeat it once the key is there.',
  },
  temporal_unavailable: {
    when: 'Temporal cannot be reached right now. Nothing that was acknowledged is lost.',
    remedy: 'Repeat after `Retry-After`.',
  },
  worker_unavailable: {
    when: 'The call needs a worker and none answered in time. A command may still be taken later.',
    remedy: 'Repeat after `Retry-After`; see that a worker runs.',
  },
  shutting_down: { when: 'This process is going away.', remedy: 'Repeat after `Retry-After`: another one answers.' },
};
