import { Client, Connection } from '@temporalio/client';
import { beforeAll, describe, expect, it } from 'vitest';
import { cancelWorkflowId } from '../../contracts/names.js';
import { runCountermand, type Said } from '../support/countermand.js';
import { begunWithKey } from '../client/unreadable-runs.js';
import { startStack, type Stack } from '../support/stack.js';
import { begin, beginOrder, isEnded, type Story } from './story.js';

interface Report {
  readonly payments: number;
  readonly same: number;
  readonly open: number;
  readonly differences: readonly { readonly difference: string; readonly alarm: boolean; readonly paymentId: string; readonly ours: object; readonly theirs: object; readonly whatToDo: string }[];
  readonly unreadable: readonly { readonly paymentId: string; readonly reason: string }[];
  readonly nextCursor: string | null;
}

let stack: Stack;
/** Payment id by what became of it after its cancellation had ended. */
const payments = new Map<string, string>();
const UNKNOWN_AT_FIRST = '777001';

beforeAll(async () => {
  stack = await startStack();
  await Promise.all([
    ended('sameWithOtherBody', 'direct', (story) => change(story, { knobs: { fieldsShape: 'array' } })),
    ended('executed', 'direct', (story) => change(story, { state: 'done', errorCode: null })),
    ended('alive', 'direct', (story) => change(story, { state: 'pending', errorCode: null })),
    stoppedWhileWaiting('approvedSilently', 'silence'),
    stoppedWhileWaiting('approvedWithNews', 'webview-approve'),
    ended('unreadable', 'direct', (story) => neverAnswers(story.paymentId, 'powens')),
    foundLater(),
    terminated(),
    underAnotherKey(),
    cancelledOrder(),
  ]);
});

function countermand(...args: readonly string[]): Promise<Said> {
  return runCountermand(stack.env, args);
}

async function reconcile(...args: readonly string[]): Promise<{ readonly code: number | null; readonly report: Report; readonly err: string }> {
  const { code, out, err } = await countermand('reconcile', '--since', '1h', '--per-minute', '6000', '--json', ...args);
  return { code, report: JSON.parse(out) as Report, err };
}

async function ended(name: string, scenario: string, then: (story: Story) => Promise<unknown>): Promise<void> {
  const story = await begin(stack, scenario);
  payments.set(name, story.paymentId);
  await story.resource((await story.cancel()).id, isEnded);
  await then(story);
}

async function stoppedWhileWaiting(name: string, scenario: string): Promise<void> {
  const story = await begin(stack, scenario);
  payments.set(name, story.paymentId);
  const { id } = await story.cancel();
  await story.resource(id, ({ status }) => status === 'awaiting_payer');
  await countermand('stop', id);
  await story.resource(id, isEnded);
  await story.payer('approve');
}

async function foundLater(): Promise<void> {
  payments.set('foundLater', UNKNOWN_AT_FIRST);
  expect((await countermand('cancel', 'powens', UNKNOWN_AT_FIRST, '--wait')).out).toContain('notFound');
  await begin(stack, { id: UNKNOWN_AT_FIRST });
}

async function terminated(): Promise<void> {
  const story = await begin(stack, 'webview-approve');
  payments.set('terminated', story.paymentId);
  await story.cancel();
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection, namespace: stack.namespace });
  await client.workflow.getHandle(cancelWorkflowId({ provider: 'powens', account: 'default', paymentId: story.paymentId })).terminate('by hand');
  await connection.close();
}

async function underAnotherKey(): Promise<void> {
  const { paymentId } = await begin(stack, 'webview-approve');
  payments.set('underAnotherKey', paymentId);
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection, namespace: stack.namespace });
  const { workflowId } = await begunWithKey(client, 'gone', { provider: 'powens', account: 'default', paymentId });
  await client.workflow.getHandle(workflowId).terminate('by hand');
  await connection.close();
}

async function cancelledOrder(): Promise<void> {
  const story = await beginOrder(stack, 'authorised');
  payments.set('order', story.paymentId);
  await story.resource((await story.cancel()).id, isEnded);
}

async function change({ paymentId }: Story, fields: object): Promise<void> {
  const answer = await stack.simulator.request('PATCH', `/admin/powens/payments/${paymentId}`, { body: fields });
  expect(answer.status).toBe(200);
}

async function neverAnswers(payment: string, provider: string): Promise<void> {
  const answer = await stack.simulator.post('/admin/faults', { provider, call: 'read', payment, kind: '500-before', times: null });
  expect(answer.status).toBeLessThan(300);
}

/** Visibility follows within a moment, and so do late news. */
async function whenAllIsVisible(): Promise<{ readonly code: number | null; readonly report: Report; readonly err: string }> {
  for (const giveUpAt = Date.now() + 30_000; ; ) {
    const seen = await reconcile();
    if ((seen.report.payments === payments.size && seen.report.open === 0) || Date.now() > giveUpAt) return seen;
  }
}

describe('countermand reconcile', () => {
  it('lists what the providers say differently by now, says what to do, and what it could not read; and changes nothing', async () => {
    const before = await stack.simulator.get('/admin/ledger/summary');
    const { code, report } = await whenAllIsVisible();
    expect(code).toBe(12);
    const found = Object.fromEntries(report.differences.map(({ paymentId, difference }) => [paymentId, difference]));
    expect(found).toEqual({
      [payments.get('executed') ?? '']: 'money_moved',
      [payments.get('alive') ?? '']: 'still_alive',
      [payments.get('approvedSilently') ?? '']: 'cancelled_since',
      [payments.get('foundLater') ?? '']: 'found_since',
      [payments.get('terminated') ?? '']: 'unresolved',
    });
    expect(report.differences.find(({ difference }) => difference === 'money_moved')).toMatchObject({
      alarm: true,
      ours: { kind: 'cancelled', moneyMovement: 'none', state: { state: 'rejected' } },
      theirs: { kind: 'tooLate', moneyMovement: 'done', state: { state: 'done' } },
    });
    expect(Object.fromEntries(report.unreadable.map(({ paymentId, reason }) => [paymentId, reason]))).toEqual({
      [payments.get('unreadable') ?? '']: expect.any(String) as string,
      [payments.get('underAnotherKey') ?? '']: 'cancellation_unreadable',
    });
    expect(report).toMatchObject({ payments: 10, same: 3, open: 0, nextCursor: null });
    const after = await stack.simulator.get('/admin/ledger/summary');
    expect(after.body).toMatchObject({ effects: (before.body as { effects: object }).effects });
  });

  it('comes in parts whose cursors lead on, and misses nothing', async () => {
    const seen: string[] = [];
    let next: readonly string[] = [];
    do {
      const { report } = await reconcile('--limit', '3', ...next);
      seen.push(...report.differences.map(({ paymentId }) => paymentId));
      next = report.nextCursor === null ? [] : ['--cursor', report.nextCursor];
    } while (next.length > 0);
    expect(new Set(seen).size).toBe(5);
  });

  it('names beside the list what cannot be read in it', async () => {
    const { code, out } = await countermand('list', '--limit', '100');
    expect(code).toBe(0);
    for (const name of ['executed', 'alive']) expect(out).toContain(payments.get(name));
    expect(out).toMatch(new RegExp(`could not be read\\n  cancel-payment/powens/default/${payments.get('underAnotherKey')} `));
  });

  it('tells people the same in words, alarms first', async () => {
    const { code, out } = await countermand('reconcile', '--since', '1h', '--per-minute', '6000');
    expect(code).toBe(12);
    expect(out).toMatch(/^ALARM /);
    expect(out.indexOf('look ')).toBeGreaterThan(out.lastIndexOf('ALARM'));
    expect(out).toContain(`countermand cancel powens ${payments.get('alive')}`);
    expect(out).toContain('could not be read');
  });

  it('ends with 0 where nothing differs, and says apart that something could not be read', async () => {
    expect(await reconcile('--provider', 'swedbankpay')).toMatchObject({ code: 0, report: { payments: 1, same: 1 } });
    await neverAnswers(payments.get('order') ?? '', 'swedbankpay');
    expect(await reconcile('--provider', 'swedbankpay')).toMatchObject({ code: 13, report: { same: 0, unreadable: [{ paymentId: payments.get('order') }] } });
  });

  it('stops where no worker is left, says so, and can be gone on with', async () => {
    await stack.kill('worker');
    const stopped = await reconcile('--provider', 'swedbankpay');
    expect(stopped.code).toBe(5);
    expect(stopped.err).toContain('countermand doctor');
    await stack.restart('worker');
    expect(await reconcile('--cursor', stopped.report.nextCursor ?? '')).toMatchObject({ code: 13, report: { payments: 1 } });
  });
});
