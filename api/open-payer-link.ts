import type { Cancellation } from '../client/index.js';
import { CancellationError } from '../client/index.js';
import { cancelWorkflowId } from '../contracts/names.js';
import type { PayerLinkView } from '../contracts/messages.js';
import { unseal } from '../platform/seal.js';
import type { ApiDependencies } from './dependencies.js';

/** A payer's link, opened. A secret: it goes into one `Location` header and nowhere else. */
export interface OpenLink {
  readonly url: string;
  readonly round: number;
}

type SealedLinkView = NonNullable<PayerLinkView>;

/** A link with less than this part of its life left is replaced before the payer is sent off with it. */
const FRESH_PART = 1 / 10;
const FRESH_LINK_WITHIN_MS = 5_000;

/**
 * The link the payer may use now, or null while no payer can act. An old one is replaced by a fresh one; if that
 * takes too long, one that is still good is used as it is.
 *
 * @throws {CancellationError} `worker_unavailable`, `temporal_unavailable`
 */
export async function openPayerLink(cancellation: Cancellation, dependencies: ApiDependencies): Promise<OpenLink | null> {
  const sealed = await cancellation.sealedPayerLink();
  if (sealed === null) return null;
  const open = unsealed(sealed, cancellation, dependencies);
  if (open !== null && lifeLeft(sealed, dependencies.now()) >= FRESH_PART) return open;
  const fresh = await freshLink(cancellation, sealed);
  const replaced = fresh === null ? null : unsealed(fresh, cancellation, dependencies);
  return replaced ?? (lifeLeft(sealed, dependencies.now()) > 0 ? open : null);
}

function unsealed(sealed: SealedLinkView, { payment }: Cancellation, { settings }: ApiDependencies): OpenLink | null {
  const url = unseal(sealed.sealed, cancelWorkflowId(payment), settings.keyRing);
  return url === null ? null : { url, round: sealed.round };
}

function lifeLeft({ issuedAt, expiresAt }: SealedLinkView, now: Date): number {
  const life = Date.parse(expiresAt) - Date.parse(issuedAt);
  return (Date.parse(expiresAt) - now.getTime()) / Math.max(life, 1);
}

/** Asks for another link and waits until it is there; null when it does not come in time. */
async function freshLink(cancellation: Cancellation, old: SealedLinkView): Promise<SealedLinkView | null> {
  if (!(await asked(cancellation))) return null;
  const end = performance.now() + FRESH_LINK_WITHIN_MS;
  for (;;) {
    const link = await cancellation.sealedPayerLink();
    if (link !== null && link.sealed !== old.sealed) return link;
    const left = end - performance.now();
    if (left <= 0 || cancellation.closed) return null;
    await cancellation.changed({ waitMs: left });
  }
}

/** False where the run no longer waits for a payer. */
async function asked(cancellation: Cancellation): Promise<boolean> {
  try {
    await cancellation.freshPayerLink({ actor: 'payer' });
    return true;
  } catch (error) {
    const over = error instanceof CancellationError && TOO_LATE.includes(error.code);
    if (over) return false;
    throw error;
  }
}

const TOO_LATE: readonly string[] = ['cancellation_closed', 'no_payer_awaited'];
