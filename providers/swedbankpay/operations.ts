import type { WireOperation } from './wire.js';

/**
 * Operations by exact `rel`: only names and bodies may be known beforehand, addresses come with the order.
 * A prefix or substring would match others (`abort-paymentattempt`, `aborted-payment`).
 */
export type OperationKind = 'cancel' | 'abort' | 'capture' | 'reversal';
export type OperationLevel = 'order' | 'instrument';

interface Rels {
  readonly order: readonly string[];
  readonly instrument: readonly string[];
}

const RELS: Readonly<Record<OperationKind, Rels>> = {
  cancel: {
    order: ['cancel', 'create-paymentorder-cancel', 'create-paymentorder-cancellation'],
    instrument: ['create-cancellation', 'create-cancel'],
  },
  abort: { order: ['abort', 'update-paymentorder-abort'], instrument: ['update-payment-abort'] },
  capture: { order: ['capture', 'create-paymentorder-capture'], instrument: ['create-capture'] },
  reversal: { order: ['reversal', 'create-paymentorder-reversal'], instrument: ['create-reversal'] },
};

const METHODS = { cancel: 'POST', abort: 'PATCH' } as const;

/** Where a needed operation may be called. */
export interface OperationTarget {
  readonly method: 'POST' | 'PATCH';
  readonly href: string;
  readonly level: OperationLevel;
}

export type Offer =
  | { readonly kind: 'notOffered' }
  | { readonly kind: 'offered'; readonly target: OperationTarget }
  /** Offered with an address or method we do not follow: nothing is sent there, least of all the token. */
  | { readonly kind: 'notFollowable' };

/** What an `href` is held against (design section 4). */
export interface Trust {
  readonly baseUrl: string;
  readonly allowedOrigins: readonly string[];
  /** The order's own path. */
  readonly paymentId: string;
}

/** True where the operation is offered on either level, wherever it points. */
export function isOffered(operations: readonly WireOperation[], kind: OperationKind): boolean {
  const rels = RELS[kind];
  return operations.some(({ rel }) => rels.order.includes(rel) || rels.instrument.includes(rel));
}

/** How a needed operation is offered: on the order's level before the instrument's. */
export function offerOf(operations: readonly WireOperation[], kind: 'cancel' | 'abort', trust: Trust): Offer {
  const level = RELS[kind].order.some((rel) => operations.some((operation) => operation.rel === rel)) ? 'order' : 'instrument';
  const offered = operations.filter(({ rel }) => RELS[kind][level].includes(rel));
  const [first] = offered;
  if (first === undefined) return { kind: 'notOffered' };
  // One bad address among several of the same name: which one is meant cannot be known.
  if (!offered.every((operation) => isFollowable(operation, kind, trust))) return { kind: 'notFollowable' };
  return { kind: 'offered', target: { method: METHODS[kind], href: first.href ?? '', level } };
}

function isFollowable({ href, method }: WireOperation, kind: 'cancel' | 'abort', trust: Trust): boolean {
  if (typeof href !== 'string' || typeof method !== 'string') return false;
  return method.toUpperCase() === METHODS[kind] && isOfThisOrder(href, trust);
}

/**
 * True for an address of this very order on an allowed origin: https (http only where the base URL is),
 * no login, no fragment, no encoded or relative path parts. A query may stand: it belongs to the address.
 */
export function isOfThisOrder(href: string, { baseUrl, allowedOrigins, paymentId }: Trust): boolean {
  if (!/^https?:\/\/[^/?#\\@\s]+\/[\x21-\x7e]*$/.test(href) || /[\\#]/.test(href) || !URL.canParse(href)) return false;
  const url = new URL(href);
  const base = new URL(baseUrl);
  if (url.username !== '' || url.password !== '' || !allowedOrigins.includes(url.origin)) return false;
  if (url.protocol !== 'https:' && url.protocol !== base.protocol) return false;
  const writtenPath = href.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/, '');
  // Anything that a URL reader or a proxy might resolve to another path is not followed.
  if (writtenPath !== url.pathname || !/^(\/[A-Za-z0-9_-]+)+$/.test(writtenPath)) return false;
  const ownPaths = [paymentId, `${base.pathname.replace(/\/$/, '')}${paymentId}`];
  return ownPaths.some((own) => writtenPath === own || writtenPath.startsWith(`${own}/`));
}
