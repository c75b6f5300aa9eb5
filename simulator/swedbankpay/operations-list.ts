import { INSTRUMENTS } from './instruments.js';
import type { Merchant } from './merchants.js';
import { isLocked, isPending, pathOf, type PaymentOrder, remainingOf } from './payment-order.js';
import type { Version } from './version.js';

/** What can be done with an order now, by the names of version 3. */
export type OperationName = 'cancel' | 'abort' | 'abort-paymentattempt' | 'capture' | 'reversal' | 'update-order' | 'redirect-checkout' | 'view-checkout';

export interface Operation {
  readonly method: string;
  readonly href: string;
  readonly rel: string;
  readonly contentType?: string;
}

const VIEW: readonly OperationName[] = ['redirect-checkout', 'view-checkout'];

/**
 * The operations an order allows in its state, apart from knobs (facts 4.1). They come and go: none while
 * a transaction is under way, no abort while the payer is in an app, nothing without the right for it.
 */
export function allowedOperations(order: PaymentOrder, merchant: Merchant): readonly OperationName[] {
  const allowed = byState(order);
  return allowed.filter((name) => {
    const needed = name === 'abort-paymentattempt' ? 'abort' : name;
    const isRight = needed === 'cancel' || needed === 'abort' || needed === 'capture' || needed === 'reversal';
    return !isRight || merchant.permissions.includes(needed);
  });
}

function byState(order: PaymentOrder): readonly OperationName[] {
  if (isPending(order) || isLocked(order)) return [];
  const remaining = remainingOf(order);
  switch (order.status) {
    case 'Initialized':
      return order.payerInApp ? VIEW : ['abort', 'abort-paymentattempt', 'update-order', ...VIEW];
    case 'Paid':
      return [
        ...(remaining.cancellation > 0 ? (['cancel', 'capture'] as const) : []),
        ...(remaining.reversal > 0 ? (['reversal'] as const) : VIEW),
      ];
    case 'Aborted':
      return VIEW;
    case 'Failed':
    case 'Reversed':
    case 'Cancelled':
      return [];
  }
}

interface Wire {
  readonly method: string;
  /** `payer`: on the host of the payer's pages. */
  readonly at: 'order' | 'cancellations' | 'captures' | 'reversals' | 'payer';
  readonly version3: string;
  readonly version2: string;
  readonly instrument: string | null;
}

const WIRES: Readonly<Record<OperationName, Wire>> = {
  cancel: { method: 'POST', at: 'cancellations', version3: 'cancel', version2: 'create-paymentorder-cancel', instrument: 'create-cancellation' },
  abort: { method: 'PATCH', at: 'order', version3: 'abort', version2: 'update-paymentorder-abort', instrument: 'update-payment-abort' },
  'abort-paymentattempt': { method: 'PATCH', at: 'order', version3: 'abort-paymentattempt', version2: '', instrument: null },
  capture: { method: 'POST', at: 'captures', version3: 'capture', version2: 'create-paymentorder-capture', instrument: 'create-capture' },
  reversal: { method: 'POST', at: 'reversals', version3: 'reversal', version2: 'create-paymentorder-reversal', instrument: 'create-reversal' },
  'update-order': { method: 'PATCH', at: 'order', version3: 'update-order', version2: 'update-paymentorder-updateorder', instrument: null },
  'redirect-checkout': { method: 'GET', at: 'payer', version3: 'redirect-checkout', version2: 'redirect-paymentorder', instrument: null },
  'view-checkout': { method: 'GET', at: 'payer', version3: 'view-checkout', version2: 'view-paymentorder', instrument: null },
};

export interface ListFor {
  readonly order: PaymentOrder;
  readonly merchant: Merchant;
  readonly version: Version;
  /** Where this API is reached, without a trailing slash. */
  readonly base: string;
}

/** `operations[]` as it stands in an answer, knobs and all. */
export function operationsList(list: ListFor): readonly Operation[] {
  const { order, version } = list;
  const names = shown(order, allowedOperations(order, list.merchant));
  const operations = [
    ...(order.knobs.instrumentOperations === 'instead' ? [] : names.flatMap((name) => orderLevel(list, name))),
    ...(order.knobs.instrumentOperations === 'none' ? [] : names.flatMap((name) => instrumentLevel(list, name))),
    ...(version === '2.0' ? readOuts(list) : []),
    ...(order.knobs.extraFields ? [{ method: 'GET', href: `${list.base}/news`, rel: 'brand-new-operation' }] : []),
  ];
  return order.knobs.operationsReversed ? operations.reverse() : operations;
}

function shown(order: PaymentOrder, allowed: readonly OperationName[]): readonly OperationName[] {
  const { hiddenOperations, contradiction } = order.knobs;
  const isHiding = hiddenOperations !== 'none' && order.hiddenReadsLeft !== 0;
  const left = isHiding ? allowed.filter((name) => hiddenOperations !== 'all' && name !== hiddenOperations) : allowed;
  switch (contradiction) {
    case 'none':
      return left;
    case 'captureOnInitialized':
      return order.status === 'Initialized' ? [...left, 'capture', 'reversal'] : left;
    case 'cancelOnCancelled':
      return order.status === 'Cancelled' ? [...left, 'cancel'] : left;
    case 'abortOnPaid':
      return order.status === 'Paid' ? ['abort'] : left;
  }
}

function orderLevel(list: ListFor, name: OperationName): readonly Operation[] {
  const wire = WIRES[name];
  const rel = list.version === '2.0' ? wire.version2 : wire.version3;
  if (rel === '') return [];
  return [operation(list, { method: wire.method, rel, href: hrefOf(list, wire.at) })];
}

function instrumentLevel(list: ListFor, name: OperationName): readonly Operation[] {
  const { method, at, instrument } = WIRES[name];
  if (instrument === null) return [];
  const path = `${list.base}/psp/${INSTRUMENTS[list.order.instrument].path}/payments/${list.order.paymentId}`;
  return [operation(list, { method, rel: instrument, href: at === 'order' ? path : `${path}/${at}` })];
}

function readOuts(list: ListFor): readonly Operation[] {
  const { status } = list.order;
  const isSettled = status === 'Paid' || status === 'Cancelled' || status === 'Reversed';
  const name = isSettled ? 'paid' : status === 'Failed' ? 'failed' : status === 'Aborted' ? 'aborted' : null;
  if (name === null) return [];
  return [operation(list, { method: 'GET', rel: `${name}-paymentorder`, href: `${list.base}${pathOf(list.order)}/${name}` })];
}

function operation({ order }: ListFor, given: Operation): Operation {
  return order.knobs.contentType === 'present' ? { ...given, contentType: 'application/json' } : given;
}

function hrefOf({ order, base }: ListFor, at: Wire['at']): string {
  if (at === 'payer') return `${base}/ecom/checkout/${order.hrefKey}`;
  const { knobs } = order;
  const key = knobs.href === 'unguessable' ? `/${order.hrefKey}` : '';
  const end = at === 'order' ? key : `${key}/${at}`;
  return formed(knobs.hrefForm, {
    origin: knobs.hrefOrigin?.replace(/\/+$/, '') ?? base,
    path: pathOf(order),
    end,
  });
}

function formed(
  form: PaymentOrder['knobs']['hrefForm'],
  { origin, path, end }: { readonly origin: string; readonly path: string; readonly end: string },
): string {
  switch (form) {
    case 'plain':
      return `${origin}${path}${end}`;
    case 'query':
      return `${origin}${path}${end}?source=operations`;
    case 'userinfo':
      return `${origin.replace('://', '://user:pass@')}${path}${end}`;
    case 'otherOrder':
      return `${origin}${path}0${end}`;
    case 'dotSegments':
      return `${origin}${path}/../another${end}`;
    case 'relative':
      return `${path}${end}`;
  }
}
