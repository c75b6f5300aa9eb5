import { createHash } from 'node:crypto';
import { CANCEL_WORKFLOW } from '../contracts/names.js';
import type { CancellationStatus } from '../contracts/run.js';
import {
  CancellationStatusKey,
  MerchantAccount,
  OrderRef,
  PaymentId,
  PaymentProvider,
} from '../contracts/search-attributes.js';
import { CancellationError } from './errors.js';
import type { RunSnapshot } from './run-snapshot.js';
import type { Runs } from './runs.js';

export interface ListFilter {
  /** Canonical ids; more than one where the provider was not named. */
  readonly paymentIds?: readonly string[] | undefined;
  readonly orderRef?: string | undefined;
  readonly status?: CancellationStatus | undefined;
  readonly provider?: string | undefined;
  /** Only these accounts; left out means all of them. */
  readonly accounts?: readonly string[] | undefined;
  readonly cursor?: string | undefined;
  /** 1 to 100, default 20. */
  readonly limit?: number | undefined;
}

export interface ListedRuns {
  readonly runs: readonly RunSnapshot[];
  readonly nextCursor: string | null;
}

const STANDARD_LIMIT = 20;
const CHECKSUM_BYTES = 8;
/** No value of ours has one, and some stores cannot even be asked for them. */
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;
/** Runs that ended without an outcome: whatever they published last, a person must look. */
const BROKEN = `ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut', 'Canceled')`;

/**
 * One page of cancellations from visibility: eventually consistent, the open ones first, then the latest closed.
 *
 * @throws {CancellationError} `invalid_cursor`, `temporal_unavailable`
 */
export async function listRuns(runs: Runs, filter: ListFilter): Promise<ListedRuns> {
  const { client } = runs;
  const query = visibilityQuery(filter);
  if (CONTROL_CHARACTERS.test(query)) return { runs: [], nextCursor: null };
  const nextPageToken = filter.cursor === undefined ? new Uint8Array() : readCursor(filter.cursor, query);
  const page = await runs.call(() =>
    client.workflowService.listWorkflowExecutions({
      namespace: client.options.namespace,
      query,
      pageSize: filter.limit ?? STANDARD_LIMIT,
      nextPageToken,
    }),
  );
  const found = (page.executions ?? []).flatMap(({ execution }) =>
    typeof execution?.workflowId === 'string' && typeof execution.runId === 'string'
      ? [{ workflowId: execution.workflowId, firstRunId: execution.runId }]
      : [],
  );
  const snapshots = await Promise.all(found.map((ref) => runs.current(ref)));
  const token = page.nextPageToken ?? new Uint8Array();
  return {
    runs: withoutTwins(snapshots.filter((run) => run !== null)),
    nextCursor: token.length === 0 ? null : issueCursor(token, query),
  };
}

/** A reset run and the one in its place are the same request. */
function withoutTwins(runs: readonly RunSnapshot[]): RunSnapshot[] {
  return [...new Map(runs.map((run) => [`${run.workflowId} ${run.firstRunId}`, run])).values()];
}

function visibilityQuery(filter: ListFilter): string {
  const { paymentIds, orderRef, provider, accounts, status } = filter;
  const conditions = [
    equals('WorkflowType', CANCEL_WORKFLOW),
    `ExecutionStatus != 'ContinuedAsNew'`,
    ...(provider === undefined ? [] : [equals(PaymentProvider.name, provider)]),
    ...(accounts === undefined ? [] : [oneOf(MerchantAccount.name, accounts)]),
    ...(paymentIds === undefined ? [] : [oneOf(PaymentId.name, paymentIds)]),
    ...(orderRef === undefined ? [] : [equals(OrderRef.name, orderRef)]),
    statusCondition(status),
  ];
  return conditions.join(' AND ');
}

/** An observing run that found nothing new has no status and stands in no list. */
function statusCondition(status: CancellationStatus | undefined): string {
  const name = CancellationStatusKey.name;
  switch (status) {
    case undefined:
      return `${name} IS NOT NULL`;
    case 'needs_review':
      return `(${equals(name, status)} OR ${BROKEN})`;
    case 'requested':
    case 'awaiting_payer':
    case 'verifying':
    case 'awaiting_provider':
    case 'cancelled':
    case 'not_cancelled':
      return `${equals(name, status)} AND NOT ${BROKEN}`;
  }
}

function equals(name: string, value: string): string {
  return `${name} = ${quoted(value)}`;
}

function oneOf(name: string, values: readonly string[]): string {
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
