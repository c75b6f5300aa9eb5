import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEXTS } from '../../api/pages/texts.js';
import type { PayerMessage } from '../../api/pages/texts/payer-texts.js';
import { cancellationIdOf } from '../../contracts/cancellation-id.js';
import { cancelWorkflowId } from '../../contracts/names.js';
import { countingClient, openApi } from './rig.js';
import type { CountingClient, TestApi } from './rig.js';

let counting: CountingClient;
let deaf: TestApi;
beforeAll(async () => {
  counting = countingClient();
  deaf = await openApi({ client: counting.client });
});
afterAll(async () => {
  await deaf.close();
});

const IN_SWEDISH = { 'accept-language': 'sv-SE, en;q=0.5' };
const HANDLE = 'x'.repeat(700);
const SOME_ID = cancellationIdOf({
  workflowId: cancelWorkflowId({ provider: 'powens', account: 'default', paymentId: '12345' }),
  firstRunId: '11111111-1111-4111-8111-111111111111',
});

function expectPage({ statusCode, headers, body }: LightMyRequestResponse, status: number, message: PayerMessage): void {
  expect([statusCode, headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  expect(headers['content-security-policy']).toContain("default-src 'none'; style-src 'sha256-");
  expect(body).toContain('<html lang="sv">');
  expect(body).toContain(`<h1>${TEXTS.sv.messages[message].title}</h1>`);
}

describe('a payer whose address leads nowhere', () => {
  it.each<[string, 'GET' | 'POST' | 'OPTIONS', string, number, PayerMessage]>([
    ['half a link', 'GET', '/r', 404, 'unknownLink'],
    ['half a link with a slash', 'GET', '/r/', 404, 'unknownLink'],
    ['a link with something behind it', 'GET', '/r/a/b/c', 404, 'unknownLink'],
    ['a link cut short', 'GET', '/r/abc/status', 404, 'unknownLink'],
    ['a giant link', 'GET', `/r/${HANDLE}`, 404, 'unknownLink'],
    ['a giant status link', 'GET', `/r/${HANDLE}/status`, 404, 'unknownLink'],
    ['a link broken by a mail program', 'GET', '/r/%E0%A4%A', 400, 'invalidReturn'],
    ['a form sent to a link', 'POST', '/r/abc', 405, 'invalidReturn'],
    ['a question about a link', 'OPTIONS', '/r/abc', 405, 'invalidReturn'],
    ['a return of a provider nobody knows', 'GET', '/callbacks/acme?state=x', 404, 'unknownLink'],
    ['half a return', 'GET', '/callbacks', 404, 'unknownLink'],
    ['a return without a query', 'GET', '/callbacks/powens?', 400, 'invalidReturn'],
    ['a return with a broken query', 'GET', '/callbacks/powens?state=%E0%A4%A&id_payment=%', 400, 'invalidReturn'],
    ['a return sent as a form', 'POST', '/callbacks/powens', 405, 'invalidReturn'],
    ['an authentic return while Temporal is away', 'GET', 'authentic', 503, 'trouble'],
    ['an authentic link while Temporal is away', 'GET', 'link', 503, 'trouble'],
  ])('%s gets a page in their language: %s %s', async (_what, method, path, status, message) => {
    const known: Readonly<Record<string, string>> = {
      authentic: `/callbacks/powens?state=${deaf.state('12345')}&id_payment=12345`,
      link: `/r/${deaf.handle(SOME_ID)}/status`,
    };
    const before = counting.calls();
    const answer = await deaf.app.inject({ method, url: known[path] ?? path, headers: IN_SWEDISH });
    expectPage(answer, status, message);
    expect(answer.headers['retry-after']).toBe(status === 503 ? '5' : undefined);
    expect(answer.headers.allow).toBe(status === 405 ? 'GET, HEAD' : undefined);
    if (status < 500) expect(counting.calls()).toBe(before);
  });

  it('gets a page even where the address is larger than any request may be', async () => {
    const before = counting.calls();
    const answer = await overTheWire(`GET /callbacks/powens?state=${'A'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\nAccept-Language: sv\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('content-type: text/html; charset=utf-8');
    expect(answer).toContain(`<h1>${TEXTS.sv.messages.invalidReturn.title}</h1>`);
    expect(counting.calls()).toBe(before);
  });

  it('is nobody else: programs get their problems', async () => {
    for (const url of ['/', '/rest', '/callbacksx', '/v1/nothing', '/%E0%A4%A']) {
      expect((await deaf.app.inject({ url, headers: IN_SWEDISH })).headers['content-type']).toMatch(/^application\/problem\+json/);
    }
    expect(await overTheWire(`GET /v1/${'A'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).toContain('"code":"headers_too_large"');
  });
});

let listening: Promise<string> | null = null;

/** What the server answers to these very bytes. */
async function overTheWire(request: string): Promise<string> {
  listening ??= deaf.app.listen({ host: '127.0.0.1', port: 0 });
  await listening;
  const socket = connect((deaf.app.server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  // The rest of a request that is refused early finds a closed connection.
  socket.on('error', () => undefined);
  socket.write(request);
  await once(socket, 'close');
  return answer;
}
