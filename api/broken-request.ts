import type { Socket } from 'node:net';
import { PROBLEMS } from './problem.js';
import type { ProblemCode } from './problem.js';

/** What the HTTP parser says about bytes that are no request (Node.js documentation, event `clientError`). */
const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** Answers what could not even be read as a request, and ends its connection. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const code = CODES[error.code ?? ''] ?? 'malformed_request';
  const { status, title } = PROBLEMS[code];
  const body = JSON.stringify({ type: `urn:countermand:problem:${code}`, title, status, detail: title, code });
  socket.end(
    [
      `HTTP/1.1 ${status} ${title}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
