import type { IncomingMessage } from 'node:http';

const LARGEST_BODY_BYTES = 1_048_576;

/** A request as handlers see it; headers in lower case, the first value where one is repeated. */
export interface SimulatorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Path and query as received. */
  readonly target: string;
}

export class BodyTooLarge extends Error {}

/**
 * Reads the whole request.
 * @throws {BodyTooLarge} over 1 MiB
 */
export async function readRequest(incoming: IncomingMessage): Promise<SimulatorRequest> {
  const target = incoming.url ?? '/';
  const url = new URL(target, 'http://simulator');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: plainHeaders(incoming),
    body: await readBody(incoming),
    target,
  };
}

/** The form fields or the flat JSON object of a body; null when it is neither. */
export function readFields(request: SimulatorRequest): Readonly<Record<string, unknown>> | null {
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) {
    return Object.fromEntries(new URLSearchParams(request.body));
  }
  if (request.body === '') return {};
  try {
    const parsed: unknown = JSON.parse(request.body);
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** True for a JSON object (not null, not an array). */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plainHeaders(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first]];
    }),
  );
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) throw new BodyTooLarge('request body over 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
