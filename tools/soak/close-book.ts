import { CancellationError, type CancellationResource } from '../../client/http/index.js';
import type { BookEntry } from './book.js';
import type { Scene } from './customer.js';
import { patiently } from './patience.js';

const CALL_WITHIN_MS = 60_000;
const LONGEST_LIST = 100;
const AT_ONCE = 8;

/** Writes down how every cancellation of these payments stands now, late news included. */
export async function closeBook(scene: Scene, entries: readonly BookEntry[]): Promise<void> {
  const waiting = [...entries];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) await closeEntry(scene, entry);
  });
  await Promise.all(workers);
}

async function closeEntry(scene: Scene, { paymentId, provider, acknowledged }: BookEntry): Promise<void> {
  const { library, book } = scene;
  const ids = [...new Set(acknowledged.map(({ id }) => id))];
  const asked = await Promise.all(ids.map(async (id) => ({ id, resource: await standingOf(scene, id) })));
  const page = await tried(scene, () => library.list({ provider, paymentIds: [paymentId], limit: LONGEST_LIST }));
  const resources = [...(page?.items ?? []), ...asked.flatMap(({ resource }) => (typeof resource === 'object' ? resource : []))];
  // The list is eventually consistent: what was asked for by its id is newer.
  const atTheEnd = [...new Map(resources.map((resource) => [resource.id, resource])).values()];
  for (const resource of atTheEnd) book.saw(resource);
  book.close(paymentId, { atTheEnd, missing: asked.filter(({ resource }) => resource === 'missing').map(({ id }) => id) });
}

async function standingOf(scene: Scene, id: string): Promise<CancellationResource | 'missing' | 'unanswered'> {
  try {
    return (await tried(scene, () => scene.library.get(id)))?.resource ?? 'unanswered';
  } catch (error) {
    if (error instanceof CancellationError && error.code === 'not_found') return 'missing';
    throw error;
  }
}

function tried<Result>(scene: Scene, work: () => Promise<Result>): Promise<Result | null> {
  return patiently(work, { untilMs: Date.now() + CALL_WITHIN_MS, signal: scene.signal });
}
