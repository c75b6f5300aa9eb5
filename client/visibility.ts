import { createHash } from 'node:crypto';
import type { CancellationRef } from '../contracts/cancellation-id.js';
import { CANCEL_WORKFLOW } from '../contracts/names.js';
import type { PaymentRef } from '../contracts/payment.js';
import { MerchantAccount, PaymentId, PaymentProvider } from '../contracts/search-attributes.js';
import { CancellationError } from './errors.js';
import { attributeValue } from './history-event.js';
import type { Runs } from './runs.js';

const CHECKSUM_BYTES = 8;
/** No value of ours has one, and some stores cannot even be asked for them. */
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;

export interface PageRequest {
  /** Made with `equals` and `oneOf`: values that come from outside must not end a literal. */
  readonly query: string;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** A run as visibility lists it. */
export interface VisibleRun extends CancellationRef {
  /** Null for a run that names no payment. */
  readonly payment: PaymentRef | null;
}

/**
 * One page of what visibility finds: eventually consistent, the open runs first, then the latest closed.
 *
 * @throws {CancellationError} `invalid_cursor`, `temporal_unavailable`
 */
export async function visiblePage(
  runs: Runs,
  { query, limit, cursor }: PageRequest,
): Promise<{ readonly found: readonly VisibleRun[]; readonly nextCursor: string | null }> {
  if (CONTROL_CHARACTERS.test(query)) return { found: [], nextCursor: null };
  const { client } = runs;
  const nextPageToken = cursor === undefined ? new Uint8Array() : readCursor(cursor, query);
  const page = await runs.call(() =>
    client.workflowService.listWorkflowExecutions({ namespace: client.options.namespace, query, pageSize: limit, nextPageToken }),
  );
  const token = page.nextPageToken ?? new Uint8Array();
  return {
    found: (page.executions ?? []).flatMap(({ execution, searchAttributes }) =>
      typeof execution?.workflowId === 'string' && typeof execution.runId === 'string'
        ? [{ workflowId: execution.workflowId, firstRunId: execution.runId, payment: paymentIn(searchAttributes?.indexedFields ?? {}) }]
        : [],
    ),
    nextCursor: token.length === 0 ? null : issueCursor(token, query),
  };
}

function paymentIn(fields: Readonly<Record<string, Parameters<typeof attributeValue>[0]>>): PaymentRef | null {
  const [provider, account, paymentId] = [PaymentProvider, MerchantAccount, PaymentId].map(({ name }) => attributeValue(fields[name]));
  return typeof provider === 'string' && typeof account === 'string' && typeof paymentId === 'string'
    ? { provider, account, paymentId }
    : null;
}

/** Conditions for the runs of these merchants at this provider, each request's last run only; what is left out means all. */
export function runsOf({ provider, accounts }: {
  readonly provider?: string | undefined;
  readonly accounts?: readonly string[] | undefined;
}): string[] {
  return [
    equals('WorkflowType', CANCEL_WORKFLOW),
    `ExecutionStatus != 'ContinuedAsNew'`,
    ...(provider === undefined ? [] : [equals(PaymentProvider.name, provider)]),
    ...(accounts === undefined ? [] : [oneOf(MerchantAccount.name, accounts)]),
  ];
}

/** A condition of the query language. */
export function equals(name: string, value: string): string {
  return `${name} = ${quoted(value)}`;
}

/** A condition of the query language. */
export function oneOf(name: string, values: readonly string[]): string {
  return `${name} IN (${values.map(quoted).join(', ')})`;
}

/** A string literal of the visibility query language: nothing in a value can end it. */
export function quoted(value: string): string {
  return `'${value.replace(/['\\]/g, '\\$&')}'`;
}

/**
 * The server's page token behind a checksum over it and its query: the server takes a damaged token for a fault of its
 * own, and one of another list for a place in this one.
 */
function issueCursor(token: Uint8Array, query: string): string {
  return Buffer.concat([checksum(token, query), token]).toString('base64url');
}

function readCursor(cursor: string, query: string): Uint8Array {
  const bytes = Buffer.from(cursor, 'base64url');
  const token = bytes.subarray(CHECKSUM_BYTES);
  if (token.length > 0 && checksum(token, query).equals(bytes.subarray(0, CHECKSUM_BYTES))) return token;
  throw new CancellationError('invalid_cursor', 'This cursor is not one of this list: begin again without it.');
}

function checksum(token: Uint8Array, query: string): Buffer {
  return createHash('sha256').update(query).update('\n').update(token).digest().subarray(0, CHECKSUM_BYTES);
}
