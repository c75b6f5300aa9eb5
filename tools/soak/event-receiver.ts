import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type CancellationCloudEvent, type EventVerdict, verifyEvent } from '../../client/http/index.js';
import { drawsFrom } from './draws.js';

/** One arrival of an event at the order service. */
export interface Arrival {
  readonly event: CancellationCloudEvent;
  /** True where it was answered with 204: then it counts as told. */
  readonly taken: boolean;
}

/** What an order service got. */
export interface Inbox {
  readonly arrivals: readonly Arrival[];
  /** Why an arrival was no event of ours; each is a fault of the sender. */
  readonly refused: readonly string[];
}

export interface EventReceiver {
  readonly url: string;
  inbox(): Inbox;
  /** From now on every event is taken. */
  beKind(): void;
  close(): Promise<void>;
}

const REFUSED_SHARE = 0.2;

/** An order service's end of the line: verifies each event as the client library says, and refuses some although they are good. */
export async function startEventReceiver({ secret, seed }: { readonly secret: string; readonly seed: string }): Promise<EventReceiver> {
  const draws = drawsFrom(`${seed}/receiver`);
  const arrivals: Arrival[] = [];
  const refused: string[] = [];
  let kind = false;

  function take(verdict: EventVerdict): number {
    if (!verdict.ok) {
      refused.push(verdict.problem);
      return 400;
    }
    const taken = !draws.chance(REFUSED_SHARE) || kind;
    arrivals.push({ event: verdict.event, taken });
    return taken ? 204 : 503;
  }

  const server = createServer((request, response) => {
    void receive(request, secret).then((verdict) => response.writeHead(take(verdict)).end(), () => response.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  return {
    url: `http://127.0.0.1:${address.port}/events`,
    inbox: () => ({ arrivals: [...arrivals], refused: [...refused] }),
    beKind: () => void (kind = true),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function receive(request: IncomingMessage, secret: string): Promise<EventVerdict> {
  return verifyEvent({ headers: request.headers, rawBody: await text(request) }, secret);
}
