import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ensureChromium } from '../../tools/chromium.js';
import { projectRoot } from '../../tools/project-root.js';
import { startStack, type Stack } from '../support/stack.js';
import { startTemporalServer, type TemporalServer } from '../support/temporal-server.js';
import { openTemporalUi, submit, type TemporalUi } from './temporal-ui.js';
import { begin, isEnded, linkOf, type Resource, type Story } from './story.js';

const RUNBOOKS = 'https://docs.shop.example/runbooks';
const PICTURED_VIEWS = ['Needs review', 'Waiting for the payer', 'Too late'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

let temporal: TemporalServer;
let stack: Stack;
let browser: Browser;
let ui: TemporalUi;
let client: Client;

beforeAll(async () => {
  temporal = await startTemporalServer(inject('temporal').cli, { ui: true });
  const executablePath = await ensureChromium(process.env);
  stack = await startStack({ temporalAddress: temporal.address, namespace: 'default', env: { RUNBOOK_URL: RUNBOOKS } });
  browser = await chromium.launch({ executablePath, args: FLAGS });
  client = new Client({ connection: await Connection.connect({ address: temporal.address }), namespace: stack.namespace });
  ui = await openTemporalUi(browser, temporal.uiUrl ?? '', stack.namespace);
});
afterAll(async () => {
  await browser.close();
  await client.connection.close();
  await stack.stop();
  await temporal.stop();
});

async function waitingForPayer(orderRef: string): Promise<{ readonly story: Story; readonly run: Resource }> {
  const story = await begin(stack, 'webview-approve');
  return { story, run: await story.cancel({ orderRef }) };
}

/** One whose provider refuses our credentials for it. */
async function inReview(orderRef: string): Promise<{ readonly story: Story; readonly run: Resource }> {
  const story = await begin(stack, 'direct');
  await stack.simulator.post('/admin/faults', { provider: 'powens', payment: story.paymentId, call: 'read', kind: '403', times: null });
  const { id } = await story.cancel({ orderRef });
  return { story, run: await story.resource(id, ({ status }) => status === 'needs_review') };
}

describe('an operator in the Temporal UI', () => {
  it('sees of a run what it waits for, until when, and which steps it took', async () => {
    const { run } = await waitingForPayer('A-17');
    const { page, texts } = await ui.metadata(run.workflowId);
    expect(texts[0]).toContain('order A-17');
    expect(texts[1]).toContain('account: default');
    for (const part of ['awaiting_payer', 'round 1 of 5', String(run.deadline), 'payerValidationRequired', 'runbook']) expect(texts[2]).toContain(part);
    expect(texts.join()).not.toContain('webview');
    await ui.picture(page, 'temporal-ui-awaiting-payer');
    const timeline = await ui.timeline(run.workflowId);
    for (const summary of ['Ask powens to cancel', "Payer's deadline", 'Re-read now and then']) await timeline.getByText(summary).first().waitFor();
  });

  it('is told by the dialog what to send, and in plain words what was wrong with it', async () => {
    const { story, run } = await inReview('A-18');
    const { page, texts } = await ui.metadata(run.workflowId);
    for (const part of ['needs_review', 'blocked', 'forbidden', 'request id', 'fails for a person to act at']) expect(texts[2]).toContain(part);
    await ui.picture(page, 'temporal-ui-needs-review');

    const proofless = { actor: 'ana', reason: 'seen at the bank', kind: 'cancelled' };
    const refused = await ui.dialog(run.workflowId, { kind: 'Update', name: 'resolve', argument: proofless });
    await submit(refused.dialog);
    await refused.dialog.getByText('kind: one of notExecuted, tooLate').waitFor();
    await ui.picture(refused.page, 'temporal-ui-update-refused');
    expect(await refused.dialog.innerText()).not.toContain('inbox');

    const nameless = await ui.dialog(run.workflowId, { kind: 'Update', name: 'stop', argument: { reason: 'why' } });
    await submit(nameless.dialog);
    await nameless.dialog.getByText('actor: say who asks').waitFor();

    const resolved = await ui.dialog(run.workflowId, { kind: 'Update', name: 'resolve', argument: { ...proofless, kind: 'tooLate' } });
    await submit(resolved.dialog);
    await resolved.dialog.waitFor({ state: 'hidden' });
    expect((await story.resource(run.id, isEnded)).outcome).toMatchObject({ kind: 'tooLate', decidedBy: { actor: 'ana', reason: 'seen at the bank' } });
  });

  it('can bring news by a signal and stop a run by an update, each with one JSON argument', async () => {
    const { story, run } = await waitingForPayer('A-19');
    await fetch(linkOf(run), { redirect: 'manual' });
    const returned = await ui.dialog(run.workflowId, { kind: 'Signal', name: 'payerReturned', argument: { left: true, source: 'ui' } });
    await submit(returned.dialog);
    await story.resource(run.id, ({ status, rounds }) => status === 'awaiting_payer' && rounds === 2);

    const stopped = await ui.dialog(run.workflowId, { kind: 'Update', name: 'stop', argument: { actor: 'ana', reason: 'the customer keeps the order' } });
    await submit(stopped.dialog);
    await stopped.dialog.waitFor({ state: 'hidden' });
    expect((await story.resource(run.id, isEnded)).outcome).toMatchObject({ kind: 'stopped' });
  });

  it('finds in each view of the documentation what belongs there, and can keep it', async () => {
    const began = Date.now();
    const runs = {
      'Waiting for the payer': (await waitingForPayer('A-20')).run,
      'Needs review': (await inReview('A-21')).run,
      'Waiting for the provider': await reaching({ state: 'validating' }, ({ status }) => status === 'awaiting_provider'),
      'Too late': await reaching({ scenario: 'already-done' }, isEnded),
      'Ended without an outcome': (await waitingForPayer('A-22')).run,
    };
    await client.workflow.getHandle(runs['Ended without an outcome'].workflowId).terminate('to be found');
    const views = documentedViews();
    for (const [name, query] of views) {
      const wanted = Object.entries(runs).filter(([view]) => view === name).map(([, { workflowId }]) => workflowId);
      const among = new Set(Object.values(runs).map(({ workflowId }) => workflowId));
      await expect.poll(async () => (await found(query)).filter((id) => among.has(id)), { timeout: 30_000 }).toEqual(wanted);
    }
    expect([...views.keys()]).toEqual(expect.arrayContaining(Object.keys(runs)));
    expect(await found(String(views.get('One order')))).toHaveLength(1);

    for (const name of PICTURED_VIEWS) await ui.saveView(name, String(views.get(name)));
    const page = await ui.list(`StartTime >= '${new Date(began - 60_000).toISOString()}'`);
    for (const name of PICTURED_VIEWS) await page.getByRole('button', { name, exact: true }).waitFor();
    await ui.showColumns(page, ['CancellationStatus', 'CancellationOutcome', 'OrderRef', 'PayerRounds', 'PayerDeadline']);
    await page.getByText('needs_review').first().waitFor();
    await ui.picture(page, 'temporal-ui-views');
  });
});

/** Name and query of every saved view that docs/operating.md tells. */
function documentedViews(): ReadonlyMap<string, string> {
  const page = readFileSync(join(projectRoot, 'docs', 'operating.md'), 'utf8');
  const [, table = ''] = /\| view \| query \|\n\|-+\|-+\|\n((?:\|.*\n)+)/.exec(page) ?? [];
  return new Map([...table.matchAll(/^\| (.+?) \| `(.+)` \|$/gm)].map(([, name = '', query = '']) => [name, query]));
}

async function found(query: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
  return ids;
}

async function reaching(payment: object, enough: (resource: Resource) => boolean): Promise<Resource> {
  const story = await begin(stack, payment);
  return await story.resource((await story.cancel()).id, enough);
}
