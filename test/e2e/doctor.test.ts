import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePort } from '../../tools/ports.js';
import { runCountermand, startCountermand } from '../support/countermand.js';
import { startStack, type Stack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';
import { begin, RECOVERY_MS } from './story.js';

interface Finding {
  readonly check: string;
  readonly state: string;
  readonly found: string;
  readonly mend: string | null;
}
interface Diagnosis {
  readonly code: number | null;
  readonly out: string;
  /** Everything that is not well, by the name of its check. */
  readonly ill: Readonly<Record<string, Finding>>;
}

let stack: Stack;
const servers: Server[] = [];
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => {
  for (const server of servers) server.close();
});

async function doctor(changed: Readonly<Record<string, string>> = {}, nodeArguments: readonly string[] = []): Promise<Diagnosis> {
  const { code, out } = await startCountermand({ ...stack.env, ...changed }, ['doctor', '--json'], nodeArguments).ended();
  const { ok, findings } = JSON.parse(out) as { ok: boolean; findings: readonly Finding[] };
  expect(ok).toBe(code === 0);
  return { code, out, ill: Object.fromEntries(findings.filter(({ state }) => state !== 'ok').map((finding) => [finding.check, finding])) };
}

/** A namespace as somebody makes it who has not read anything: no search attributes, no workers. */
async function bareNamespace(): Promise<string> {
  const namespace = `bare-${randomUUID()}`;
  const connection = await Connection.connect({ address: stack.temporalAddress });
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  await connection.close();
  return namespace;
}

/** Types what the doctor says; `done`, or why not: the server hears of a build with its first poll. */
async function temporal(command: string): Promise<string> {
  const args = [...command.split(' '), '--yes', '--address', stack.temporalAddress];
  return await promisify(execFile)(inject('temporal').cli, args).then(() => 'done', String);
}

/** Something else at the public address. */
async function otherServer(body: string, { headers = {}, ready = 200 }: { readonly headers?: Readonly<Record<string, string>>; readonly ready?: number } = {}): Promise<string> {
  const server = createServer(({ url }, response) => void response.writeHead(url === '/readyz' ? ready : 200, headers).end(body));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A process whose clock is that far off. */
function clockOff(milliseconds: number): readonly string[] {
  const source = `const now = Date.now; globalThis.Date = class extends Date {
    constructor(...given) { given.length === 0 ? super(now() + ${milliseconds}) : super(...given); }
    static now() { return now() + ${milliseconds}; }
  };`;
  return ['--import', `data:text/javascript,${encodeURIComponent(source)}`];
}

describe('the doctor finds', () => {
  it('all well where all is well', async () => {
    expect(await doctor()).toMatchObject({ code: 0, ill: {} });
  });

  it('a Temporal that does not answer, and goes on to what does not need it', async () => {
    const { code, ill } = await doctor({ TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}` });
    expect(code).toBe(1);
    expect(ill).toEqual({ 'Temporal connection': expect.objectContaining({ state: 'fail', mend: expect.stringContaining('TEMPORAL_ADDRESS') }) });
  });

  it('a namespace that is not there, with the command that makes it', async () => {
    const { code, ill } = await doctor({ TEMPORAL_NAMESPACE: 'nowhere' });
    expect([code, Object.keys(ill)]).toEqual([1, ['namespace']]);
    expect(ill['namespace']?.mend).toContain('temporal operator namespace create -n nowhere');
  });

  it('missing search attributes and missing workers, by name', async () => {
    const { code, ill } = await doctor({ TEMPORAL_NAMESPACE: await bareNamespace() });
    expect([code, Object.keys(ill)]).toEqual([1, ['search attributes', 'workers on countermand', 'workers on countermand-events']]);
    expect(ill['search attributes']?.found).toContain('PaymentId');
    expect(ill['workers on countermand-events']).toMatchObject({ found: 'nobody asks for workflow tasks and activities', mend: 'Start one: npm run worker.' });
  });

  it('a build that nobody has made current, with the command that does', async () => {
    const env = { TEMPORAL_NAMESPACE: await bareNamespace() };
    const worker = await stack.another('worker', { name: 'a build', env: { ...env, WORKER_DEPLOYMENT_NAME: 'shop', WORKER_BUILD_ID: '1' } });
    const queues = ['workers on countermand', 'workers on countermand-events'];
    const isStranded = ({ ill }: Diagnosis): boolean => queues.every((queue) => ill[queue]?.found.startsWith('no build is current, and only build 1 of shop asks') === true);
    const { code, ill } = await eventually('the stranded build', () => doctor(env), isStranded, RECOVERY_MS);
    expect([code, Object.keys(ill)]).toEqual([1, queues]);

    const command = /^Make it current: temporal (.+)$/.exec(ill['workers on countermand']?.mend ?? '')?.[1] ?? 'no command';
    await eventually('what it says to type', () => temporal(command), (said) => said === 'done', RECOVERY_MS);
    await eventually('the mended deployment', () => doctor(env), (now) => Object.keys(now.ill).length === 0, RECOVERY_MS);
    await worker.kill('SIGTERM');
  });

  it('a queue of a provider that nobody polls: named by the settings, or with steps waiting there', async () => {
    const check = 'workers on countermand-provider-powens';
    const named = await doctor({ PROVIDER_QUEUES: 'powens:5' });
    expect([named.code, named.ill]).toEqual([1, { [check]: expect.objectContaining({ found: 'PROVIDER_QUEUES names it, and nobody asks for activities', mend: expect.stringContaining('PROVIDER_QUEUES=powens') }) }]);

    const env = { TEMPORAL_NAMESPACE: await bareNamespace() };
    const others = { name: 'a worker of the others', env: { ...env, PROVIDER_QUEUES: 'powens:5' }, args: ['--queues', 'countermand,countermand-events'] };
    const worker = await stack.another('worker', others);
    const { paymentId } = await begin(stack, 'direct');
    expect(await runCountermand({ ...stack.env, ...env }, ['cancel', 'powens', paymentId])).toMatchObject({ code: 0 });
    const waiting = await eventually('a step that waits', () => doctor(env), ({ ill }) => ill[check] !== undefined, RECOVERY_MS);
    expect(waiting.ill[check]?.found).toMatch(/^nobody asks for activities, and \d+ wait$/);
    await worker.kill('SIGTERM');
  });

  it('a public address where nobody answers, or somebody else', async () => {
    const silent = await doctor({ PUBLIC_URL: `http://127.0.0.1:${await freePort()}` });
    expect([silent.code, silent.ill['PUBLIC_URL']]).toEqual([1, expect.objectContaining({ state: 'fail', found: expect.stringContaining('ECONNREFUSED') })]);
    const strange = await doctor({ PUBLIC_URL: await otherServer('<html>Welcome to nginx!</html>') });
    expect(strange.ill['PUBLIC_URL']?.found).toContain('not as our API does');
  });

  it('an API that lives and is not ready, which is a warning', async () => {
    const { code, ill } = await doctor({ PUBLIC_URL: await otherServer('{"status":"alive"}', { ready: 503 }) });
    expect([code, ill]).toEqual([0, { PUBLIC_URL: expect.objectContaining({ state: 'warn', found: expect.stringContaining('503') }) }]);
  });

  it('an API whose clock is wrong', async () => {
    const { code, ill } = await doctor({ PUBLIC_URL: await otherServer('{"status":"alive"}', { headers: { date: new Date(Date.now() - 600_000).toUTCString() } }) });
    expect([code, ill]).toEqual([1, { 'clock of the API': expect.objectContaining({ state: 'fail', found: expect.stringMatching(/^\d+ s behind ours$/) }) }]);
  });

  it('a clock that is off: a little is a warning, much is a failure', async () => {
    const little = await doctor({}, clockOff(30_000));
    expect(little).toMatchObject({ code: 0, ill: { 'clock of Temporal': { state: 'warn', found: '30 s behind ours' }, 'clock of the API': { state: 'warn' } } });
    const much = await doctor({}, clockOff(-600_000));
    expect(much).toMatchObject({ code: 1, ill: { 'clock of Temporal': { state: 'fail', found: '600 s ahead of ours' } } });
  });

  it('credentials that the provider refuses, and names the variables without their values', async () => {
    await stack.kill('worker', 'SIGTERM');
    await stack.restart('worker', { POWENS_CLIENT_SECRET: 'canary-wrong-secret', SWEDBANKPAY_BASE_URL: `http://127.0.0.1:${await freePort()}` });
    const { code, out, ill } = await doctor();
    expect(code).toBe(1);
    expect(ill).toEqual({
      'powens credentials (default)': expect.objectContaining({ state: 'fail', found: expect.stringContaining('refused'), mend: expect.stringContaining('POWENS_CLIENT_SECRET') }),
      'swedbankpay credentials (default)': expect.objectContaining({ state: 'fail', found: expect.stringContaining('http.unreachable'), mend: expect.stringContaining('SWEDBANKPAY_BASE_URL') }),
    });
    expect(out).not.toContain('canary');
  });

  it('a worker that was killed a moment ago, although the server still lists it', async () => {
    await stack.kill('worker', 'SIGKILL');
    const { code, ill } = await doctor();
    expect(code).toBe(1);
    expect(ill['powens credentials (default)']).toMatchObject({ state: 'fail', mend: expect.stringContaining('worker') });
  });
});
