import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { ConnectionLimits } from './connection-limits.js';

/** Long enough for a request that is on its way on a connection already taken. */
const LOOK_AGAIN_MS = 250;
const QUIET_TURN_MS = 1;
const QUIET_WITHIN_MS = 1_000;

/**
 * Makes closing the server lose no request. First everything is still served, but each connection for one more answer
 * only, so that no client begins a request on a connection that is just being closed. Then nobody is let in any more,
 * and what is under way is answered. Then whatever is left, connections on which nothing was ever asked, is closed.
 * A connection that nobody has taken yet when the door closes is reset by the system: nothing of it was read.
 *
 * @param begin called once, when the drain begins
 * @returns whether the server is draining
 */
export function drainOnClose(
  app: FastifyInstance,
  { servingOnMs, drainedWithinMs }: Pick<ConnectionLimits, 'servingOnMs' | 'drainedWithinMs'>,
  begin: () => void,
): () => boolean {
  const unanswered = new Set<ServerResponse>();
  let draining = false;
  app.addHook('onRequest', async (_request, { raw }) => {
    unanswered.add(raw);
    raw.once('close', () => unanswered.delete(raw));
  });
  app.addHook('onSend', async (_request, reply) => {
    if (draining) reply.header('connection', 'close');
  });
  app.addHook('preClose', async () => {
    draining = true;
    begin();
    await sleep(servingOnMs);
    await quietTurn();
    void closeOnceAnswered();
  });

  async function closeOnceAnswered(): Promise<void> {
    const giveUpAt = performance.now() + drainedWithinMs;
    do {
      await sleep(LOOK_AGAIN_MS, undefined, { ref: false });
      await nextTurn();
    } while (unanswered.size > 0 && performance.now() < giveUpAt);
    app.server.closeAllConnections();
  }

  return () => draining;
}

/**
 * Waits for a turn of the event loop in which next to nothing happened: every connection that had come was taken then,
 * and hardly any can have come since.
 */
async function quietTurn(): Promise<void> {
  const giveUpAt = performance.now() + QUIET_WITHIN_MS;
  for (;;) {
    const began = performance.now();
    await nextTurn();
    const now = performance.now();
    if (now - began < QUIET_TURN_MS || now > giveUpAt) return;
  }
}
