import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { ConnectionLimits } from './connection-limits.js';

const LOOK_AGAIN_MS = 20;

/**
 * Makes closing the server lose no request. First everything is still served, but each connection for one more answer
 * only, so that no client begins a request on a connection that is just being closed. Then nobody is let in any more,
 * and what is under way is answered. Then whatever is left, connections on which nothing was ever asked, is closed.
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
    void closeOnceAnswered();
  });

  async function closeOnceAnswered(): Promise<void> {
    const giveUpAt = performance.now() + drainedWithinMs;
    do await sleep(LOOK_AGAIN_MS, undefined, { ref: false });
    while (unanswered.size > 0 && performance.now() < giveUpAt);
    app.server.closeAllConnections();
  }

  return () => draining;
}
