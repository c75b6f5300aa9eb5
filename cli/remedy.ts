import type { CancellationErrorCode } from '../client/index.js';

/** What to do about an error, in one line; null where its message says it already. */
export function remedyOf(code: CancellationErrorCode): string | null {
  switch (code) {
    case 'not_found':
      return 'See what there is: countermand list. A namespace forgets closed cancellations after its retention.';
    case 'terms_conflict':
      return 'Leave the terms out to join the open request, or stop it first: countermand stop <id>.';
    case 'idempotency_key_reused':
      return 'Use a new key for a new request.';
    case 'cancellation_closed':
      return 'Its outcome does not change. To try again, ask anew: countermand cancel <provider> <paymentId>.';
    case 'not_in_review':
      return 'Only what shows needs_review can be resolved: countermand list --status needs_review.';
    case 'no_payer_awaited':
      return 'See what it waits for: countermand status <id>.';
    case 'invalid_cursor':
      return 'Give the cursor as it was shown, with the same filters.';
    case 'temporal_unavailable':
    case 'worker_unavailable':
    case 'namespace_not_prepared':
      return 'Find out why: countermand doctor.';
    case 'cancellation_unreadable':
      return 'Add the key to SECRET_KEYS, behind the first: docs/encryption.md. The run itself goes on.';
    case 'no_outcome':
      return 'Ask anew; a new request reads the payment first: countermand cancel <provider> <paymentId>.';
    case 'invalid_request':
    case 'nothing_announced':
    case 'api_unavailable':
    case 'rate_limited':
    case 'not_allowed':
    case 'events_off':
    case 'aborted':
    case 'timeout':
      return null;
  }
}
