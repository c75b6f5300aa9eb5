import type { CancellationCheck } from '../../contracts/check.js';
import type { CancellationResource } from '../../contracts/resource.js';
import { CancellationError } from '../errors.js';
import type { CancellationPage } from '../payment-cancellations.js';
import type { UnreadableRun } from '../unreadable-run.js';

/** The seam where JSON becomes typed: what tells the shapes apart is looked at, the rest is the API's promise. */

/** @throws {CancellationError} `api_unavailable` for an answer that is not the API's */
export function readResource(body: unknown): CancellationResource {
  if (isResource(body)) return body;
  throw unreadable();
}

/** @throws as `readResource` */
export function readPage(body: unknown): CancellationPage {
  if (isObject(body) && 'items' in body && Array.isArray(body.items) && body.items.every(isResource) && 'nextCursor' in body) {
    const { items, nextCursor } = body;
    const unreadable = 'unreadable' in body && Array.isArray(body.unreadable) ? body.unreadable.filter(isUnreadableRun) : [];
    return { items, nextCursor: typeof nextCursor === 'string' ? nextCursor : null, ...(unreadable.length === 0 ? {} : { unreadable }) };
  }
  throw unreadable();
}

/** @throws as `readResource` */
export function readCheck(body: unknown): CancellationCheck {
  if (isCheck(body)) return body;
  throw unreadable();
}

function isResource(body: unknown): body is CancellationResource {
  return isObject(body) && 'id' in body && 'status' in body && 'rounds' in body && 'outcome' in body && 'problem' in body;
}

function isUnreadableRun(body: unknown): body is UnreadableRun {
  return isObject(body) && 'workflowId' in body && 'runId' in body && 'keyId' in body;
}

function isCheck(body: unknown): body is CancellationCheck {
  return isObject(body) && 'cancellable' in body && 'payerValidation' in body;
}

function isObject(body: unknown): body is object {
  return typeof body === 'object' && body !== null;
}

function unreadable(): CancellationError {
  return new CancellationError('api_unavailable', 'What answered is not the API: check baseUrl, and what stands in between.');
}
