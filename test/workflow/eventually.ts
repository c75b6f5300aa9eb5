import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 20;
const PATIENCE_MS = 20_000;

/**
 * Looks until it sees what is wanted.
 * @throws naming what was waited for and what was seen last, after 20 s
 */
export async function eventually<Seen>(
  what: string,
  look: () => Promise<Seen>,
  isWanted: (seen: Seen) => boolean,
): Promise<Seen> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (isWanted(seen)) return seen;
    if (performance.now() > giveUpAt) throw new Error(`${what}: not within ${PATIENCE_MS} ms; last seen: ${JSON.stringify(seen)}`);
    await pause(LOOK_AGAIN_MS);
  }
}
