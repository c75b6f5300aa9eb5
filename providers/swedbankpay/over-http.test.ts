import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderReading } from '../../contracts/provider.js';
import { createHttpClient } from '../../platform/http.js';
import { startTimeBudget } from '../../platform/time-budget.js';
import { authorised, cancelledOrder, DERIVED, freshFacts, ORDER } from '../../test/support/swedbankpay.js';
import { swedbankpay } from './definition.js';

/** The provider over real sockets, with the platform's own HTTP client. */

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let origin: string;
let requests: { readonly method: string | undefined; readonly url: string | undefined; readonly authorization: string | undefined }[];
let answers: Answer[];

beforeEach(async () => {
  requests = [];
  answers = [];
  server = createServer((request, response) => {
    requests.push({ method: request.method, url: request.url, authorization: request.headers.authorization });
    request.resume().on('end', () => answers.shift()?.(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const give = (json: object): Answer => (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8; version=3.1' }).end(JSON.stringify(json));
};

const offeringAt = (href: string): Answer => give({ ...authorised, operations: [{ rel: 'cancel', method: 'POST', href }] });

function ask(): Promise<ProviderReading> {
  const credentials = swedbankpay.configuration.credentials({ baseUrl: `${origin}/swedbankpay`, token: 'secret' });
  const provider = swedbankpay.connect(credentials, { http: createHttpClient(), now: () => new Date() });
  return provider.requestCancellation({
    payment: { provider: 'swedbankpay', account: 'default', paymentId: ORDER },
    facts: freshFacts,
    budget: startTimeBudget({ totalMs: 20_000, signal: new AbortController().signal }),
    payeeReference: { derived: DERIVED, supplied: null },
    description: 'Order A-17 cancelled',
    payerReturn: { url: 'https://pay.example', state: 'x' },
    beforeSend: () => Promise.resolve(),
  });
}

describe('over HTTP', () => {
  it('cancels with two calls, the $ of the expansion literal', async () => {
    answers.push(offeringAt(`${origin}/swedbankpay${ORDER}/cancellations`), give(cancelledOrder));
    expect((await ask()).answer).toMatchObject({ kind: 'cancelled', how: 'direct' });
    expect(requests).toEqual([
      { method: 'GET', url: `/swedbankpay${ORDER}?$expand=paid,financialtransactions`, authorization: 'Bearer secret' },
      { method: 'POST', url: `/swedbankpay${ORDER}/cancellations`, authorization: 'Bearer secret' },
    ]);
  });

  it('takes a connection that broke after the send for a lost answer', async () => {
    answers.push(offeringAt(`${origin}/swedbankpay${ORDER}/cancellations`), (request) => request.socket.destroy());
    expect(await ask()).toMatchObject({ answer: { kind: 'indeterminate', reason: 'answer_lost' }, send: 'lost' });
  });

  it('follows no redirect with the token', async () => {
    answers.push(offeringAt(`${origin}/swedbankpay${ORDER}/cancellations`), (_request, response) => {
      response.writeHead(302, { location: `${origin}/elsewhere` }).end();
    });
    expect(await ask()).toMatchObject({ answer: { kind: 'indeterminate' }, send: 'lost' });
    expect(requests).toHaveLength(2);
  });

  it('throws a fault, and nothing else, when the order cannot be read', async () => {
    answers.push((request) => request.socket.destroy());
    await expect(ask()).rejects.toMatchObject({ name: 'ProviderFault', code: 'http.connection_lost' });
  });
});
