import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startStack, type Stack } from '../support/stack.js';
import type { Variables } from '../../tools/start/simulated-providers.js';
import { eventually } from '../workflow/eventually.js';
import { type HistoryEvent, textIn } from '../workflow/history.js';
import { CHANGE, nextBuild } from './other-build.js';
import { begin, isEnded, linkOf, RECOVERY_MS, type Resource, type Story } from './story.js';

const DEPLOYMENT = 'countermand';

let stack: Stack;
let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporal').address });
  stack = await startStack();
});
afterAll(async () => {
  await connection.close();
});

function build(buildId: string): Variables {
  return { WORKER_DEPLOYMENT_NAME: DEPLOYMENT, WORKER_BUILD_ID: buildId };
}

/** The command of docs/operating.md, as an operator types it. */
async function promote(target: string): Promise<void> {
  const command = `worker deployment set-current-version --deployment-name ${DEPLOYMENT} ${target} --yes`;
  const args = [...command.split(' '), '-n', stack.namespace, '--address', stack.temporalAddress];
  // The server hears of a build with its first poll.
  await eventually('the promotion', () => promisify(execFile)(inject('temporal').cli, args).then(() => 'promoted', String), (said) => said === 'promoted', RECOVERY_MS);
}

/** A promotion takes a moment to reach every part of the server. */
async function untilStartedOn(buildId: string): Promise<void> {
  await eventually('a run begins there', async () => (await buildsOf(await direct()))[0], (build) => build === buildId, RECOVERY_MS);
}

async function direct(): Promise<Resource> {
  return await (await begin(stack, 'direct')).cancel();
}

async function eventsOf({ workflowId }: Resource): Promise<readonly HistoryEvent[]> {
  const { events } = await new Client({ connection, namespace: stack.namespace }).workflow.getHandle(workflowId).fetchHistory();
  return events ?? [];
}

/** Which build completed each task of a run, in order; null for a worker without a version. */
async function buildsOf(run: Resource): Promise<readonly (string | null)[]> {
  const completed = (await eventsOf(run)).flatMap(({ workflowTaskCompletedEventAttributes: attributes }) => (attributes ? [attributes] : []));
  return completed.map(({ deploymentVersion }) => deploymentVersion?.buildId ?? null);
}

/** A run that waits for its payer, who has opened the link. */
async function waitingForPayer(): Promise<{ readonly story: Story; readonly run: Resource }> {
  const story = await begin(stack, 'webview-approve');
  const run = await story.cancel();
  await fetch(linkOf(run), { redirect: 'manual' });
  return { story, run };
}

async function approves(story: Story, run: Resource): Promise<void> {
  await story.payer('approve', 1);
  expect((await story.resource(run.id, isEnded)).outcome).toMatchObject({ kind: 'cancelled', how: 'afterPayerValidation' });
  expect(await story.effectiveCancellations()).toBe(1);
}

describe('a rolling deploy', () => {
  it('may begin with workers that have no version, and can go back to them', async () => {
    const { story, run } = await waitingForPayer();
    const other = await waitingForPayer();
    const versioned = await stack.another('worker', { name: 'build 1', env: build('1') });
    await promote('--build-id 1');
    await stack.kill('worker', 'SIGTERM');
    await approves(story, run);
    const builds = await buildsOf(run);
    expect([builds[0], builds.at(-1)]).toEqual([null, '1']);

    await stack.restart('worker');
    await promote('--unversioned');
    await versioned.kill('SIGTERM');
    await approves(other.story, other.run);
    expect((await buildsOf(other.run)).at(-1)).toBeNull();
  });

  it('takes open runs over to the next build, keeps them on their way, and starts new ones there', async () => {
    const first = await stack.another('worker', { name: 'build 1', env: build('1') });
    await promote('--build-id 1');
    await untilStartedOn('1');
    const { story, run } = await waitingForPayer();
    const news = await waitingForPayer();

    const second = await stack.another('worker', { name: 'build 2', env: build('2'), build: await nextBuild() });
    expect(new Set(await buildsOf(await direct()))).toEqual(new Set(['1']));

    await promote('--build-id 2');
    await untilStartedOn('2');
    // While both poll: what an open run hears now is the next build's.
    await approves(news.story, news.run);
    await first.kill('SIGTERM');
    expect(first.exitCode()).toBe(0);
    await approves(story, run);
    for (const moved of [run, news.run]) {
      const builds = await buildsOf(moved);
      expect([builds[0], builds.at(-1)]).toEqual(['1', '2']);
      expect(textIn(await eventsOf(moved))).not.toContain(CHANGE);
    }

    const late = await waitingForPayer();
    await approves(late.story, late.run);
    expect(new Set(await buildsOf(late.run))).toEqual(new Set(['2']));
    expect(textIn(await eventsOf(late.run))).toContain(CHANGE);
    expect(second.output()).not.toMatch(/nondetermin|TMPRL1100/i);
  });
});
