import type { ServerResponse } from 'node:http';
import { htmlAnswer, type Answer } from './answer.js';
import type { FaultKind, FaultParameters } from './fault-kinds.js';
import type { SimulatedProvider } from './provider.js';
import { hang, reset, sendAnswer, sendDripping, sendGiant, sendTruncated, untilOver } from './send-answer.js';

/** What a fault has in hand: whether, when and how the call takes effect is up to it. */
export interface Play {
  readonly parameters: FaultParameters;
  readonly provider: SimulatedProvider;
  readonly response: ServerResponse;
  /** Lets the call take effect and gives its true answer. */
  readonly commit: () => Promise<Answer>;
  readonly commitLater: (afterMs: number) => void;
}

type Player = (play: Play) => void | Promise<void>;

const DEFAULT_SLOW_MS = 5_000;
const DEFAULT_DRIP_MS = 200;
const DEFAULT_GIANT_BYTES = 67_108_864;
const DEFAULT_RETRY_AFTER_SECONDS = 2;
const DEFAULT_LATE_COMMIT_MS = 5_000;

const PLAYERS: Readonly<Record<FaultKind, Player>> = {
  'hang-before': ({ response, parameters }) => hang(response, parameters.delayMs),
  'reset-before': ({ response }) => reset(response),
  'lost-answer-hang': async ({ response, parameters, commit }) => {
    await commit();
    await hang(response, parameters.delayMs);
  },
  'lost-answer-reset': async ({ response, commit }) => {
    await commit();
    reset(response);
  },
  slow: async ({ response, parameters, commit }) => {
    const answer = await commit();
    await untilOver(response, parameters.delayMs ?? DEFAULT_SLOW_MS);
    sendAnswer(response, answer);
  },
  truncated: async ({ response, commit }) => sendTruncated(response, await commit()),
  'slow-drip': async ({ response, parameters, commit }) =>
    sendDripping(response, await commit(), parameters.delayMs ?? DEFAULT_DRIP_MS),
  'html-200': distorted(() => htmlAnswer(200, '<!doctype html><title>Welcome</title><p>Please sign in.</p>')),
  'empty-200': distorted((answer) => ({ ...answer, status: 200, body: '' })),
  'wrong-content-type': distorted((answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-type': 'text/plain' },
  })),
  giant: async ({ response, parameters, commit }) => {
    const { status } = await commit();
    await sendGiant(response, status, parameters.bytes ?? DEFAULT_GIANT_BYTES);
  },
  redirect: ({ response, parameters }) =>
    sendAnswer(response, { status: 302, headers: { location: parameters.location ?? '/elsewhere' }, body: '' }),
  'unknown-state': distorted((answer, provider) => provider.withUnknownState(answer)),
  'wrong-id': distorted((answer, provider) => provider.withWrongId(answer)),
  '401': refused(401),
  '403': refused(403),
  '404': refused(404),
  '409': refused(409),
  '429': refused(429),
  '429-retry-after': ({ response, parameters, provider }) => {
    const answer = provider.errorAnswer(429);
    const seconds = String(parameters.retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS);
    sendAnswer(response, { ...answer, headers: { ...answer.headers, 'retry-after': seconds } });
  },
  '500-before': refused(500),
  '500-after': distorted((_answer, provider) => provider.errorAnswer(500)),
  '502': refused(502),
  '502-after': distorted((_answer, provider) => provider.errorAnswer(502)),
  '503': refused(503),
  '503-after': distorted((_answer, provider) => provider.errorAnswer(503)),
  '504': refused(504),
  '504-after': distorted((_answer, provider) => provider.errorAnswer(504)),
  'late-commit': ({ response, parameters, provider, commitLater }) => {
    commitLater(parameters.delayMs ?? DEFAULT_LATE_COMMIT_MS);
    sendAnswer(response, provider.errorAnswer(504));
  },
};

/** Plays a fault on a call. */
export async function playFault(kind: FaultKind, play: Play): Promise<void> {
  await PLAYERS[kind](play);
}

function refused(status: number): Player {
  return ({ response, provider }) => sendAnswer(response, provider.errorAnswer(status));
}

function distorted(distort: (answer: Answer, provider: SimulatedProvider) => Answer): Player {
  return async ({ response, provider, commit }) => sendAnswer(response, distort(await commit(), provider));
}
