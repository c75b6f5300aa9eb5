import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { dataConverterOf } from '../../platform/payload-codec.js';
import { readClientSettings } from '../../platform/settings.js';
import { providers } from '../../providers/registry.js';
import { freePort } from '../../tools/ports.js';
import { projectRoot } from '../../tools/project-root.js';
import { untilReady } from '../../tools/ready.js';
import { type LeashedProcess, startEntry } from '../support/leashed-process.js';
import { startStack, type Stack } from '../support/stack.js';
import { inheritedVariables } from '../support/stack-settings.js';
import { eventually } from '../workflow/eventually.js';
import { begin, isEnded, linkOf, type Resource, type Story } from './story.js';

const TOKEN = 'codec-canary-token-0123456789';
/** Everything a caller may say of a person, and what must not stand in clear. */
const CANARIES = {
  description: 'canary-description',
  reason: 'canary-reason',
  returnUrl: 'https://shop.example/canary-return',
  stopReason: 'canary-stop-reason',
} as const;
const ORDER = 'canary-order-A17';

let receiver: Server;
let stack: Stack;
let codecServer: LeashedProcess;
let codecUrl: string;
let connection: Connection;

beforeAll(async () => {
  // Refuses every event: a delivery fails again and again, and its failures stand in histories.
  receiver = createServer((_request, response) => response.writeHead(500).end());
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const eventsUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/canary-events`;
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  stack = await startStack({ env: { PAYLOAD_ENCRYPTION: 'on', EVENTS_URL: eventsUrl, EVENTS_SECRET: secret } });
  connection = await Connection.connect({ address: stack.temporalAddress });
  const port = await freePort();
  codecUrl = `http://127.0.0.1:${port}`;
  const env = { ...inheritedVariables(), CODEC_PORT: String(port), CODEC_TOKENS: `ana:${TOKEN}`, SECRET_KEYS: stack.env['SECRET_KEYS'] };
  codecServer = await startEntry({ name: 'codec-server', entry: join(projectRoot, 'dist', 'codec-server', 'main.js'), env, cwd: projectRoot });
  if (!(await untilReady(codecUrl, codecServer.hasEnded, 30_000))) throw new Error(codecServer.output());
});
afterAll(async () => {
  await codecServer.kill('SIGTERM');
  await connection.close();
  receiver.close();
});

interface Stopped {
  readonly story: Story;
  readonly resource: Resource;
  readonly handle: string;
}

/** A run with everything in it: rounds, a command with a reason, an outcome, an event that is not delivered. */
async function stoppedRun(): Promise<Stopped> {
  const story = await begin(stack, 'webview-leave-then-approve');
  const { description, reason, returnUrl } = CANARIES;
  const first = await story.cancel({ orderRef: ORDER, description, reason, payer: { returnUrl, locale: 'fr' } });
  const link = linkOf(first);
  await story.visit(link, ['leave']);
  await story.resource(first.id, ({ rounds }) => rounds === 2);
  await stack.api.post(`/v1/cancellations/${first.id}/stop`, { reason: CANARIES.stopReason });
  return { story, resource: await story.resource(first.id, isEnded), handle: new URL(link).pathname.split('/').at(-1) ?? '' };
}

/** Every history of the namespace as the server has it: no codec. */
async function storedHistories(): Promise<readonly unknown[]> {
  const { namespace } = stack;
  const histories: unknown[] = [];
  const { executions } = await connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1000 });
  for (const { execution = null } of executions ?? []) {
    histories.push((await connection.workflowService.getWorkflowExecutionHistory({ namespace, execution, maximumPageSize: 1000 })).history);
    histories.push(await connection.workflowService.describeWorkflowExecution({ namespace, execution }));
  }
  return histories;
}

interface Found {
  readonly path: string;
  readonly value: unknown;
}

/** Every value of a message with its path, bytes as text. */
function valuesIn(value: unknown, path = ''): Found[] {
  if (value instanceof Uint8Array) return [{ path, value: Buffer.from(value).toString('utf8') }];
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, field]) => valuesIn(field, `${path}.${key}`));
}

describe('with payload encryption', () => {
  let stopped: Stopped;
  let found: readonly Found[];
  beforeAll(async () => {
    stopped = await stoppedRun();
    // Both a step that waits and a delivery that is refused have failed by now.
    found = await eventually('failures in the histories', async () => (await storedHistories()).flatMap((history) => valuesIn(history)), (all) =>
      all.some(({ path }) => path.endsWith('lastFailure.message')));
  });

  it('nothing a caller says stands in clear in any history, but the order reference in its search attribute', () => {
    const texts = found.filter(({ value }) => typeof value === 'string').map(({ path, value }) => `${path}: ${String(value)}`);
    expect(texts.join('\n')).toContain('CancelPaymentWorkflow');
    for (const canary of Object.values(CANARIES)) expect(texts.filter((text) => text.includes(canary))).toEqual([]);
    const places = texts.filter((text) => text.includes(ORDER)).map((text) => text.split(':')[0] ?? '');
    expect(places.length).toBeGreaterThan(0);
    expect(places.filter((path) => !/searchAttributes\.indexedFields\.OrderRef\.data$/.test(path))).toEqual([]);
  });

  it('every payload is encrypted, summaries and details included, but search attributes', () => {
    const encodings = found.filter(({ path }) => path.endsWith('.metadata.encoding') && !path.includes('searchAttributes'));
    expect(encodings.filter(({ value }) => value !== 'binary/encrypted')).toEqual([]);
    const encrypted = encodings.map(({ path }) => path).join('\n');
    for (const place of ['userMetadata.summary', 'userMetadata.details', 'memo.fields', 'signal', 'acceptedRequest', 'result', 'lastFailure.encodedAttributes']) {
      expect(encrypted.toLowerCase(), place).toContain(place.toLowerCase());
    }
  });

  it('no failure of a step says anything in clear', () => {
    const messages = found.filter(({ path, value }) => /[fF]ailure(?:\.cause)*\.(?:message|stackTrace)$/.test(path) && value !== '');
    expect(new Set(messages.map(({ value }) => value))).toEqual(new Set(['Encoded failure']));
  });

  it('what a run shows operators now is encrypted too', async () => {
    const { workflowId } = stopped.resource;
    const answer = await connection.workflowService.queryWorkflow({
      namespace: stack.namespace,
      execution: { workflowId },
      query: { queryType: '__temporal_workflow_metadata' },
    });
    expect(answer.queryResult?.payloads?.map(({ metadata }) => Buffer.from(metadata?.['encoding'] ?? []).toString())).toEqual(['binary/encrypted']);
  });

  it('the client library reads all of it with the keys', async () => {
    const dataConverter = dataConverterOf(readClientSettings(stack.env, providers));
    const client = new Client({ connection, namespace: stack.namespace, dataConverter });
    expect(await client.workflow.getHandle(stopped.resource.workflowId).result()).toMatchObject({ outcome: { kind: 'stopped' } });
  });

  describe('the Temporal CLI', () => {
    const show = async (...more: readonly string[]): Promise<string> => {
      const args = ['workflow', 'show', '--address', stack.temporalAddress, '-n', stack.namespace, '-w', stopped.resource.workflowId, '-o', 'json', ...more];
      const { stdout, stderr } = await promisify(execFile)(inject('temporal').cli, args, { env: inheritedVariables(), maxBuffer: 32 * 1024 * 1024 }).catch(
        (failed: { readonly stdout: string; readonly stderr: string }) => failed,
      );
      // Payloads are shown as bytes.
      return `${stdout}\n${stderr}`.replace(/"data": "([A-Za-z0-9+/=]+)"/g, (_data, bytes: string) => Buffer.from(bytes, 'base64').toString());
    };
    const withCodec = (token: string): readonly string[] => ['--codec-endpoint', codecUrl, '--codec-auth', `Bearer ${token}`];

    it('shows no word without the codec server, or without its token', async () => {
      // It tries again and again for as long as it may.
      const refused = await show(...withCodec('another-token-of-somebody'), '--command-timeout', '2s');
      expect(refused).toContain('deadline exceeded');
      for (const canary of Object.values(CANARIES)) for (const shown of [await show(), refused]) expect(shown).not.toContain(canary);
      expect(codecServer.output()).toContain('"status":401');
    });

    it('shows what was said and done with it, and the payer still has no link in it', async () => {
      const shown = await show(...withCodec(TOKEN));
      for (const canary of Object.values(CANARIES)) expect(shown).toContain(canary);
      expect(shown).toContain('"kind":"stopped"');
      expect(shown).not.toMatch(/auth\/webview|[?&]code=/);
      expect(shown).not.toContain(stopped.handle);
    });

    it('leaves the token out of the log of the codec server, and the name of whoever had it in', () => {
      const output = codecServer.output();
      expect(output).toContain('"caller":"ana"');
      expect(output).not.toContain(TOKEN);
      for (const canary of Object.values(CANARIES)) expect(output).not.toContain(canary);
    });
  });
});
