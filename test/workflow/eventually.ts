import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 20;
const PATIENCE_MS = 20_000;

/**
 * Looks until it sees what is wanted: the one way in which tests wait for what they do not cause themselves.
 *
 * @param patienceMs less than the test's own time limit, which would say nothing; default 20 s
 * @throws naming what was waited for and what was seen last
 */
export async function eventually<Seen>(
  what: string,
  look: () => Seen | Promise<Seen>,
  isWanted: (seen: Seen) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<Seen> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (isWanted(seen)) return seen;
    if (performance.now() > giveUpAt) throw new Error(`${what}: not within ${patienceMs} ms; last seen: ${JSON.stringify(seen)}`);
    await pause(LOOK_AGAIN_MS);
  }
}
