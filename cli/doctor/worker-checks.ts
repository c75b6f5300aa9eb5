import { EVENTS_TASK_QUEUE, providerTaskQueue, TASK_QUEUE } from '../../contracts/names.js';
import type { ProviderId } from '../../contracts/payment.js';
import { promotionCommand, type WorkerVersion } from '../../platform/worker-version.js';
import { providers } from '../../providers/registry.js';
import type { Session } from '../session.js';
import { failure, type Finding, ok, reasonOf, warning } from './finding.js';
import { ACTIVITIES, lookAtQueue, type Poller, type QueueSight, takersOf, WORKFLOW_TASKS } from './task-queue.js';

/** A worker asks at least once a minute. */
const SILENT_AFTER_MS = 90_000;
const UNVERSIONED_REMEDY =
  'Start workers of the current build, or give the work back to those without a version: temporal worker deployment set-current-version with --unversioned (docs/operating.md, "Rolling deploy").';

/** Whether somebody takes the work of every queue: the two of every deployment, and those of single providers. */
export async function checkWorkers(session: Session): Promise<Finding[]> {
  const everywhere = [TASK_QUEUE, EVENTS_TASK_QUEUE].map((queue) => checkQueue(session, queue));
  const own = providers.map(({ id }) => checkProviderQueue(session, id));
  return (await Promise.all([...everywhere, ...own])).flatMap((finding) => finding ?? []);
}

async function checkQueue(session: Session, queue: string): Promise<Finding> {
  const check = `workers on ${queue}`;
  try {
    const seen = await Promise.all([WORKFLOW_TASKS, ACTIVITIES].map((kind) => lookAtQueue(session, queue, kind)));
    const unserved = seen.filter(({ pollers }) => pollers.length === 0).map(({ kind }) => kind.name);
    if (unserved.length > 0) return failure(check, `nobody asks for ${unserved.join(' and ')}`, 'Start one: npm run worker.');
    return judge(check, seen, session.temporal.namespace);
  } catch (error) {
    return unseen(check, error);
  }
}

/**
 * The queue that `PROVIDER_QUEUES` gives a provider. Our own settings may not have it: whoever polls there, or what
 * waits there, shows that a worker's do. Null where nothing does.
 */
async function checkProviderQueue(session: Session, provider: ProviderId): Promise<Finding | null> {
  const queue = providerTaskQueue(provider);
  const check = `workers on ${queue}`;
  try {
    const sight = await lookAtQueue(session, queue, ACTIVITIES);
    if (sight.pollers.length > 0) return judge(check, [sight], session.temporal.namespace);
    const named = session.providerQueues.some((own) => own.provider === provider);
    if (!named && sight.waiting === 0) return null;
    const found = sight.waiting > 0 ? `nobody asks for activities, and ${sight.waiting} wait` : 'PROVIDER_QUEUES names it, and nobody asks for activities';
    return failure(check, found, `A step waits there for an hour before it is asked elsewhere. Start a worker with PROVIDER_QUEUES=${provider}:… that takes this queue (--queues, or all of them).`);
  } catch (error) {
    return unseen(check, error);
  }
}

/** What is to be said of a queue that somebody polls, by what was seen of each kind of its tasks. */
export function judge(check: string, seen: readonly QueueSight[], namespace: string): Finding {
  const stranded = seen.find((sight) => takersOf(sight).length === 0);
  if (stranded !== undefined) return strandedFinding(check, stranded, namespace);
  const quietestMs = Math.max(...seen.map((sight) => takersOf(sight).reduce(lessSilent).silentMs));
  const polling = Math.max(...seen.map((sight) => takersOf(sight).length));
  const build = seen[0]?.current ?? null;
  if (quietestMs <= SILENT_AFTER_MS) return ok(check, build === null ? `${polling} polling` : `${polling} polling, ${nameOf(build)}`);
  return warning(check, `last heard of ${Math.round(quietestMs / 1_000)} s ago`, 'Is it still running? If not: npm run worker.');
}

/** Worker Versioning: work goes to one build, and those who ask are of another (docs/operating.md, "Rolling deploy"). */
function strandedFinding(check: string, { pollers, current }: QueueSight, namespace: string): Finding {
  const asking = pollers.reduce(lessSilent).version;
  const standing = current === null ? 'no build is current' : `${nameOf(current)} is current`;
  if (asking === null) return failure(check, `${standing}, and only workers without a version ask: new work waits`, UNVERSIONED_REMEDY);
  const remedy = current === null ? 'Make it current' : 'Start workers of the current build, or make current the one that asks';
  return failure(check, `${standing}, and only ${nameOf(asking)} asks: new work waits`, `${remedy}: ${promotionCommand(asking, namespace)}`);
}

function nameOf({ deploymentName, buildId }: WorkerVersion): string {
  return `build ${buildId} of ${deploymentName}`;
}

function lessSilent(one: Poller, other: Poller): Poller {
  return other.silentMs < one.silentMs ? other : one;
}

function unseen(check: string, error: unknown): Finding {
  return failure(check, reasonOf(error), 'Is this Temporal allowed to be asked about task queues?');
}
