import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.js';

/** Sends an answer in one piece. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, withLength(answer));
  response.end(answer.body);
}

/** No answer: the connection stays open until the client leaves or `forMs` is over. */
export async function hang(response: ServerResponse, forMs: number | undefined): Promise<void> {
  if (forMs === undefined) return;
  await untilOver(response, forMs);
  reset(response);
}

/** No answer: the connection is reset. */
export function reset(response: ServerResponse): void {
  response.req.socket.resetAndDestroy();
}

/** The head and half of the body, then the connection ends. */
export async function sendTruncated(response: ServerResponse, answer: Answer): Promise<void> {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, withLength(answer));
  await new Promise((resolve) => response.write(body.subarray(0, Math.floor(body.length / 2)), resolve));
  response.destroy();
}

/** One byte at a time. */
export async function sendDripping(response: ServerResponse, answer: Answer, everyMs: number): Promise<void> {
  response.writeHead(answer.status, withLength(answer));
  for (const byte of Buffer.from(answer.body)) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await untilOver(response, everyMs);
  }
  response.end();
}

/** A JSON string of about `bytes` bytes, never all in memory. */
export async function sendGiant(response: ServerResponse, status: number, bytes: number): Promise<void> {
  const chunk = Buffer.alloc(65_536, 'x');
  response.writeHead(status, { 'content-type': 'application/json' });
  response.write('{"padding":"');
  for (let sent = 0; sent < bytes && !response.destroyed; sent += chunk.length) {
    if (!response.write(chunk)) await drained(response);
  }
  response.end('"}');
}

/** Resolves after `milliseconds`, or as soon as the client has gone. */
export async function untilOver(response: ServerResponse, milliseconds: number): Promise<void> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once('close', leave);
  await sleep(milliseconds, undefined, { signal: gone.signal }).catch(() => undefined);
  response.off('close', leave);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}

function withLength(answer: Answer): Record<string, string> {
  return { ...answer.headers, 'content-length': String(Buffer.byteLength(answer.body)) };
}
