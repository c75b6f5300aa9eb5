import type { PaymentIdPort, PaymentIdVerdict } from '../../contracts/provider.js';
import { trustedBases } from './settings.js';

const ORDER_PATH = /^\/psp\/paymentorders\/[A-Za-z0-9_-]{1,64}$/;

const EXPECTED = 'the path of a payment order such as /psp/paymentorders/09ccd29a-7c4f-4752-9396-12100cbfecce';

/** Payment ids of Swedbank Pay: `/psp/paymentorders/{id}` (design section 2). Ids are opaque, case included. */
export const paymentIdPort: PaymentIdPort = {
  expected: EXPECTED,
  // The nil UUID.
  nobodys: '/psp/paymentorders/00000000-0000-0000-0000-000000000000',
  canonical,
  origins: trustedBases,
};

function canonical(given: string | number, allowedBases: readonly string[]): PaymentIdVerdict {
  if (typeof given === 'number') return refused('a payment order is named by its path, not by a number');
  if (ORDER_PATH.test(given)) return { ok: true, paymentId: given };
  if (/^https?:\/\//i.test(given)) return fromUrl(given, allowedBases);
  if (/[?#]/.test(given)) return refused('the payment id has a query or fragment; leave it out');
  if (given.endsWith('/')) return refused('the payment id ends with a slash; leave it out');
  return refused('the payment id is not the path of a payment order');
}

function fromUrl(given: string, allowedBases: readonly string[]): PaymentIdVerdict {
  if (!URL.canParse(given)) return refused('the payment id is not a readable URL');
  const url = new URL(given);
  if (url.username !== '' || url.password !== '') return refused('the URL carries a login; leave it out');
  if (/[?#]/.test(given)) return refused('the URL has a query or fragment; leave it out');
  const bases = allowedBases.map((base) => new URL(base)).filter((base) => base.origin === url.origin);
  if (bases.length === 0) return refused('the URL is not on an origin this account allows; send the path alone');
  const paymentId = bases.map((base) => pathUnder(base, url)).find((path) => ORDER_PATH.test(path));
  if (paymentId === undefined) return refused('the URL is not that of a payment order');
  return { ok: true, paymentId };
}

/** A base URL may itself have a path, as behind a proxy; the payment order's path starts after it. */
function pathUnder(base: URL, url: URL): string {
  const prefix = base.pathname.replace(/\/$/, '');
  return url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : url.pathname;
}

function refused(problem: string): PaymentIdVerdict {
  return { ok: false, problem: `${problem}; expected ${EXPECTED}` };
}

/**
 * The payment order a callback names, canonical, or null. The host is not looked at: a callback is a hint
 * to read the order of that path at our own base URL, and nothing of it is followed.
 */
export function paymentIdInCallback(id: string): string | null {
  const path = URL.canParse(id) ? new URL(id).pathname : id;
  return /\/psp\/paymentorders\/[A-Za-z0-9_-]{1,64}$/.exec(path)?.[0] ?? null;
}
