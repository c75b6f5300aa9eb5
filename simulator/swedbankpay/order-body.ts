import { type Answer, jsonAnswer } from '../core/answer.js';
import { type ListFor, operationsList } from './operations-list.js';
import { isPending, pathOf, type PaymentOrder, remainingOf, type Transaction } from './payment-order.js';
import { type Json, LINKS_2, LINKS_3, paymentPath, resourceOf, transactionBody } from './resources.js';
import { versionHeaders } from './version.js';

/** The whole order with its operations, as a read or a 3.1 request is answered. */
export function orderAnswer(list: ListFor, { expand, status = 200 }: { readonly expand: readonly string[]; readonly status?: number }): Answer {
  const { order, version } = list;
  const links = version === '2.0' ? LINKS_2 : LINKS_3;
  const linked = Object.fromEntries(links.map((name) => [name, linkOf(order, name, expand)]));
  const paymentOrder = { ...(version === '2.0' ? fields2(order) : fields3(order)), ...linked };
  const body = { paymentOrder, operations: operationsList(list) };
  return jsonAnswer(status, toText(order, body), versionHeaders(version));
}

/** The transaction, as 2.0 and 3.0 answer a cancel, capture or reversal request. */
export function transactionAnswer(list: ListFor, transaction: Transaction, status: number): Answer {
  const { order, version } = list;
  const name = transaction.type.toLowerCase();
  const path = paymentPath(order);
  const body = {
    payment: path,
    [name]: { id: `${path}/${name}s/${transaction.id}`, transaction: transactionBody(order, transaction) },
  };
  const location = status === 201 ? { location: `http://api.internaltest.payex.com${path}/${name}s/${transaction.id}` } : {};
  return jsonAnswer(status, toText(order, body), { ...versionHeaders(version), ...location });
}

/** One sub-resource by itself. */
export function resourceAnswer({ order, version }: ListFor, name: string, resource: Json): Answer {
  const written = [...LINKS_3, ...LINKS_2].find((link) => link.toLowerCase() === name) ?? name;
  const body = name === 'currentpayment' ? { paymentorder: pathOf(order), ...resource } : { paymentOrder: pathOf(order), [written]: resource };
  return jsonAnswer(200, toText(order, body), versionHeaders(version));
}

/** Names of a `$expand` parameter, in lower case. */
export function expansionsIn(query: URLSearchParams): readonly string[] {
  return (query.get('$expand') ?? '').toLowerCase().split(',').filter((name) => name !== '');
}

function linkOf(order: PaymentOrder, name: string, expand: readonly string[]): Json {
  const lower = name.toLowerCase();
  const isExpanded = expand.includes(lower) && !order.knobs.expansionsIgnored;
  return (isExpanded ? resourceOf(order, lower) : null) ?? { id: `${pathOf(order)}/${lower}` };
}

function fields3(order: PaymentOrder): Json {
  const { created, updated, operation, status, knobs } = order;
  return {
    id: pathOf(order),
    created,
    updated,
    operation,
    status,
    ...money(order),
    initiatingSystemUserAgent: 'simulator',
    language: 'sv-SE',
    availableInstruments: ['CreditCard', 'Invoice-PayExFinancingSe', 'Swish'],
    implementation: 'PaymentsOnly',
    integration: 'Redirect',
    instrumentMode: false,
    guestMode: true,
    ...(knobs.extraFields ? { brandNewField: { nested: [1, 2, 3] } } : {}),
  };
}

/** `state` is for display: it stays `Ready` through authorisation, capture and cancellation. */
function fields2(order: PaymentOrder): Json {
  const { created, updated, operation, abortReason } = order;
  return {
    id: pathOf(order),
    created,
    updated,
    operation,
    state: state2(order),
    ...(abortReason === null ? {} : { stateReason: abortReason }),
    ...money(order),
    initiatingSystemUserAgent: 'simulator',
    language: 'sv-SE',
  };
}

function state2(order: PaymentOrder): string {
  if (isPending(order)) return 'Pending';
  switch (order.status) {
    case 'Failed':
      return 'Failed';
    case 'Aborted':
      return order.knobs.abortedState;
    case 'Initialized':
    case 'Paid':
    case 'Reversed':
    case 'Cancelled':
      return 'Ready';
  }
}

function money(order: PaymentOrder): Json {
  const { capture, cancellation, reversal } = remainingOf(order);
  const remaining = { remainingCaptureAmount: capture, remainingCancellationAmount: cancellation, remainingReversalAmount: reversal };
  const isStated = (amount: number): boolean => amount > 0 || order.knobs.remainingZero === 'zero';
  return {
    currency: order.currency,
    amount: order.amount,
    vatAmount: order.vatAmount,
    ...Object.fromEntries(Object.entries(remaining).filter(([, amount]) => isStated(amount))),
    description: order.description,
  };
}

function toText({ knobs }: PaymentOrder, body: Json): string {
  switch (knobs.casing) {
    case 'documented':
      return JSON.stringify(body);
    case 'lower':
      return JSON.stringify(withKeys(body, (key) => key.toLowerCase()));
    case 'pascal':
      return JSON.stringify(withKeys(body, (key) => `${key.charAt(0).toUpperCase()}${key.slice(1)}`));
  }
}

function withKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withKeys(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [rename(key), withKeys(item, rename)]));
}
