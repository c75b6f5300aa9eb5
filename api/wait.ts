import type { FastifyReply } from 'fastify';
import { CancellationError } from '../client/index.js';
import type { Cancellation, WaitOptions } from '../client/index.js';
import type { CancellationResource } from '../contracts/resource.js';

/** Ends every long-poll of this process, so that a drain does not take as long as the longest of them. */
export class OpenWaits {
  readonly #ended = new AbortController();

  endAll(): void {
    this.#ended.abort();
  }

  /**
   * Waits for one request: ends early when its caller has gone or the process drains, and then gives what was seen
   * last.
   */
  async wait(
    reply: FastifyReply,
    cancellation: Cancellation,
    waitMs: number,
    how: (options: WaitOptions) => Promise<unknown>,
  ): Promise<CancellationResource> {
    const gone = new AbortController();
    const onClose = (): void => gone.abort();
    reply.raw.once('close', onClose);
    try {
      await how({ waitMs, signal: AbortSignal.any([gone.signal, this.#ended.signal]) });
    } catch (error) {
      if (!(error instanceof CancellationError && error.code === 'aborted')) throw error;
    } finally {
      reply.raw.off('close', onClose);
    }
    return cancellation.resource;
  }
}
