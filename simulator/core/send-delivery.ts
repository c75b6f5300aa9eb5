import type { Delivery, RetryPolicy } from './deliveries.js';

export interface AttemptResult {
  readonly at: string;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly accepted: boolean;
  readonly timedOut: boolean;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Sends once. Never throws: a refused connection is a result too. Redirects are not followed. */
export async function sendDelivery(
  delivery: Delivery,
  policy: RetryPolicy | undefined,
  stop: AbortSignal,
): Promise<AttemptResult> {
  const at = new Date().toISOString();
  try {
    const response = await fetch(delivery.url, {
      method: delivery.method,
      headers: delivery.headers,
      body: delivery.bodyBase64 === null ? null : Buffer.from(delivery.bodyBase64, 'base64'),
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(policy?.timeoutMs ?? DEFAULT_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    // A copied callback is a browser's visit: any answer has reached it.
    const accepted = delivery.channel === 'callback' || (policy?.accepts(response.status) ?? response.ok);
    return { at, status: response.status, accepted, timedOut: false };
  } catch (error) {
    return { at, status: null, accepted: false, timedOut: error instanceof Error && error.name === 'TimeoutError' };
  }
}
