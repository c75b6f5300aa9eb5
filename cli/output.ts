import type { CancellationPage, CancellationResource, UnreadableRun } from '../client/index.js';
import type { CancellationCheck } from '../contracts/check.js';
import type { CancellationStatus } from '../contracts/run.js';
import type { Paint, Tone } from './paint.js';

/** Where a command writes: one object for programs, or text for people. */
export interface Output {
  readonly json: boolean;
  readonly paint: Paint;
  write(text: string): void;
  /** What people should know and programs should not read: standard error. */
  note(text: string): void;
}

/** One cancellation, as an object or as lines. */
export function showResource({ json, paint, write }: Output, resource: CancellationResource): void {
  write(json ? `${JSON.stringify(resource)}\n` : `${resourceLines(resource, paint).join('\n')}\n`);
}

function resourceLines(resource: CancellationResource, paint: Paint): string[] {
  const { nextAction, problem } = resource;
  const lines: (readonly [string, string | null])[] = [
    ['id', resource.id],
    ['payment', `${resource.provider} ${resource.paymentId} (account ${resource.account})`],
    ['order', resource.orderRef],
    ['status', paint(resource.status, TONES[resource.status])],
    ['payer rounds', resource.rounds === 0 ? null : String(resource.rounds)],
    ['deadline', resource.outcome === null ? resource.deadline : null],
    ['send the payer to', nextAction?.url ?? null],
    ...outcomeLines(resource),
    ['problem', problem?.code ?? null],
  ];
  return columns(lines.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

const TONES: Readonly<Record<CancellationStatus, Tone>> = {
  requested: 'quiet',
  awaiting_payer: 'warning',
  verifying: 'quiet',
  awaiting_provider: 'quiet',
  needs_review: 'bad',
  cancelled: 'good',
  not_cancelled: 'bad',
};

function outcomeLines({ outcome }: CancellationResource): (readonly [string, string | null])[] {
  if (outcome === null) return [];
  const { proof, decidedBy } = outcome;
  return [
    ['outcome', [outcome.kind, outcome.how, outcome.reason].filter((part) => part !== null).join(', ')],
    ['money', outcome.moneyMovement],
    ['decided by', decidedBy === null ? null : `${decidedBy.actor}: ${decidedBy.reason}`],
    ['remedy', outcome.remedy],
    ['proof', proof === null ? 'none' : `${proof.resource} ${JSON.stringify(proof.state)} read ${proof.readAt}`],
  ];
}

/** What a run says of itself, Markdown for the Temporal UI, as a terminal shows it. */
export function showDetails({ write }: Output, details: string): void {
  const plain = details.replaceAll('**', '').replaceAll('`', '').replace(/\[runbook\]\((.+)\)/, '$1');
  const lines = plain.split('\n').filter((line) => line !== '');
  if (lines.length > 0) write(`\n${lines.map(printable).join('\n')}\n`);
}

/** What a dry run found. */
export function showCheck({ json, write }: Output, check: CancellationCheck): void {
  const { cancellable, payerValidation, reason, readAt } = check;
  const lines = [
    ['cancellable', cancellable],
    ['payer validation', payerValidation],
    ...(reason === null ? [] : [['reason', reason]]),
    ['read', readAt],
  ];
  write(json ? `${JSON.stringify(check)}\n` : `${columns(lines).join('\n')}\n`);
}

/** Several cancellations, as an object or as a table. */
export function showPage({ json, paint, write }: Output, page: CancellationPage): void {
  const { items, nextCursor, unreadable = [] } = page;
  if (json) return write(`${JSON.stringify(page)}\n`);
  if (items.length === 0 && unreadable.length === 0) write('none\n');
  if (items.length > 0) write(`${tableOf(items, paint)}\n`);
  if (unreadable.length > 0) write(`${[paint('could not be read', 'warning'), ...columns(unreadable.map(cellsOf))].join('\n')}\n`);
  if (nextCursor !== null) write(`more: --cursor ${nextCursor}\n`);
}

function cellsOf({ workflowId, runId, keyId }: UnreadableRun): string[] {
  return [`  ${workflowId}`, runId, keyId === null ? 'not begun by us, or not decoded here' : `key "${keyId}" is not in SECRET_KEYS`];
}

function tableOf(items: readonly CancellationResource[], paint: Paint): string {
  const table = items.map((item) => [
    item.createdAt.slice(0, 19),
    item.provider,
    item.paymentId,
    item.orderRef ?? '',
    paint(item.outcome === null ? item.status : `${item.status} (${item.outcome.kind})`, TONES[item.status]),
    item.id,
  ]);
  return columns([['created', 'provider', 'payment', 'order', 'status', 'id'], ...table]).join('\n');
}

/** Lines of cells, aligned. */
export function columns(table: readonly (readonly string[])[]): string[] {
  const widths = table[0]?.map((_cell, column) => Math.max(...table.map((line) => widthOf(line[column] ?? '')))) ?? [];
  return table.map((line) => line.map((cell, column) => padded(printable(cell), widths[column] ?? 0)).join('  ').trimEnd());
}

/** Colours of our own, which take no room. */
const COLOUR = /\u001b\[\d+m/g;

function widthOf(cell: string): number {
  return cell.replace(COLOUR, '').length;
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(width - widthOf(cell), 0));
}

/** Ids and references come from outside: none of their characters may move a terminal's cursor. */
function printable(text: string): string {
  return text.replace(/\u001b(?!\[\d+m)|[\u0000-\u001a\u001c-\u001f\u007f-\u009f]/g, '?');
}
