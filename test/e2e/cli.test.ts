import { beforeAll, describe, expect, it } from 'vitest';
import { type Said, runCountermand } from '../support/countermand.js';
import { startStack, type Stack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';
import { begin, RECOVERY_MS } from './story.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { RUNBOOK_URL: 'https://runbooks.example' } });
});

/** Runs one command as an operator does. */
async function countermand(...args: readonly string[]): Promise<Said> {
  return runCountermand(stack.env, args);
}

describe('an operator in a terminal', () => {
  it('cancels and waits: the exit code tells the end', async () => {
    const direct = await begin(stack, 'direct');
    expect(await countermand('cancel', 'powens', direct.paymentId, '--wait')).toMatchObject({ code: 0 });
    const late = await begin(stack, 'already-done');
    const ended = await countermand('cancel', 'powens', late.paymentId, '--wait');
    expect(ended.code).toBe(10);
    expect(ended.out).toContain('tooLate');
  });

  it('finds, stops and is refused a second time', async () => {
    const story = await begin(stack, 'webview-approve');
    const begun = await countermand('cancel', 'powens', story.paymentId, '--order-ref', 'A-17', '--json');
    const { id } = JSON.parse(begun.out) as { id: string };
    expect((await countermand('status', id)).out).toContain('awaiting_payer');
    const other = await countermand('cancel', 'powens', story.paymentId, '--order-ref', 'B-2');
    expect([other.code, other.err]).toEqual([4, expect.stringContaining('orderRef')]);
    expect(await countermand('resolve', id, '--kind', 'refused', '--reason', 'the bank said so')).toMatchObject({ code: 4 });
    expect(await countermand('stop', id, '--reason', 'kept after all')).toMatchObject({ code: 0 });
    expect((await countermand('watch', id)).code).toBe(10);
    expect(await countermand('stop', id)).toMatchObject({ code: 4 });
  });

  it('asks beforehand without sending anything', async () => {
    const story = await begin(stack, 'direct');
    const checked = await countermand('check', 'powens', story.paymentId, '--json');
    expect(JSON.parse(checked.out)).toMatchObject({ cancellable: 'yes' });
    expect((await story.calls())['powens.cancel']).toBeUndefined();
  });

  it('says what is wrong with a command line, and what there is', async () => {
    expect(await countermand('explode')).toMatchObject({ code: 2, err: expect.stringContaining('cancel, check, status') });
    expect(await countermand('cancel', 'powens')).toMatchObject({ code: 2 });
    expect(await countermand('cancel', 'powens', '1', '--max-rounds', 'many')).toMatchObject({ code: 2 });
    expect(await countermand('cancel', 'powens', '1', '--colour', 'red')).toMatchObject({ code: 2, err: expect.stringContaining('cancel --help') });
    expect(await countermand('resolve', 'any', '--kind', 'cancelled')).toMatchObject({ code: 2 });
    expect(await countermand('status', 'nothing-of-ours')).toMatchObject({ code: 3, out: '', err: expect.stringContaining('countermand list') });
    expect((await countermand('help')).out).toContain('countermand <command>');
  });

  it('refuses a filter or a number that cannot be, before it looks for anything', async () => {
    for (const command of ['list', 'reconcile']) expect(await countermand(command, '--provider', 'nobody')).toMatchObject({ code: 2, err: expect.stringContaining('powens, swedbankpay') });
    expect(await countermand('list', '--payment', 'abc')).toMatchObject({ code: 2, err: expect.stringContaining('--payment') });
    expect(await countermand('list', '--limit', '0')).toMatchObject({ code: 2, err: expect.stringContaining('1 to 100') });
  });

  it('asks for a fresh payer link, and is shown it', async () => {
    const story = await begin(stack, 'webview-approve');
    const { id } = JSON.parse((await countermand('cancel', 'powens', story.paymentId, '--json')).out) as { id: string };
    const { code, out } = await countermand('payer-link', id);
    expect([code, out]).toEqual([0, expect.stringMatching(new RegExp(`send the payer to +${stack.urls.api}/r/`))]);
  });

  it('learns in the terminal why a run needs review, until when it tries, and what to do', async () => {
    const { paymentId } = await begin(stack, 'unauthorised');
    const { id } = JSON.parse((await countermand('cancel', 'powens', paymentId, '--json')).out) as { id: string };
    const told = await eventually('the review', () => countermand('status', id), ({ out }) => out.includes('\nneeds_review: waits for'), RECOVERY_MS);
    expect(told).toMatchObject({ code: 0, err: '' });
    for (const line of ['- last answer: blocked (powens_unauthorised)', '- fails for a person to act at: 2', '- what to do: https://runbooks.example/needs-review.md#blocked']) expect(told.out).toContain(line);
    expect(JSON.parse((await countermand('status', id, '--json')).out)).toMatchObject({ id, status: 'needs_review' });
    await countermand('stop', id);
  });

  it('explains one command', async () => {
    expect(await countermand('resolve', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--kind <kind>'), err: '' });
  });

  it('gives a program one JSON document per command, and one line per change to one that watches', async () => {
    const { paymentId } = await begin(stack, 'direct');
    const ended = await countermand('cancel', 'powens', paymentId, '--wait', '--json');
    const { id } = JSON.parse(ended.out) as { id: string };
    expect(JSON.parse((await countermand('list', '--payment', paymentId, '--json')).out)).toMatchObject({ items: [{ id }], nextCursor: null });
    const lines = (await countermand('watch', id, '--json')).out.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { status: string }).status)).toEqual(['cancelled']);
  });

  it('has a doctor whose words end with how to mend what is ill', async () => {
    expect(await countermand('doctor')).toMatchObject({ code: 0, out: expect.stringMatching(/^ok +Temporal connection/) });
    const { code, out } = await runCountermand({ ...stack.env, TEMPORAL_ADDRESS: '127.0.0.1:1' }, ['doctor']);
    expect([code, out]).toEqual([1, expect.stringMatching(/^fail .*\n +Is it running \(npm run temporal\)/)]);
  });
});
