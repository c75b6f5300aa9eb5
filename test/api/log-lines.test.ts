import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancellationIdOf } from '../../contracts/cancellation-id.js';
import { eventually } from '../workflow/eventually.js';
import { countingClient, LOCAL, openApi } from './rig.js';
import type { TestApi } from './rig.js';

type Line = Readonly<Record<string, unknown>>;

let api: TestApi;
beforeAll(async () => {
  api = await openApi({ client: countingClient().client, rpcTimeoutMs: 500 });
  await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

function linesOf(requestId: string): readonly Line[] {
  const lines = api.log().split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Line).filter((line) => line['requestId'] === requestId);
}

/** All lines of a request, once the one of its end is there. */
function ended(requestId: string): Promise<readonly Line[]> {
  return eventually('the line', () => linesOf(requestId), (lines) => lines.some(({ msg }) => msg === 'request'));
}

const PAYMENT = { provider: 'powens', paymentId: '4711' };
const WORKFLOW_ID = 'cancel-payment/powens/default/4711';
const ID = cancellationIdOf({ workflowId: WORKFLOW_ID, firstRunId: '11111111-1111-4111-8111-111111111111' });

describe('a request about a payment, while Temporal does not answer', () => {
  it.each([
    ['start', 'POST', '/v1/cancellations', PAYMENT],
    ['check', 'POST', '/v1/cancellation-checks', PAYMENT],
    ['read', 'GET', `/v1/cancellations/${ID}`, undefined],
    ['stop', 'POST', `/v1/cancellations/${ID}/stop`, {}],
    ['replay', 'POST', `/v1/cancellations/${ID}/events/replay`, {}],
    ['payer', 'GET', 'the payer’s address', undefined],
  ] as const)('names its workflow in every line: %s', async (name, method, url, payload) => {
    const headers = { ...LOCAL, 'x-request-id': `away-${name}` };
    const target = url.startsWith('/') ? url : `/r/${api.handle(ID)}`;
    const { statusCode } = await api.app.inject({ method, url: target, headers, ...(payload === undefined ? {} : { payload }) });
    expect(statusCode).toBe(503);
    const lines = await ended(`away-${name}`);
    expect(lines.map(({ msg }) => msg).sort()).toEqual(['A request failed', 'request']);
    expect(lines.map(({ workflowId }) => workflowId)).toEqual([WORKFLOW_ID, WORKFLOW_ID]);
  });
});

describe('a request', () => {
  it.each([
    ['answered', '/v1/providers', 200, '/v1/providers'],
    ['for what is not there', '/nowhere', 404, 'none'],
    ['whose address cannot be read', '/v1/cancellations/%zz', 400, 'none'],
  ])('%s is one line', async (name, url, status, route) => {
    const requestId = `one-${name.length}`;
    await api.app.inject({ url, headers: { ...LOCAL, 'x-request-id': requestId } });
    expect(await ended(requestId)).toMatchObject([{ msg: 'request', method: 'GET', status, route, ms: expect.any(Number) as number }]);
  });

  it('with more headers than it may have is one line', async () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`x-${index}`, 'x']));
    await api.app.inject({ url: '/v1/providers', headers: { ...LOCAL, ...many, 'x-request-id': 'many-headers' } });
    expect(await ended('many-headers')).toMatchObject([{ msg: 'request', status: 431 }]);
  });

  it('whose caller hangs up before the answer is one line, without a status', async () => {
    const { port } = api.app.server.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1' });
    const head = ['POST /v1/cancellations HTTP/1.1', 'Host: 127.0.0.1', 'X-Request-Id: hung-up', 'Content-Type: application/json', 'Content-Length: 100'];
    socket.write(`${head.join('\r\n')}\r\n\r\n{`, () => setTimeout(() => socket.destroy(), 50));
    const [line, ...more] = await ended('hung-up');
    expect(line).toMatchObject({ msg: 'request', method: 'POST', route: '/v1/cancellations', gone: true });
    expect(line).not.toHaveProperty('status');
    expect(more).toEqual([]);
  });
});
