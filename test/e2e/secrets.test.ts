import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { databaseContent, leaksIn, WEBVIEW_ADDRESS } from '../../tools/soak/leaks.js';
import { startStack, type Stack } from '../support/stack.js';
import { startTemporalServer, type TemporalServer } from '../support/temporal-server.js';
import { begin, isEnded, linkOf } from './story.js';

/** Stands in for what an order service might say of its customer. */
const DESCRIPTION = 'canary-description-of-order-4711';

describe.each([{ encryption: 'off' }, { encryption: 'on' }])('SECRET, payload encryption $encryption', ({ encryption }) => {
  let temporal: TemporalServer;
  let stack: Stack;

  beforeAll(async () => {
    temporal = await startTemporalServer(inject('temporal').cli);
    const env = { LOG_LEVEL: 'debug', PAYLOAD_ENCRYPTION: encryption };
    stack = await startStack({ temporalAddress: temporal.address, env });
  });
  afterAll(async () => {
    await stack.stop();
    await temporal.stop();
  });

  it('leaves no credential, token, webview address or handle in histories, the database or any log', async () => {
    const story = await begin(stack, 'webview-leave-then-approve');
    const { id, ...first } = await story.cancel({ description: DESCRIPTION });
    const link = linkOf({ id, ...first });
    const webview = (await fetch(link, { redirect: 'manual' })).headers.get('location') ?? '';
    const scopedToken = new URL(webview).searchParams.get('code') ?? '';
    const state = new URL(webview).searchParams.get('state') ?? '';
    await story.visit(link);
    await story.resource(id, isEnded);
    await Promise.all([stack.kill('worker', 'SIGTERM'), stack.kill('api', 'SIGTERM')]);
    await temporal.kill('SIGTERM');

    const database = databaseOf(temporal);
    const secrets: Readonly<Record<string, string>> = {
      'client secret': stack.env['POWENS_CLIENT_SECRET'] ?? '',
      'webhook secret': stack.env['POWENS_WEBHOOK_SECRET'] ?? '',
      'key ring': (stack.env['SECRET_KEYS'] ?? '').split(':')[1] ?? '',
      'scoped token': scopedToken,
      'webview address': WEBVIEW_ADDRESS,
      'state token': state,
      handle: new URL(link).pathname.split('/').at(-1) ?? '',
    };
    const places = {
      'the database': database,
      "the worker's log": Buffer.from(stack.output('worker')),
      "the API's log": Buffer.from(stack.output('api')),
    };
    for (const [place, content] of Object.entries(places)) expect(content.length, place).toBeGreaterThan(0);
    for (const [name, secret] of Object.entries(secrets)) expect(secret, name).not.toBe('');
    expect(leaksIn(places, Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, [secret]])))).toEqual([]);
    // The texts of a request are in clear exactly when nothing is encrypted: else this search would prove nothing.
    expect(database.includes(DESCRIPTION)).toBe(encryption === 'off');
  });
});

function databaseOf({ databaseFile }: TemporalServer): Buffer {
  const content = databaseContent(databaseFile);
  // Without this the search could pass because nothing readable is in there at all.
  expect(content.includes('CancelPaymentWorkflow')).toBe(true);
  return content;
}
