import type { Socket } from 'node:net';
import { PAGE_HEADERS, renderPage } from './pages/html.js';
import { isForPayer, payerProblemPage } from './payer-problem.js';
import { PROBLEMS } from './problem.js';
import type { ProblemCode } from './problem.js';

/** What the HTTP parser says about bytes that are no request (Node.js documentation, event `clientError`). */
const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

interface ParserError extends Error {
  readonly code?: string;
  /** The bytes that came last; where a request came in one piece, all of it. */
  readonly rawPacket?: unknown;
}

/** Answers what could not even be read as a request, and ends its connection. */
export function answerBrokenRequest(error: ParserError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const code = CODES[error.code ?? ''] ?? 'malformed_request';
  const { status, title } = PROBLEMS[code];
  const { headers, body } = answerFor(code, error.rawPacket instanceof Uint8Array ? new TextDecoder().decode(error.rawPacket) : '');
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
  socket.end([`HTTP/1.1 ${status} ${title}`, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n'));
}

interface BrokenAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A page where it was a browser on a payer's way, as far as what came shows it. */
function answerFor(code: ProblemCode, received: string): BrokenAnswer {
  const { status, title } = PROBLEMS[code];
  const target = /^GET (\S+)/.exec(received)?.[1] ?? '';
  if (isForPayer(target)) {
    const acceptLanguage = /^accept-language:(.*)$/im.exec(received)?.[1];
    return { headers: PAGE_HEADERS, body: renderPage(payerProblemPage(status, acceptLanguage)) };
  }
  const body = JSON.stringify({ type: `urn:countermand:problem:${code}`, title, status, detail: title, code });
  return { headers: { 'content-type': 'application/problem+json' }, body };
}
