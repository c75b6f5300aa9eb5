const LOOK_AGAIN_MS = 100;
const ANSWER_WITHIN_MS = 5_000;

/**
 * Waits until `GET {url}/readyz` answers 200.
 * @returns false when the process ended, or the time was over, first
 */
export async function untilReady(url: string, hasEnded: () => boolean, withinMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + withinMs;
  while (!(await isReady(url))) {
    if (hasEnded() || Date.now() > giveUpAt) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return true;
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
