import { cancelWorkflowId, lateNewsWorkflowId } from './names.js';

/** Which request a resource id stands for; stable over reset and continue-as-new, which keep the first run id. */
export interface CancellationRef {
  readonly workflowId: string;
  readonly firstRunId: string;
}

const KINDS = [
  { mark: 'c', prefix: prefixOf(cancelWorkflowId) },
  { mark: 'l', prefix: prefixOf(lateNewsWorkflowId) },
] as const;
const RUN_ID_BYTES = 16;
const RUN_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** `{provider}/{account}/{payment}` in visible ASCII. */
const PAYMENT_PATH = /^[a-z0-9-]{1,24}\/[a-z0-9-]{1,24}\/[\x21-\x7e]{1,128}$/;

function prefixOf(workflowId: typeof cancelWorkflowId): string {
  return workflowId({ provider: '', account: '', paymentId: '' }).replace(/\/+$/, '/');
}

/** Whether a run can have a resource id: whoever can write to Temporal may begin others of our type. */
export function hasCancellationId({ workflowId, firstRunId }: CancellationRef): boolean {
  return kindOf(workflowId) !== null && RUN_ID.test(firstRunId);
}

/**
 * The opaque, URL-safe resource id of a request (design section 5): base64url of a kind letter, the 16 bytes of the
 * first run id and the rest of the workflow id.
 *
 * @throws {RangeError} for a workflow id that is none of ours
 */
export function cancellationIdOf({ workflowId, firstRunId }: CancellationRef): string {
  const kind = kindOf(workflowId);
  if (kind === null || !RUN_ID.test(firstRunId)) {
    throw new RangeError('a cancellation id is made of one of our workflow ids and a run id');
  }
  const runId = firstRunId.replaceAll('-', '').replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));
  return toBase64Url(`${kind.mark}${runId}${kind.path}`);
}

function kindOf(workflowId: string): { readonly mark: string; readonly path: string } | null {
  const kind = KINDS.find(({ prefix }) => workflowId.startsWith(prefix));
  const path = workflowId.slice(kind?.prefix.length ?? 0);
  return kind !== undefined && PAYMENT_PATH.test(path) ? { mark: kind.mark, path } : null;
}

/** The request behind an id, or null for a text that no request has as its id. Each request has one spelling. */
export function readCancellationId(id: string): CancellationRef | null {
  const text = fromBase64Url(id);
  const kind = KINDS.find(({ mark }) => text.startsWith(mark));
  const path = text.slice(1 + RUN_ID_BYTES);
  if (kind === undefined || !PAYMENT_PATH.test(path)) return null;
  const hex = [...text.slice(1, 1 + RUN_ID_BYTES)]
    .map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('');
  const firstRunId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const ref = { workflowId: `${kind.prefix}${path}`, firstRunId };
  return cancellationIdOf(ref) === id ? ref : null;
}

/** The account a request belongs to, from its workflow id. */
export function accountOfRef({ workflowId }: CancellationRef): string {
  return workflowId.split('/')[2] ?? '';
}

function toBase64Url(bytes: string): string {
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): string {
  return /^[A-Za-z0-9_-]{1,400}$/.test(text) && text.length % 4 !== 1
    ? atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    : '';
}
