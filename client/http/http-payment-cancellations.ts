import type { CancellationCheck } from '../../contracts/check.js';
import type { CancellationRequestBody } from '../../contracts/request.js';
import { CancellationError } from '../errors.js';
import type { CancellationLibrary } from '../library.js';
import type { ListFilter } from '../list.js';
import type { CancellationPage, CheckOptions, StartOptions } from '../payment-cancellations.js';
import { requireTerms } from '../request-terms.js';
import { Exchange } from './exchange.js';
import type { HttpOptions } from './exchange.js';
import { HttpCancellation, LONGEST_POLL_MS, pathOf } from './http-cancellation.js';
import { readCheck, readPage, readResource } from './read-answer.js';

/** Within which the API answers a dry run. */
const CHECK_WITHIN_MS = 30_000;

/**
 * Cancels payments durably, over Countermand's HTTP API: the same calls and errors as `PaymentCancellations` over
 * Temporal, and no dependency. Throws `CancellationError` only.
 *
 * Over HTTP the actor of a command is the name of the token, and a list takes one payment id and one account.
 */
export class HttpPaymentCancellations implements CancellationLibrary {
  readonly #exchange: Exchange;

  constructor(options: HttpOptions) {
    this.#exchange = new Exchange(options);
  }

  async start(request: CancellationRequestBody, options: StartOptions = {}): Promise<HttpCancellation> {
    const { idempotencyKey, requestId, waitMs = 0, signal } = options;
    requireTerms(request, idempotencyKey);
    const polled = Math.min(waitMs, LONGEST_POLL_MS);
    const end = Date.now() + waitMs;
    const answer = await this.#exchange.send({
      method: 'POST',
      path: '/v1/cancellations',
      body: request,
      headers: {
        prefer: `wait=${Math.ceil(polled / 1_000)}`,
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': quoted(idempotencyKey) }),
      },
      requestId,
      waitMs: polled,
      signal,
    });
    const resource = readResource(answer.body);
    const cancellation = new HttpCancellation(this.#exchange, { resource, entityTag: null }, resource.created);
    const left = end - Date.now();
    if (left > 0) await cancellation.firstStep({ waitMs: left, signal });
    return cancellation;
  }

  async get(id: string): Promise<HttpCancellation> {
    const { body, entityTag } = await this.#exchange.send({ method: 'GET', path: pathOf(id) });
    return new HttpCancellation(this.#exchange, { resource: readResource(body), entityTag }, false);
  }

  async list(filter: ListFilter = {}): Promise<CancellationPage> {
    const { orderRef, status, provider, cursor, limit } = filter;
    const given = {
      paymentId: onlyOne('paymentIds', filter.paymentIds),
      account: onlyOne('accounts', filter.accounts),
      orderRef,
      status,
      provider,
      cursor,
      limit: limit?.toString(),
    };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
    return readPage((await this.#exchange.send({ method: 'GET', path: `/v1/cancellations?${query.toString()}` })).body);
  }

  async check(request: CancellationRequestBody, { requestId, waitMs = CHECK_WITHIN_MS, signal }: CheckOptions = {}): Promise<CancellationCheck> {
    requireTerms(request);
    const call = { method: 'POST', path: '/v1/cancellation-checks', body: request } as const;
    const answer = await this.#exchange.send({ ...call, requestId, waitMs, signal });
    return readCheck(answer.body);
  }
}

function onlyOne(name: string, values: readonly string[] | undefined): string | undefined {
  if (values === undefined || values.length === 1) return values?.[0];
  throw new CancellationError('invalid_request', `Over HTTP a list takes one of ${name}.`, {
    problems: [{ pointer: `/${name}`, detail: 'give exactly one' }],
  });
}

/** RFC 8941, so that a key with spaces at its ends arrives as it is. */
function quoted(key: string): string {
  return `"${key.replace(/["\\]/g, '\\$&')}"`;
}
