import { createHash } from 'node:crypto';

/**
 * Which payer's link was opened last, per cancellation. A payer's return that comes although the current link was
 * never opened is a replay of an older one, and must not use up a round (design section 3, "Replays").
 *
 * Kept without writing anything durable: in memory, and in a cookie of the browser that opened the link. Both may be
 * lost; then a return causes a read and leads to the current link, nothing worse.
 */
export class OpenedLinks {
  readonly #rounds = new Map<string, number>();

  /** The payer was sent to the bank with link number `round`. */
  remember(cancellationId: string, round: number): void {
    this.#rounds.delete(cancellationId);
    this.#rounds.set(cancellationId, round);
    if (this.#rounds.size > MOST_REMEMBERED) this.#forgetOldest();
  }

  /** Whether link number `round` was opened, as far as this process or the browser knows. */
  wasOpened(cancellationId: string, round: number, cookieHeader: string | undefined): boolean {
    return (this.#rounds.get(cancellationId) ?? 0) >= round || roundInCookie(cancellationId, cookieHeader) >= round;
  }

  #forgetOldest(): void {
    const [oldest] = this.#rounds.keys();
    if (oldest !== undefined) this.#rounds.delete(oldest);
  }
}

const MOST_REMEMBERED = 10_000;
/** As long as a state token outlives its payer's deadline, and that deadline. */
const COOKIE_SECONDS = 38 * 86_400;

/** `Set-Cookie` for the browser that opens a link; it comes back with the payer's return only. */
export function openedCookie(cancellationId: string, round: number, publicUrl: string): string {
  const { protocol, pathname } = new URL(publicUrl);
  const path = `${pathname.replace(/\/$/, '')}/callbacks`;
  const secure = protocol === 'https:' ? '; Secure' : '';
  return `${cookieName(cancellationId)}=${round}; Path=${path}; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
}

function roundInCookie(cancellationId: string, header: string | undefined): number {
  const name = cookieName(cancellationId);
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return /^\d{1,3}$/.test(value ?? '') ? Number(value) : 0;
}

/** One cookie per cancellation; its name tells nobody which. */
function cookieName(cancellationId: string): string {
  return `cm_${createHash('sha256').update(cancellationId).digest('hex').slice(0, 16)}`;
}
