import { authenticated, readAuthenticated } from './authenticated-text.js';
import type { KeyRing } from './keys.js';

/**
 * The handle of a cancellation, for `/r/{handle}`: whoever holds it may act as the payer. A secret: never in logs,
 * operator text or the return URL.
 */
export function issueHandle(cancellationId: string, ring: KeyRing): string {
  return authenticated(cancellationId, 'handle', ring);
}

/** The cancellation id a handle stands for, or null when none of our keys made it. */
export function readHandle(handle: string, ring: KeyRing): string | null {
  return readAuthenticated(handle, 'handle', ring);
}
