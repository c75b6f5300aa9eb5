import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.js';
import { playFault } from './play-fault.js';
import type { SimulatedProvider } from './provider.js';
import { findRoute, type MatchedRequest, type ProviderRoute, type ReceivedCall } from './route.js';
import { sendAnswer, untilOver } from './send-answer.js';
import type { World } from './world.js';

const LATE_COMMIT = 'late-commit';

export interface CallToPlay {
  readonly provider: SimulatedProvider;
  readonly route: ProviderRoute;
  readonly request: MatchedRequest;
  readonly response: ServerResponse;
}

/** What a late commit needs to be decided again, perhaps by a later process. */
interface LateCommit {
  readonly provider: string;
  readonly received: Omit<ReceivedCall, 'query' | 'parameters'>;
}

/** One call from reception to answer: recorded, slowed, hit by a fault if one is due, decided, committed, answered. */
export async function playCall(world: World, { provider, route, request, response }: CallToPlay): Promise<void> {
  const address = {
    provider: provider.name,
    call: typeof route.call === 'string' ? route.call : route.call(request),
    payment: route.payment(request),
  };
  const fault = world.faults.choose(address);
  const { method, target, headers, body } = request;
  const { seq: callSeq } = world.store.record({
    type: 'call',
    ...address,
    fault: fault?.kind ?? null,
    request: { method, target, headers, body },
  });
  response.once('close', () => recordAnswer(world, callSeq, response));
  const serviceTime = world.serviceTimes.of(address.provider, address.call);
  if (serviceTime > 0) await untilOver(response, serviceTime);
  const received: ReceivedCall = { ...request, callSeq };
  const commit = (): Promise<Answer> => decide(world, route, received);
  if (fault === null) {
    sendAnswer(response, await commit());
    return;
  }
  const commitLater = (afterMs: number): void => scheduleCommit(world, provider, received, afterMs);
  await playFault(fault.kind, { parameters: fault.parameters, provider, response, commit, commitLater });
}

/** Teaches the world's jobs to decide calls whose commit was put off. */
export function playLateCommits(world: World, providers: readonly SimulatedProvider[]): void {
  world.jobs.on(LATE_COMMIT, (data) => {
    // The one seam: the data was written by `scheduleCommit`.
    const late = data as LateCommit;
    const provider = providers.find((candidate) => candidate.name === late.provider);
    const query = new URL(late.received.target, 'http://simulator').searchParams;
    const found = findRoute(provider?.routes ?? [], { ...late.received, query });
    if (found.route !== null) found.route.handle({ ...found.request, callSeq: late.received.callSeq });
  });
}

/** Lets the provider decide and commit, and waits until what it committed is on disk. */
async function decide(world: World, route: ProviderRoute, received: ReceivedCall): Promise<Answer> {
  const answer = route.handle(received);
  await world.store.synced();
  return answer;
}

function scheduleCommit(world: World, provider: SimulatedProvider, received: ReceivedCall, afterMs: number): void {
  const { query: _query, parameters: _parameters, ...kept } = received;
  const late: LateCommit = { provider: provider.name, received: kept };
  world.jobs.schedule(LATE_COMMIT, afterMs, late);
}

function recordAnswer(world: World, callSeq: number, response: ServerResponse): void {
  if (world.store.closed) return;
  const status = response.headersSent ? response.statusCode : null;
  world.store.record({ type: 'answer', callSeq, status, answered: response.writableFinished });
}
