import type { RunningSimulator } from '../../simulator/server.js';
import { type Reply, send } from './support.js';

export const TOKEN = 'simulator-access-token';

export type Json = Readonly<Record<string, unknown>>;

export interface PlacedOrder {
  /** Last segment of its path. */
  readonly id: string;
  /** Path of the payment order. */
  readonly path: string;
  readonly url: string;
}

/** A client of the simulated Swedbank Pay that knows only what the documents say. */
export interface Merchant {
  place(plan?: object): Promise<PlacedOrder>;
  read(order: PlacedOrder, options?: { readonly version?: string | null; readonly expand?: string; readonly token?: string }): Promise<Reply>;
  /** Follows the operation of this rel, as listed by a read of the same version. */
  operate(order: PlacedOrder, rel: string, options?: { readonly version?: string | null; readonly body?: unknown; readonly token?: string }): Promise<Reply>;
  act(order: PlacedOrder, action: string, more?: object): Promise<Json>;
  view(order: PlacedOrder): Promise<Json>;
  effectiveCancellations(order: PlacedOrder): Promise<number>;
}

export function merchantOf(simulator: RunningSimulator): Merchant {
  const admin = `${simulator.url}/admin/swedbankpay`;
  const call = async (method: string, url: string, { version = '3.1', body, token = TOKEN }: { version?: string | null; body?: unknown; token?: string }): Promise<Reply> => {
    const type = version === null ? 'application/json' : `application/json;version=${version}`;
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: type, 'content-type': type },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: asJson(text) };
  };
  const read: Merchant['read'] = (order, { expand, ...options } = {}) =>
    call('GET', `${order.url}${expand === undefined ? '' : `?$expand=${expand}`}`, options);
  return {
    read,
    async place(plan = {}) {
      const reply = await send('POST', `${admin}/orders`, { body: plan });
      if (reply.status !== 201) throw new Error(reply.text);
      const path = String(reply.json['paymentOrderId']);
      return { id: String(reply.json['id']), path, url: `${simulator.url}/swedbankpay${path}` };
    },
    async operate(order, rel, options = {}) {
      const { json } = await read(order, options.version === undefined ? {} : { version: options.version });
      const operation = operationsOf(json).find((candidate) => candidate.rel === rel);
      if (operation === undefined) throw new Error(`${rel} is not offered: ${JSON.stringify(json['operations'])}`);
      return call(operation.method, operation.href, { body: defaultBody(rel), ...options });
    },
    act: async (order, action, more = {}) => (await send('POST', `${admin}/orders/${order.id}/act`, { body: { action, ...more } })).json,
    view: async (order) => (await send('GET', `${admin}/orders/${order.id}`)).json,
    async effectiveCancellations(order) {
      const { json } = await send('GET', `${simulator.url}/admin/ledger/summary?payment=${encodeURIComponent(order.path)}`);
      const counts = json['effectiveCancellations'];
      return isJson(counts) ? Number(counts[order.path] ?? 0) : 0;
    },
  };
}

let references = 0;

/** A request body as documented, with a reference of its own. */
export function cancelRequest(payeeReference = `Ref${(references += 1)}`): object {
  return { transaction: { description: 'Test Cancellation', payeeReference } };
}

export const ABORT_REQUEST = { paymentorder: { operation: 'Abort', abortReason: 'CancelledByCustomer' } };

function defaultBody(rel: string): object {
  return rel.includes('abort') ? ABORT_REQUEST : cancelRequest();
}

export interface ListedOperation {
  readonly rel: string;
  readonly method: string;
  readonly href: string;
}

/** `operations[]` of an answer. */
export function operationsOf(json: Json): readonly ListedOperation[] {
  const listed: unknown = json['operations'];
  if (!Array.isArray(listed)) return [];
  return listed.map((one: unknown) => {
    const { rel, method, href } = isJson(one) ? one : {};
    return { rel: String(rel), method: String(method), href: String(href) };
  });
}

export function relsOf(json: Json): readonly string[] {
  return operationsOf(json).map(({ rel }) => rel);
}

/** `paymentOrder` of an answer. */
export function orderOf(json: Json): Json {
  const order = json['paymentOrder'];
  return isJson(order) ? order : {};
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asJson(text: string): Json {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJson(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
