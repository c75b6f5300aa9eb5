import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { verifyEvent } from '../client/http/index.js';
import type { CancellationCloudEvent } from '../client/http/index.js';

/** What the receiver keeps; a table with the event's id as its key, in a real service. */
export interface Inbox {
  /** Takes an event unless it has it; durable once it returns. */
  take(event: CancellationCloudEvent): Promise<void>;
}

/** An event may come more than once: its id tells. */
export class InboxInMemory implements Inbox {
  readonly events = new Map<string, CancellationCloudEvent>();

  async take(event: CancellationCloudEvent): Promise<void> {
    if (!this.events.has(event.id)) this.events.set(event.id, event);
  }
}

/**
 * Receives the events of cancellations: verifies each over the bytes as they came, keeps it once, and answers 2xx only
 * then. Anything else makes Countermand send it again; 410 would end that.
 *
 * @param secret `EVENTS_SECRET`
 */
export function eventReceiver(secret: string, inbox: Inbox): Server {
  return createServer((request, response) => {
    receive(request, secret, inbox).then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(500).end(),
    );
  });
}

async function receive(request: IncomingMessage, secret: string, inbox: Inbox): Promise<number> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const verdict = verifyEvent({ headers: request.headers, rawBody: Buffer.concat(chunks) }, secret);
  if (!verdict.ok) return 401;
  await inbox.take(verdict.event);
  return 204;
}
