import { setTimeout as sleep } from 'node:timers/promises';

/** What the work gives; what `late` gives or throws when it takes longer than that. The work goes on all the same. */
export async function within<Value, Late>(ms: number, work: Promise<Value>, late: () => Late): Promise<Value | Late> {
  const done = new AbortController();
  const patience = sleep(Math.max(ms, 0), undefined, { signal: done.signal });
  try {
    return await Promise.race([work, patience.then(late)]);
  } finally {
    done.abort();
  }
}
